"""Does the quick index answer as the rules do, on live data (`polder mandate verify`)?

First the answers: everyone who has a power somewhere, by both, at moments where something begins or ends. Then the
tables: made anew they must be what they are; that finds also what no question of the first part came by.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models as db
from django.db import transaction

from polder.governance import index, store
from polder.governance.facts import FACETS, POWERS, Facts
from polder.governance.models import Acting, Aspect, Membership, Standing
from polder.governance.organisation_file import written
from polder.governance.resolution import Reading, who_may

_MOMENTS = 2  # besides now: the nearest before or after it
_COLUMNS = {
    Membership: ("person__key", "party__ref", "does", "asked", "acts", "valid_from", "valid_until"),
    Acting: ("party__ref", "person__key", "standin__key", "valid_from", "valid_until"),
    Standing: ("aspect__key", "facet", "letter", "party__ref", "assignment", "distance", "valid_from", "valid_until"),
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`difference` is the first that was found, as a sentence; empty when there is none."""

    lists: int
    rows: int
    difference: str = ""


class _TakeBackError(Exception):
    """Ends a transaction of which nothing is to stay."""


def verify(*, at: datetime, most: int | None, progress: Callable[[int, int], None] | None = None) -> Verdict:
    """Compare index and rules around `at`. `most` limits how many lists are compared, spread evenly; None: all.

    The tables are made anew in a transaction that is taken back: others wait with their changes meanwhile.
    """
    reading = store.reading_now()
    questions = list(_questions(reading.facts, at))
    step = 1 if most is None else max(1, -(-len(questions) // most))
    aspects = dict(Aspect.objects.values_list("key", "pk"))
    asked = questions[::step]
    for number, (aspect, facet, power, moment) in enumerate(asked, start=1):
        difference = _differs(reading, aspect, aspects.get(aspect, 0), facet, power, moment)
        if difference:
            return Verdict(number, 0, difference)
        if progress is not None:
            progress(number, len(asked))
    rows, difference = _tables()
    return Verdict(len(asked), rows, difference)


def _questions(facts: Facts, at: datetime) -> Iterator[tuple[str, str, str, datetime]]:
    for moment in _moments(facts, at):
        for aspect in facts.aspects:
            for facet in FACETS:
                for power in POWERS:
                    yield aspect, facet, power, moment


def _moments(facts: Facts, at: datetime) -> list[datetime]:
    """`at`, and the nearest moments at which something begins or ends."""
    spans: list[Any] = [*facts.assignments, *facts.deputyships, *facts.glasses]
    spans += [held for role in facts.roles.values() for held in role.holders]
    spans += [each for body in facts.bodies.values() for each in (body, *body.seats)]
    turns = {turn for span in spans for turn in (span.valid_from, span.valid_until) if turn is not None}
    turns |= {turn for who in facts.people.values() for turn in (who.active_from, who.left_on) if turn is not None}
    return [at, *sorted(turns - {at}, key=lambda turn: abs(turn - at))[:_MOMENTS]]


def _differs(reading: Reading, aspect: str, number: int, facet: str, power: str, at: datetime) -> str:
    by_rules = {
        holder.person: (holder.code, holder.acting_for) for holder in who_may(reading, power, aspect, facet, at)
    }
    by_index = {
        able.person.key: (able.code, able.acting_for.key if able.acting_for else None)
        for able in index.people_who(power, number, facet, at=at)
    }
    for person in sorted(by_rules.keys() | by_index.keys()):
        rules, quick = by_rules.get(person), by_index.get(person)  # type: ignore[call-overload]  # keys of people in both
        if rules != quick:
            when = written(at, store.zone(reading.facts))
            what = f"{person}, {power} on {aspect} ({facet}) at {when}"
            return f"{what}: the rules say {_said(rules)}, the index says {_said(quick)}."
    return ""


def _said(answer: tuple[str, str | None] | None) -> str:
    if answer is None:
        return "no"
    code, acting_for = answer
    return f"yes ({code} for {acting_for})" if acting_for else f"yes ({code})"


def _tables() -> tuple[int, str]:
    """How many rows the index has, and the first that it has too many or lacks."""
    found: list[tuple[int, str]] = []
    try:
        with transaction.atomic():
            before = {model: _rows(model) for model in _COLUMNS}
            index.rebuild()
            after = {model: _rows(model) for model in _COLUMNS}
            rows = sum(sum(counted.values()) for counted in before.values())
            found.append((rows, next(_drift(before, after), "")))
            raise _TakeBackError
    except _TakeBackError:
        return found[0]


def _rows(model: type[db.Model]) -> Counter[tuple[Any, ...]]:
    return Counter(model._default_manager.order_by().values_list(*_COLUMNS[model]))  # type: ignore[index]  # one of its keys


def _drift(before: dict[Any, Counter[tuple[Any, ...]]], after: dict[Any, Counter[tuple[Any, ...]]]) -> Iterator[str]:
    for model, columns in _COLUMNS.items():
        for word, rows in (("lacks", after[model] - before[model]), ("has too many:", before[model] - after[model])):
            if rows:
                row = min(rows, key=str)
                named = ", ".join(
                    f"{column.partition('__')[0]} {value}" for column, value in zip(columns, row, strict=True)
                )
                yield f"The table {model._meta.model_name} of the index {word} {named}."
