"""`Acting` written: who can act as A for a party, and when (G8), deputies included (G10). Follows from `Membership`."""

from collections.abc import Collection

from polder.governance.index.sql import earlier, either, later, one_of, write
from polder.ground.organisation.models import Deputyship

_COLUMNS = "party_id, person_id, standin_id, valid_from, valid_until"
_THEMSELVES = (
    "SELECT m.party_id AS party, m.person_id AS person, CAST(NULL AS bigint) AS standin,"
    f" {later('m.valid_from', 'p.active_from')} AS begins, {earlier('m.valid_until', 'p.left_on')} AS ends"
    " FROM governance_membership m JOIN organisation_person p ON p.id = m.person_id WHERE m.acts AND {where}"
)
# The person need not be active: a deputy bridges a vacancy.
_DEPUTIES = (
    "SELECT x.party, x.person, x.standin,"
    f" {later('x.begins', 'q.active_from')} AS begins, {earlier('x.ends', 'q.left_on')} AS ends"
    " FROM (SELECT m.party_id AS party, m.person_id AS person, d.by_id AS standin,"
    f" {later('m.valid_from', 'd.valid_from')} AS begins, {earlier('m.valid_until', 'd.valid_until')} AS ends"
    " FROM governance_membership m JOIN organisation_deputyship d ON d.acting_for_id = m.person_id"
    " WHERE m.acts AND {where}) x JOIN organisation_person q ON q.id = x.standin"
)


def rebuild_acting() -> int:
    """All rows anew; how many."""
    write("DELETE FROM governance_acting")
    return _insert(_THEMSELVES, "1 = 1") + _insert(_DEPUTIES, "1 = 1")


def refresh_acting(people: Collection[int], parties: Collection[int]) -> None:
    """Who acts where one of these people or parties is concerned."""
    replaced = Deputyship.objects.filter(by__in=people).values_list("acting_for", flat=True) if people else ()
    acting = {*people, *replaced}
    for column, numbers in (("person_id", acting), ("standin_id", people), ("party_id", parties)):
        if numbers:
            write(f"DELETE FROM governance_acting WHERE {one_of(column, numbers)}")
    tied = either(("m.person_id", acting), ("m.party_id", parties))
    _insert(_THEMSELVES, tied)
    _insert(_DEPUTIES, tied)


def _insert(piece: str, where: str) -> int:
    found = piece.replace("{where}", where)
    held = "t.begins IS NULL OR t.ends IS NULL OR t.begins < t.ends"
    return write(
        f"INSERT INTO governance_acting ({_COLUMNS})"
        f" SELECT t.party, t.person, t.standin, t.begins, t.ends FROM ({found}) t WHERE {held}"
    )
