"""The way of a change in names and clocks: who was and will be asked, who approves, who is told. For the route's screen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from polder.capabilities.publishing import readings
from polder.capabilities.publishing.models import Addition, Advice, Change, Page
from polder.capabilities.publishing.route import clocks, people
from polder.governance.facts import AspectKey, PartyKey, PersonKey
from polder.governance.grid import party_name
from polder.governance.resolution import Reading
from polder.ground.organisation.models import Person

SHOWN = 4  # people named before “and n more”


@dataclass(frozen=True, slots=True)
class Party:
    """A party that is asked or told: its name, some of its people, and how many more."""

    name: str
    people: tuple[str, ...]
    more: int
    until: datetime | None = None
    answered: bool = False
    ended: bool = False
    added_by: str = ""  # asked about this change alone, by whom
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """What the screen shows. Names of people, moments of clocks."""

    writers: tuple[str, ...]
    asked: tuple[Party, ...]
    asked_until: datetime | None
    approvers: tuple[str, ...]
    reminded_at: datetime | None
    deputies_at: datetime | None
    next_up_at: datetime | None
    next_up: tuple[str, ...]
    told: int
    told_parties: tuple[str, ...]
    four_eyes: bool
    barred: tuple[str, ...]


def way(page: Page, change: Change | None, at: datetime, *, writing: Person | None = None) -> Way:
    """Of the change as it is, or of one that would be submitted now. No change is written. About thirty queries.

    `writing` counts as an author already: four eyes is said before, not after.
    """
    aspect = page.aspect
    if aspect is None:
        raise ValueError(f"{page} has no aspect, so no change to it has a way to go.")
    added = [] if change is None else list(change.additions.select_related("party", "by"))
    reading = readings.around(aspect, [row.party_id for row in added])
    calendar, key = readings.calendar(), AspectKey(aspect.key)
    authors = [] if change is None else [PersonKey(k) for k in change.authors.values_list("person__key", flat=True)]
    if writing is not None and writing.key not in authors:
        authors.append(PersonKey(writing.key))
    asked, until = _asked(reading, calendar, key, change, authors, at, added)
    begins = until or at
    if change is not None and change.approving_since is not None:
        begins = change.approving_since
    remind, deputies, next_up = (calendar.after(begins, days) for days in clocks.approve_days(reading, key))
    late = people.may_as_next_up(reading, key, authors, at)
    four_eyes = reading.four_eyes(key)
    return Way(
        writers=_names(reading, authors),
        asked=asked,
        asked_until=until,
        approvers=_names(
            reading, people.approvers(reading, key, authors, at, deputies=at >= deputies, next_up=at >= next_up)
        ),
        reminded_at=remind,
        deputies_at=deputies,
        next_up_at=next_up,
        next_up=() if late is None else _names(reading, late[0].acting),
        told=len(people.told(reading, key, (), None, at)),
        told_parties=tuple(party_name(reading, party) for party in sorted(people.parties(reading, key, "I", at))),
        four_eyes=four_eyes,
        barred=_names(reading, authors) if four_eyes else (),
    )


def _asked(
    reading: Reading,
    calendar: clocks.Calendar,
    aspect: AspectKey,
    change: Change | None,
    authors: Sequence[PersonKey],
    at: datetime,
    added: Sequence[Addition],
) -> tuple[tuple[Party, ...], datetime | None]:
    added_by = {PartyKey(row.party.ref): row.by.name for row in added}
    if change is None or change.state in {Change.State.DRAFT, Change.State.RETURNED}:
        until = calendar.after(at, clocks.consult_days(reading, aspect))
        would = people.asked(reading, aspect, authors, at)
        for row in added:
            if row.withdrawn_at is None:
                party = PartyKey(row.party.ref)
                would[party] = people.members(reading, party, at).difference(authors)
        return tuple(
            _party(reading, party, them, until=until, added_by=added_by.get(party, ""))
            for party, them in sorted(would.items())
        ), until if would else None
    rows = list(change.requests.filter(round=change.round, withdrawn_at=None).select_related("party"))
    found = tuple(
        _party(
            reading, PartyKey(row.party.ref), people.members(reading, PartyKey(row.party.ref), at) - set(authors),
            until=row.ends_at, answered=row.answered_at is not None, ended=at >= row.ends_at,
            added_by=added_by.get(PartyKey(row.party.ref), ""),
        )
        for row in rows
    )  # fmt: skip
    return found, max((row.ends_at for row in rows), default=None)


def _party(
    reading: Reading,
    party: PartyKey,
    them: people.People,
    *,
    until: datetime,
    answered: bool = False,
    ended: bool = False,
    added_by: str = "",
) -> Party:
    names = _names(reading, them)
    more = max(0, len(names) - SHOWN)
    return Party(party_name(reading, party), names[:SHOWN], more, until, answered, ended, added_by, str(party))


def _names(reading: Reading, keys: Iterable[PersonKey]) -> tuple[str, ...]:
    known = reading.facts.people
    return tuple(sorted(known[key].name for key in keys if key in known))


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stayed (`same`), came (`new`) or went (`old`)."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Lines that changed, each as pieces; `same` counts those that did not."""

    lines: tuple[tuple[Piece, ...], ...]
    same: int


def compared(before: str, after: str) -> Comparison:
    """What changed between two texts, line by line and within a line word by word."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[tuple[Piece, ...]] = []
    same = 0
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            same += i2 - i1
            continue
        for number in range(max(i2 - i1, j2 - j1)):
            was = old[i1 + number] if i1 + number < i2 else ""
            now = new[j1 + number] if j1 + number < j2 else ""
            lines.append(tuple(_pieces(was, now)))
    return Comparison(tuple(lines), same)


def _pieces(was: str, now: str) -> Iterable[Piece]:
    old, new = was.split(), now.split()
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", " ".join(old[i1:i2]))
            continue
        if i2 > i1:
            yield Piece("old", " ".join(old[i1:i2]))
        if j2 > j1:
            yield Piece("new", " ".join(new[j1:j2]))


def advice_of(change: Change | None) -> list[Advice]:
    """Everything advised on the change, in order, with who advised and who answered."""
    return [] if change is None else list(change.advice.select_related("person", "answered_by"))


def route_open(page: Page) -> Change | None:
    """The change under way, to look at."""
    return Change.objects.filter(page=page, closed_at=None).select_related("claimed_by", "approver").first()


__all__ = ["Comparison", "Party", "Piece", "Way", "advice_of", "compared", "route_open", "way"]
