"""`Membership` written: who belongs to which party (G3) and who acts for it (G8), one row for each path."""

from collections.abc import Collection

from django.db import transaction

from polder.governance.index.sql import NO_MOMENT, one_of, write

_COLUMNS = "person_id, party_id, does, asked, acts, valid_from, valid_until"

# A seat gives its party only while the body itself runs (B2): the later beginning, the earlier end.
_SEAT_FROM = (
    "CASE WHEN s.valid_from IS NULL THEN b.valid_from WHEN b.valid_from IS NULL THEN s.valid_from"
    " WHEN s.valid_from > b.valid_from THEN s.valid_from ELSE b.valid_from END"
)
_SEAT_UNTIL = (
    "CASE WHEN s.valid_until IS NULL THEN b.valid_until WHEN b.valid_until IS NULL THEN s.valid_until"
    " WHEN s.valid_until < b.valid_until THEN s.valid_until ELSE b.valid_until END"
)

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
    f" {_SEAT_FROM} AS begins, {_SEAT_UNTIL} AS ends"
    " FROM organisation_seat s JOIN organisation_body b ON b.id = s.body_id"
    " JOIN organisation_party y ON y.body_id = s.body_id WHERE {where}) t"
    " WHERE t.begins IS NULL OR t.ends IS NULL OR t.begins < t.ends"
)
# Guests belong to no unit (G3). The climb starts from the units that are asked for, not from all.
_UNITS = (
    "WITH RECURSIVE climb(unit, above) AS ("
    " SELECT u.id, u.id FROM organisation_unit u"
    " WHERE u.id IN (SELECT p.unit_id FROM organisation_person p WHERE {where})"
    " UNION SELECT climb.unit, u.parent_id FROM climb JOIN organisation_unit u ON u.id = climb.above"
    " WHERE u.parent_id IS NOT NULL)"
    f" SELECT p.id, y.id, TRUE, TRUE, FALSE, {NO_MOMENT}, {NO_MOMENT} FROM organisation_person p"
    " JOIN climb ON climb.unit = p.unit_id JOIN organisation_party y ON y.unit_id = climb.above"
    " WHERE p.kind <> 'guest' AND {where}"
)

# Beyond this many people it is cheaper to write the table anew than to name each of them.
_MANY = 20_000


def rebuild_memberships() -> int:
    """All rows anew; how many."""
    with transaction.atomic():
        write("DELETE FROM governance_membership")
        return sum(_insert(piece, "1 = 1") for piece in (_SELF, _UNITS, _HEADS, _HOLDINGS, _SEATS))


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
    with transaction.atomic():
        if people:
            write(f"DELETE FROM governance_membership WHERE {one_of('person_id', people)}")
            _insert(_SELF, one_of("y.person_id", people))
            _insert(_UNITS, one_of("p.id", people))
        for numbers, column in ((units, "unit_id"), (roles, "role_id"), (bodies, "body_id")):
            if numbers:
                only = " AND NOT does" if column == "unit_id" else ""  # a unit's members are not its head's business
                of = f"SELECT y.id FROM organisation_party y WHERE {one_of(f'y.{column}', numbers)}"
                write(f"DELETE FROM governance_membership WHERE party_id IN ({of}){only}")
        for piece, by_person, by_party, numbers in (
            (_HEADS, "u.head_id", "u.id", units),
            (_HOLDINGS, "h.person_id", "h.role_id", roles),
            (_SEATS, "s.person_id", "s.body_id", bodies),
        ):
            if people or numbers:
                _insert(piece, f"({one_of(by_person, people)} OR {one_of(by_party, numbers)})")


def _insert(piece: str, where: str) -> int:
    return write(f"INSERT INTO governance_membership ({_COLUMNS}) {piece.replace('{where}', where)}")
