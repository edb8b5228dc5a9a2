"""When something was last done under a letter: the ledger's events, each with its mandate, followed step by step.

An event says by which assignment somebody acted; one of the matrix says from which aspect the right to assign came.
`Use` keeps the last of them, so that findings cost one query however long the ledger is.
"""

import json
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from polder.governance.facts import Assignment
from polder.governance.models import Aspect, Use, UsesRead
from polder.governance.models import Assignment as Row
from polder.ground.ledger.models import Event

_STEP: Final = 2_000  # events at a time

_NOW: Final = datetime(9999, 1, 1, tzinfo=UTC)

type Letter = tuple[int, str, str, int]  # aspect, facet, letter, party


def follow() -> int:
    """Look at what was recorded since the last time; how many events. A missed run loses nothing."""
    seen = 0
    while step := _follow_step():
        seen += step
    return seen


@transaction.atomic
def _follow_step() -> int:
    cursor, _made = UsesRead.objects.select_for_update().get_or_create(pk=1)
    rows = Event.objects.filter(number__gt=cursor.number).order_by("number")
    events = list(rows.values_list("number", "at", "kind", "thing", "mandate")[:_STEP])
    if not events:
        return 0
    given: dict[int, datetime] = {}
    acted: dict[int, datetime] = {}
    assigned: dict[str, datetime] = {}
    for _number, at, kind, thing, mandate in events:
        if kind == "assignment.added":
            given[int(thing.partition(":")[2])] = at
        by: dict[str, Any] = json.loads(mandate)
        if isinstance(by.get("assignment"), int):
            acted[by["assignment"]] = at
        elif by.get("power") == "assign" and isinstance(by.get("aspect"), str):
            assigned[by["aspect"]] = at
    _keep(given, acted | _of_the_matrix(assigned, acted))
    cursor.number = events[-1][0]
    cursor.save()
    return len(events)


def _of_the_matrix(assigned: dict[str, datetime], acted: dict[int, datetime]) -> dict[int, datetime]:
    """Whoever sets letters does so as the A of the aspect named, or of one above it: these count as used."""
    found: dict[int, datetime] = {}
    for key, path in Aspect.objects.filter(key__in=assigned).values_list("key", "path"):
        line = [int(number) for number in path.strip("/").split("/")]
        for number in Row.objects.filter(aspect__in=line, letter="A").values_list("pk", flat=True):
            moments = [moment for moment in (assigned[key], acted.get(number), found.get(number)) if moment is not None]
            found[number] = max(moments)
    return found


def _keep(given: dict[int, datetime], acted: dict[int, datetime]) -> None:
    rows = Row.objects.filter(pk__in={*given, *acted}, letter__in="RA")
    letters: dict[int, Letter] = {
        number: (aspect, facet, letter, party)
        for number, aspect, facet, letter, party in rows.values_list("pk", "aspect_id", "facet", "letter", "party_id")
    }
    known = {_letter_of(use): use for use in Use.objects.filter(aspect__in={each[0] for each in letters.values()})}
    new: dict[Letter, Use] = {}
    changed: set[Letter] = set()
    for number, letter in letters.items():
        use = known.get(letter) or new.get(letter)
        first, last = given.get(number), acted.get(number)
        if use is None:
            aspect, facet, which, party = letter
            moment = first or last
            assert moment is not None  # noqa: S101  # its number came from one of the two
            use = new[letter] = Use(aspect_id=aspect, facet=facet, letter=which, party_id=party, given_at=moment)
        if last is not None and (use.last_at is None or last > use.last_at):
            use.last_at = last
            changed.add(letter)
    Use.objects.bulk_create(new.values(), batch_size=500)
    Use.objects.bulk_update([known[each] for each in changed if each in known], ["last_at"], batch_size=500)


def _letter_of(use: Use) -> Letter:
    return use.aspect_id, use.facet, use.letter, use.party_id


def last_activity(aspects: Collection[str] | None = None) -> Callable[[Assignment], datetime | None]:
    """When something was last done under an assignment, or else since when it is kept track of. One query.

    What nobody has kept track of yet counts as used now: its year begins with the next look at the ledger.
    """
    rows: Iterable[tuple[Any, ...]] = (
        Use.objects.filter(Q() if aspects is None else Q(aspect__key__in=aspects))
        .order_by()
        .values_list("aspect__key", "facet", "letter", "party__ref", "given_at", "last_at")
    )
    found: dict[tuple[str, str, str, str], datetime] = {
        (key, facet, letter, ref): last or given for key, facet, letter, ref, given, last in rows
    }

    def of(assignment: Assignment) -> datetime | None:
        return found.get((assignment.aspect, assignment.facet, assignment.letter, assignment.party), _NOW)

    return of
