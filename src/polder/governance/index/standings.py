"""`Standing` written: every letter where it reaches (G6, G7).

One recursive statement walks down from the assignments it is given. A reaches everything below; R, C and I stop above
an aspect that does not inherit.
"""

from collections.abc import Collection, Sequence
from itertools import batched

from django.db import transaction

from polder.governance.index.sql import one_of, write
from polder.governance.models import Aspect

_COLUMNS = "aspect_id, facet, letter, party_id, assignment_id, distance, valid_from, valid_until"
_OWN = (
    "SELECT a.aspect_id, a.facet, a.letter, a.party_id, a.id, 0, a.valid_from, a.valid_until"
    " FROM governance_assignment a WHERE {where}"
)
_FROM_PARENT = (
    "SELECT c.id, s.facet, s.letter, s.party_id, s.assignment_id, s.distance + 1, s.valid_from, s.valid_until"
    " FROM governance_aspect c JOIN governance_standing s ON s.aspect_id = c.parent_id"
    " WHERE {where} AND (s.letter = 'A' OR c.inherits)"
)
_DOWN = (
    "SELECT c.id, r.facet, r.letter, r.party_id, r.assignment_id, r.distance + 1, r.valid_from, r.valid_until"
    " FROM reach r JOIN governance_aspect c ON c.parent_id = r.aspect_id WHERE r.letter = 'A' OR c.inherits"
)
_BELOW = (
    "WITH RECURSIVE below(id) AS (SELECT a.id FROM governance_aspect a WHERE {tops}"
    " UNION ALL SELECT c.id FROM below JOIN governance_aspect c ON c.parent_id = below.id) SELECT id FROM below"
)
_BATCH = 2_000


def rebuild_standings() -> int:
    """All rows anew; how many."""
    with transaction.atomic():
        write("DELETE FROM governance_standing")
        return _insert([_OWN.replace("{where}", "1 = 1")])


def refresh_assignments(numbers: Collection[int]) -> None:
    """These assignments wherever they reach, anew; also those that were added, ended or are gone."""
    with transaction.atomic():
        for some in batched(sorted(set(numbers)), _BATCH):
            write(f"DELETE FROM governance_standing WHERE {one_of('assignment_id', some)}")
            _insert([_OWN.replace("{where}", one_of("a.id", some))])


def refresh_aspects(numbers: Collection[int]) -> None:
    """These aspects and all below them, anew: they were made, moved, or inherit differently. Wants their `path`."""
    with transaction.atomic():
        for tops in batched(_outermost(numbers), _BATCH):
            below = _BELOW.replace("{tops}", one_of("a.id", tops))
            write(f"DELETE FROM governance_standing WHERE aspect_id IN ({below})")
            own = f"a.aspect_id IN ({below})"
            _insert([_FROM_PARENT.replace("{where}", one_of("c.id", tops)), _OWN.replace("{where}", own)])


def _insert(seeds: Sequence[str]) -> int:
    reach = f"WITH RECURSIVE reach({_COLUMNS}) AS ({' UNION ALL '.join([*seeds, _DOWN])})"
    return write(f"INSERT INTO governance_standing ({_COLUMNS}) {reach} SELECT {_COLUMNS} FROM reach")


def _outermost(numbers: Collection[int]) -> list[int]:
    """Those that lie below no other: one walk down covers the rest."""
    wanted = set(numbers)
    found = Aspect.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "path")
    return [number for number, path in found if wanted.isdisjoint(map(int, path.strip("/").split("/")[:-1]))]
