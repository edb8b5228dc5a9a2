"""Reading change sets and broken glasses: what is under way, who is waited for, by which decision a letter came."""

import json
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from polder.base.validity import valid_at
from polder.governance import store
from polder.governance.changes import Assign, ChangeAspect, ChangeError, CreateAspect, MatrixLine, Unassign
from polder.governance.changes.documents import read_lines
from polder.governance.judgement import judge
from polder.governance.models import ChangeSet, Glass
from polder.governance.resolution import Reading, who_may
from polder.ground.ledger.models import Event, Mention
from polder.ground.organisation.models import Person

State = ChangeSet.State
UNDER_WAY = (State.DRAFT, State.PROPOSED, State.PLANNED)


def open_draft(person: Person) -> ChangeSet | None:
    """The draft that the person worked on last: where changes of cells collect. One query."""
    return ChangeSet.objects.filter(author=person, state=State.DRAFT).order_by("-made_at", "-pk").first()


def lines_of(change_set: ChangeSet) -> tuple[MatrixLine, ...]:
    """Its lines, read. Raises Invalid."""
    return read_lines(change_set.lines, ZoneInfo(store.reading_now().facts.zone))


def aspects_of(lines: Iterable[MatrixLine]) -> set[str]:
    """Keys of the aspects that the lines are about."""
    found: set[str] = set()
    for line in lines:
        if isinstance(line, Assign | Unassign | ChangeAspect):
            found.add(line.aspect)
        elif isinstance(line, CreateAspect):
            found.add(line.aspect.key)
    return found


def touching(aspect: str) -> list[ChangeSet]:
    """Change sets under way that are about the aspect, newest first. Two queries."""
    under_way = ChangeSet.objects.filter(state__in=UNDER_WAY).select_related("author")
    return [each for each in under_way if aspect in aspects_of(lines_of(each))]


def waiting_for(person: Person, at: datetime) -> list[ChangeSet]:
    """Proposals that the person may apply now, the longest waiting first; their own only where G14 allows it."""
    proposed = ChangeSet.objects.filter(state=State.PROPOSED).select_related("author").order_by("made_at")
    reading = store.reading_now()
    return [each for each in proposed if may_apply(each, person, at, reading=reading)]


def may_apply(change_set: ChangeSet, person: Person, at: datetime, *, reading: Reading | None = None) -> bool:
    """Would the gate let the person apply it now? For showing; the operation asks again."""
    return why_not(change_set, person, at, reading=reading) is None


def why_not(
    change_set: ChangeSet, person: Person, at: datetime, *, reading: Reading | None = None
) -> ChangeError | None:
    """The first reason for which the person could not apply it at `at`; None when they could."""
    organisation = reading or store.reading_now()
    lines = read_lines(change_set.lines, ZoneInfo(organisation.facts.zone))
    try:
        judge(organisation, lines, by=person.key, at=at)
    except ChangeError as error:
        return error
    return None


def who_could_apply(change_set: ChangeSet, at: datetime, *, most: int = 5) -> list[Person]:
    """People who may apply it now, at most `most`: those who may assign on all it is about are tried, by key."""
    reading = store.reading_now()
    lines = read_lines(change_set.lines, ZoneInfo(reading.facts.zone))
    candidates = _who_assign(reading, lines, at)
    able = []
    for key in sorted(candidates):
        try:
            judge(reading, lines, by=key, at=at)
        except ChangeError:
            continue
        able.append(key)
        if len(able) == most:
            break
    people = {person.key: person for person in Person.objects.filter(key__in=able)}
    return [people[key] for key in able]


def _who_assign(reading: Reading, lines: Iterable[MatrixLine], at: datetime) -> set[str]:
    """Everyone with `assign` on the line of the first aspect that is there already: whoever may make all is among them."""
    for line in lines:
        keys = aspects_of([line])
        if isinstance(line, CreateAspect) and line.aspect.parent is not None:
            keys = {line.aspect.parent}
        for key in keys & reading.facts.aspects.keys():
            return {
                holder.person
                for above in reading.line(reading.facts.aspects[key].key)  # type: ignore[index]  # a key that is there
                for facet in ("content", "design", "technology")
                for holder in who_may(reading, "assign", above, facet, at)
            }
    return set()


def decisions(named: Iterable[str | None]) -> dict[str, ChangeSet]:
    """The change sets behind assignments, by what `Assignment.decision` says (`change_set:12`). One query."""
    numbers = {int(each.partition(":")[2]): each for each in named if each}
    found = ChangeSet.objects.filter(pk__in=numbers).select_related("author", "decided_by")
    return {numbers[row.pk]: row for row in found}


def listed(person: Person) -> QuerySet[ChangeSet]:
    """What a person may see of change sets: their own drafts, and everybody's once proposed. Newest first."""
    seen = ChangeSet.objects.filter(Q(author=person) | ~Q(state=State.DRAFT))
    return seen.select_related("author", "decided_by").defer("reading")


def glass_notices_for(person: Person, at: datetime) -> list[Glass]:
    """Glasses that the person was told about (G15), newest first; they stay, also when they are over. Three queries."""
    told = Mention.objects.filter(subject=f"person:{person.pk}", event__kind="glass.broken").values("event")
    events = Event.objects.filter(number__in=told).exclude(at__gt=at)
    numbers = [
        int(event.thing.partition(":")[2]) for event in events if person.pk in json.loads(event.data).get("told", ())
    ]
    found = Glass.objects.filter(pk__in=numbers).select_related("person", "aspect")
    return list(found.order_by("-valid_from", "-pk"))


def glasses_to_know(person: Person, at: datetime) -> list[Glass]:
    """Of these, the glasses that are broken now. One query while none is."""
    if not glasses_now(at):
        return []
    return [glass for glass in glass_notices_for(person, at) if glass.holds(at)]


def glasses_now(at: datetime) -> list[Glass]:
    """Every glass that is broken at `at`."""
    return list(Glass.objects.filter(valid_at(at)).select_related("person", "aspect"))
