"""What a load did to which thing, and the events that say so (L1): numbers and facts, never names or texts."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from polder.governance.models import Aspect, Assignment
from polder.ground.ledger import acts
from polder.ground.organisation.models import Body, Deputyship, Holding, Party, Person, Seat, Unit
from polder.ground.organisation.operations import editing, spans

type Row = Any  # one of the models of the organisation or the matrix
type Was = dict[str, list[Any]]  # field -> [was, is]


@dataclass(frozen=True, slots=True)
class Told:
    """What an event says of one thing: facts, further subjects whose timeline shows it, and the aspect it is under."""

    data: Mapping[str, Any]
    about: tuple[str, ...] = ()
    aspect: int | None = None


class Notes:
    """Collects what happens to things while a load goes on."""

    def __init__(self) -> None:
        self._added: list[tuple[str, Row]] = []
        self._changed: dict[tuple[str, int], tuple[Row, Was]] = {}
        self._removed: list[tuple[str, int, Told]] = []
        self._new: set[tuple[str, int]] = set()

    def added(self, noun: str, rows: Iterable[Row]) -> None:
        """The rows were made; whatever is still set on them belongs to that."""
        for row in rows:
            self._added.append((noun, row))
            self._new.add((noun, row.pk))

    def changed(self, noun: str, row: Row, was: Was) -> None:
        """Fields of a row changed."""
        if (noun, row.pk) not in self._new:
            self._changed.setdefault((noun, row.pk), (row, {}))[1].update(was)

    def removed(self, noun: str, rows: Iterable[Row]) -> None:
        """The rows are about to go."""
        self._removed.extend((noun, row.pk, _told(noun, row)) for row in rows)

    def counts(self) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """How many of each kind were added, changed and removed."""
        return (
            Counter(noun for noun, _ in self._added),
            Counter(noun for noun, _ in self._changed),
            Counter(noun for noun, _, _ in self._removed),
        )

    def record(self, *, by: Person | None, at: datetime, mandate: Mapping[str, Any]) -> None:
        """One event for each thing that was added, changed, ended or removed. Inside an act."""

        def one(kind: str, noun: str, number: int, told: Told, data: Mapping[str, Any]) -> None:
            acts.record(
                f"{noun}.{kind}",
                thing=f"{noun}:{number}",
                by=by.pk if by else None,
                at=at,
                aspect=told.aspect,
                mandate=mandate,
                data=data,
                about=told.about,
            )

        for noun, number, told in self._removed:
            one("removed", noun, number, told, told.data)
        for noun, row in self._added:
            told = _told(noun, row)
            one("added", noun, row.pk, told, told.data)
        for (noun, number), (row, was) in self._changed.items():
            ended = was.keys() == {"valid_until"} and row.valid_until is not None
            one("ended" if ended else "changed", noun, number, _told(noun, row), editing.facts(row, was))


def _told(noun: str, row: Row) -> Told:
    return _TELLING[noun](row)


def _named(**numbers: tuple[str, int | None]) -> dict[str, str]:
    """`head=("person", 7)` is `{"head": "person:7"}`; without a number nothing is said."""
    return {name: f"{kind}:{number}" for name, (kind, number) in numbers.items() if number is not None}


def _tell(data: Mapping[str, Any], links: Mapping[str, str], aspect: int | None = None) -> Told:
    return Told({**data, **links}, tuple(links.values()), aspect)


def _person(row: Person) -> Told:
    times = {"active_from": _iso(row.active_from), "left_on": _iso(row.left_on)}
    links = _named(unit=("unit", row.unit_id), sponsor=("person", row.sponsor_id))
    return _tell({"kind": row.kind, "operator": row.operator, **times}, links)


def _unit(row: Unit) -> Told:
    return _tell({}, _named(parent=("unit", row.parent_id), head=("person", row.head_id)))


def _body(row: Body) -> Told:
    data = {"kind": row.kind, "acts_by": row.acts_by, **spans.facts(row.valid_from, row.valid_until)}
    return _tell(data, _named(parent=("body", row.parent_id)))


def _holding(row: Holding) -> Told:
    links = _named(role=("role", row.role_id), person=("person", row.person_id))
    return _tell(spans.facts(row.valid_from, row.valid_until), links)


def _seat(row: Seat) -> Told:
    links = _named(body=("body", row.body_id), person=("person", row.person_id), alternate=("person", row.alternate_id))
    return _tell({"seat": row.seat, **spans.facts(row.valid_from, row.valid_until)}, links)


def _deputyship(row: Deputyship) -> Told:
    links = {"for": f"person:{row.acting_for_id}", "by": f"person:{row.by_id}"}
    return _tell(spans.facts(row.valid_from, row.valid_until), links)


def _aspect(row: Aspect) -> Told:
    settings = {"inherits": row.inherits, "four_eyes": row.four_eyes}
    return _tell(settings, _named(parent=("aspect", row.parent_id), guardian=("body", row.guardian_id)), row.pk)


def _assignment(row: Assignment) -> Told:
    data = {"letter": row.letter, "facet": row.facet, **spans.facts(row.valid_from, row.valid_until)}
    return _tell(data, {"party": party_subject(row.party)}, row.aspect_id)


def party_subject(party: Party) -> str:
    """A party as the ledger writes it: `unit:3`, by the number of the unit."""
    return f"{party.kind}:{getattr(party, f'{party.kind}_id')}"


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()


_TELLING: dict[str, Callable[[Any], Told]] = {
    "person": _person,
    "unit": _unit,
    "role": lambda _: Told({}),
    "holding": _holding,
    "body": _body,
    "seat": _seat,
    "deputyship": _deputyship,
    "aspect": _aspect,
    "assignment": _assignment,
}
