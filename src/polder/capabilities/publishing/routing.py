"""A change brought up to a moment: clocks that ended, and the matrix as it has become (P6, P7).

`settle` is called by every operation on the change before it asks anything, and by the worker for whatever is due; it
follows from how things are, so that a missed run loses nothing and a second one repeats nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from polder.capabilities.notifications import notices
from polder.capabilities.publishing import readings
from polder.capabilities.publishing.models import Change, Page, Request, Waiting
from polder.capabilities.publishing.route import clocks, people
from polder.governance.facts import AspectKey, PartyKey, PersonKey
from polder.governance.resolution import Reading
from polder.ground.ledger import acts
from polder.ground.organisation.models import Party, Person

CONSULT, APPROVE = "consult", "approve"
ON_THE_WAY = (Change.State.CONSULTING, Change.State.APPROVING)


@dataclass(slots=True)
class Route:
    """A change with what is asked about it again and again."""

    change: Change
    page: Page
    reading: Reading
    calendar: clocks.Calendar
    added: frozenset[PartyKey] = frozenset()  # asked about this change alone, whatever the matrix says

    @property
    def aspect(self) -> AspectKey:
        return AspectKey(self.page.aspect.key)  # type: ignore[union-attr]  # whatever has a change has an aspect

    def authors(self) -> list[PersonKey]:
        return [PersonKey(key) for key in self.change.authors.values_list("person__key", flat=True)]

    def when_ends(self, which: int) -> datetime | None:
        """When the clock of the reminder (0), of deputies (1) or of the next A up (2) ends; None while none runs."""
        since = self.change.approving_since
        days = clocks.approve_days(self.reading, self.aspect)
        return None if since is None else self.calendar.after(since, days[which])

    def ended(self, which: int, at: datetime) -> bool:
        """Has that clock ended?"""
        ends = self.when_ends(which)
        return ends is not None and at >= ends

    def approvers(self, at: datetime) -> people.People:
        deputies, next_up = self.ended(1, at), self.ended(2, at)
        return people.approvers(self.reading, self.aspect, self.authors(), at, deputies=deputies, next_up=next_up)


def route_of(change: Change) -> Route:
    """With the matrix as it is now."""
    page = change.page
    parties = dict(change.additions.filter(withdrawn_at=None).values_list("party_id", "party__ref"))
    added = frozenset(map(PartyKey, parties.values()))
    return Route(change, page, readings.around(page.aspect, parties), readings.calendar(), added)  # type: ignore[arg-type]


def open_change(page: Page) -> Change | None:
    """What is being done to the page, locked until the act ends; None when nothing is."""
    return Change.objects.select_for_update(of=("self",)).filter(page=page, closed_at=None).first()


def wanted(route: Route, at: datetime, *, minor: bool) -> dict[PartyKey, people.People]:
    """Who is to be asked: the C's unless the change is minor (P5), and who was added for this change."""
    authors = route.authors()
    found = {} if minor else people.asked(route.reading, route.aspect, authors, at)
    for party in route.added:
        able = people.members(route.reading, party, at).difference(authors)
        if able:
            found[party] = able
    return found


def begin_round(route: Route, at: datetime) -> None:
    """A new round: everybody who is to be asked is, or the approval begins when there is nobody."""
    change = route.change
    change.round += 1
    change.approving_since = change.publish_at = change.approver = None
    change.claimed_by = change.claimed_at = None
    asked = wanted(route, at, minor=change.minor)
    _ask(route, asked, at)
    _enter(change, Change.State.CONSULTING if asked else Change.State.APPROVING, at)
    _wait(route, at)


def stop(change: Change, state: Change.State, at: datetime) -> None:
    """Nobody is waited for any more."""
    change.state, change.approving_since, change.next_at = state, None, None
    change.claimed_by = change.claimed_at = None
    change.settled_at, change.settled_version = at, acts.matrix_version()
    change.save()
    change.waiting.all().delete()


def answered(route: Route, person: Person, at: datetime) -> bool:
    """P2: the person's answer counts for every asked party they belong to. False when none of them waits for it."""
    change = route.change
    open_now = [request for request in _requests(change) if request.runs(at)]
    key = PersonKey(person.key)
    mine = [request for request in open_now if key in _who_can(route, request, at)]
    if not mine:
        return False
    Request.objects.filter(pk__in=[request.pk for request in mine]).update(answered_at=at)
    return True


def go_on(route: Route, at: datetime) -> None:
    """After an answer: to the approval when nobody is waited for any more."""
    if not any(request.runs(at) for request in _requests(route.change)):
        _enter(route.change, Change.State.APPROVING, at)
    _wait(route, at)


def ask_more(change: Change, at: datetime) -> None:
    """Somebody was added or taken off while the change is on its way: ask who is to be asked now and was not yet.

    From an approval it goes back to being advised on; when nobody is waited for any more it is to be approved.
    """
    route = route_of(change)
    _reconsult(route, at)
    waits = any(request.runs(at) for request in _requests(change))
    if waits and change.state == Change.State.APPROVING:
        change.claimed_by = change.claimed_at = None
        _enter(change, Change.State.CONSULTING, at)
    elif not waits and change.state == Change.State.CONSULTING:
        _enter(change, Change.State.APPROVING, at)
    _wait(route, at)


def settle(change: Change, until: datetime) -> list[tuple[datetime, set[int]]]:
    """Follow time and matrix up to and including `until`. Gives who lost a request to the matrix (P7), and when."""
    lost: list[tuple[datetime, set[int]]] = []
    if change.state not in ON_THE_WAY:
        return lost
    route = route_of(change)
    while change.next_at is not None and change.next_at <= until and change.state in ON_THE_WAY:
        at = max(change.next_at, change.settled_at)
        lost.append((at, _resolve(route, at)))
    if change.state in ON_THE_WAY and change.settled_version != acts.matrix_version():
        lost.append((until, _resolve(route, max(until, change.settled_at))))
    return [(at, numbers) for at, numbers in lost if numbers]


def due(until: datetime) -> Collection[Change]:
    """Changes in which something happens by itself up to `until`, or whose matrix has changed since."""
    behind = Q(next_at__lte=until) | ~Q(settled_version=acts.matrix_version())
    found = Change.objects.filter(behind, closed_at=None, state__in=ON_THE_WAY)
    return list(found.select_related("page__aspect").order_by("next_at", "pk"))


def _resolve(route: Route, at: datetime) -> set[int]:
    """One moment. Numbers of the active people who lost an open request to the matrix."""
    change, state = route.change, route.change.state
    before = set(change.waiting.values_list("person__key", flat=True))
    by_clock: set[str] = set()
    if state == Change.State.CONSULTING:
        by_clock = _reconsult(route, at)
        if not any(request.runs(at) for request in _requests(change)):
            _enter(change, Change.State.APPROVING, at)
    now = _wait(route, at)
    still = now if change.state == state else set()
    gone = before - still - by_clock
    # Asked by name: who lost the letter may stand behind none here any more, and be unknown to the reading.
    return set(Person.objects.active(at).filter(key__in=gone).values_list("pk", flat=True)) if gone else set()


def _reconsult(route: Route, at: datetime) -> set[str]:
    """P7 while advice is asked: withdraw from parties that lost the letter, ask those that got it. Gives the people
    whose clock ended now. Who was added for this change holds no letter to lose."""
    change = route.change
    to_ask = wanted(route, at, minor=change.minor)
    known: set[str] = set()
    by_clock: set[str] = set()
    for request in _requests(change):
        ref = PartyKey(request.party.ref)
        if request.withdrawn_at is not None:
            continue
        known.add(ref)
        if request.answered_at is not None:
            continue
        if at >= request.ends_at:
            by_clock |= people.members(route.reading, ref, at)
        elif ref not in to_ask:
            known.discard(ref)
            request.withdrawn_at = at
            request.save(update_fields=["withdrawn_at"])
    _ask(route, {party: them for party, them in to_ask.items() if party not in known}, at)
    return by_clock


def _ask(route: Route, asked: dict[PartyKey, people.People], at: datetime) -> None:
    ends = route.calendar.after(at, clocks.consult_days(route.reading, route.aspect))
    numbers = dict(Party.objects.filter(ref__in=asked).values_list("ref", "pk"))
    change = route.change
    Request.objects.bulk_create(
        [
            Request(change=change, round=change.round, party_id=numbers[party], asked_at=at, ends_at=ends)
            for party in sorted(asked)
        ]
    )


def _enter(change: Change, state: Change.State, at: datetime) -> None:
    change.state = state
    change.approving_since = at if state == Change.State.APPROVING else None


def _requests(change: Change) -> list[Request]:
    return list(change.requests.filter(round=change.round).select_related("party"))


def _who_can(route: Route, request: Request, at: datetime) -> people.People:
    return people.members(route.reading, PartyKey(request.party.ref), at) - set(route.authors())


def _wait(route: Route, at: datetime) -> set[str]:
    """Write down who is waited for from `at` on, and when to look again. Gives their keys."""
    change = route.change
    kind, now = APPROVE, set[str]()
    if change.state == Change.State.CONSULTING:
        kind = CONSULT
        for request in _requests(change):
            if request.runs(at):
                now |= _who_can(route, request, at)
    elif change.state == Change.State.APPROVING:
        now |= route.approvers(at)
    _write_waiting(change, kind, now, at)
    if change.state == Change.State.APPROVING and route.ended(0, at):
        _remind(route, at)
    change.next_at = _next(route, at)
    change.settled_at, change.settled_version = at, acts.matrix_version()
    change.save()
    return now


def _write_waiting(change: Change, kind: str, keys: set[str], at: datetime) -> None:
    change.waiting.exclude(kind=kind, person__key__in=keys).delete()
    there = set(change.waiting.values_list("person__key", flat=True))
    new = list(Person.objects.filter(key__in=keys - there).values_list("pk", flat=True))
    Waiting.objects.bulk_create([Waiting(change=change, person_id=number, kind=kind, since=at) for number in new])
    notices.tell(new, kind, thing=f"page:{change.page_id}", event_at=at, key=f"{change.pk}:{change.round}")


def _remind(route: Route, at: datetime) -> None:
    """P6: whoever has been asked since before the first clock ended is told once more."""
    change, ended = route.change, route.when_ends(0)
    asked = change.waiting.filter(kind=APPROVE, since__lt=ended).values_list("person", flat=True)
    key = f"{change.pk}:{change.round}:again"
    notices.tell(list(asked), APPROVE, thing=f"page:{change.page_id}", event_at=at, key=key)


def _next(route: Route, at: datetime) -> datetime | None:
    change = route.change
    if change.state not in ON_THE_WAY:
        return None
    moments = set(clocks.turns(route.reading.facts))
    moments.update(request.ends_at for request in _requests(change) if request.runs(at))
    moments.update(end for which in range(3) if (end := route.when_ends(which)) is not None)
    return min((moment for moment in moments if moment > at), default=None)
