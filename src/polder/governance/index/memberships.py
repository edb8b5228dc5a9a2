"""`Membership` written: who belongs to which party (G3) and who acts for it (G8), one row for each path."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q

from polder.governance.index.acting import rebuild_acting, refresh_acting
from polder.governance.index.sql import NO_MOMENT, earlier, either, later, one_of, write
from polder.ground.organisation.models import Party

_COLUMNS = "person_id, party_id, does, asked, acts, valid_from, valid_until"

_SELF = (
    f"SELECT y.person_id, y.id, TRUE, TRUE, TRUE, {NO_MOMENT}, {NO_MOMENT}"
    " FROM organisation_party y WHERE y.kind = 'person' AND {where}"
)
_HOLDINGS = (
    "SELECT h.person_id, y.id, TRUE, TRUE, TRUE, h.valid_from, h.valid_until"
    " FROM organisation_holding h JOIN organisation_party y ON y.role_id = h.role_id WHERE {where}"
)
_HEADS = (
    f"SELECT u.head_id, y.id, FALSE, FALSE, TRUE, {NO_MOMENT}, {NO_MOMENT}"
    " FROM organisation_unit u JOIN organisation_party y ON y.unit_id = u.id WHERE u.head_id IS NOT NULL AND {where}"
)
_SEATS = (
    "SELECT t.* FROM (SELECT s.person_id AS who, y.id AS party, s.seat <> 'advisor' AS does, TRUE AS asked,"
    " (b.acts_by = 'chair' AND s.seat = 'chair') OR (b.acts_by = 'any_member' AND s.seat <> 'advisor') AS acts,"
    # only while the body itself runs (B2)
    f" {later('s.valid_from', 'b.valid_from')} AS begins, {earlier('s.valid_until', 'b.valid_until')} AS ends"
    " FROM organisation_seat s JOIN organisation_body b ON b.id = s.body_id"
    " JOIN organisation_party y ON y.body_id = s.body_id WHERE {where}) t"
    " WHERE t.begins IS NULL OR t.ends IS NULL OR t.begins < t.ends"
)
# Guests belong to no unit (G3).
_UNITS = (
    "WITH RECURSIVE climb(person, unit) AS ("
    "SELECT p.id, p.unit_id FROM organisation_person p WHERE p.unit_id IS NOT NULL AND p.kind <> 'guest' AND {where}"
    " UNION ALL SELECT climb.person, u.parent_id FROM climb JOIN organisation_unit u ON u.id = climb.unit"
    " WHERE u.parent_id IS NOT NULL)"
    f" SELECT climb.person, y.id, TRUE, TRUE, FALSE, {NO_MOMENT}, {NO_MOMENT}"
    " FROM climb JOIN organisation_party y ON y.unit_id = climb.unit"
)

_IS_UNIT = "EXISTS (SELECT 1 FROM organisation_party y WHERE y.id = party_id AND y.kind = 'unit')"

# Beyond this many people it is cheaper to write the table anew than to name each of them.
_MANY = 20_000


def rebuild_memberships() -> int:
    """All rows anew, and who acts; how many memberships."""
    with transaction.atomic():
        write("DELETE FROM governance_membership")
        made = sum(_insert(piece, "1 = 1") for piece in (_SELF, _UNITS, _HEADS, _HOLDINGS, _SEATS))
        rebuild_acting()
        return made


def refresh_people(
    people: Collection[int] = (),
    *,
    units: Collection[int] = (),
    roles: Collection[int] = (),
    bodies: Collection[int] = (),
) -> None:
    """What the index says of these people, of the heads of these units, of these roles and bodies, anew.

    Numbers of rows, also of such as are gone. Of a unit that moved, name the people in it and below it too.
    """
    if len(people) > _MANY:
        rebuild_memberships()
        return
    named = (
        Party.objects.filter(Q(unit__in=units) | Q(role__in=roles) | Q(body__in=bodies))
        if units or roles or bodies
        else Party.objects.none()
    )
    parties = list(named.values_list("pk", flat=True))
    with transaction.atomic():
        if parties:
            # A unit has its members by the people; of the unit itself only the head is made anew.
            of_party = f"{one_of('party_id', parties)} AND (acts OR NOT {_IS_UNIT})"
            write(f"DELETE FROM governance_membership WHERE {of_party}")
        if people:
            write(f"DELETE FROM governance_membership WHERE {one_of('person_id', people)}")
            _insert(_SELF, one_of("y.person_id", people))
            _insert(_UNITS, one_of("p.id", people))
        for piece, by_person, by_thing, numbers in (
            (_HEADS, "u.head_id", "u.id", units),
            (_HOLDINGS, "h.person_id", "h.role_id", roles),
            (_SEATS, "s.person_id", "s.body_id", bodies),
        ):
            if people or numbers:
                _insert(piece, either((by_person, people), (by_thing, numbers)))
        refresh_acting(people, parties)


def _insert(piece: str, where: str) -> int:
    return write(f"INSERT INTO governance_membership ({_COLUMNS}) {piece.replace('{where}', where)}")
