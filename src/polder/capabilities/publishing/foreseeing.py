"""What a change of matrix or settings would do to pages and to requests under way (G18, P8). Nothing is written."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polder.capabilities.publishing import readings
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Change, Page, Request
from polder.capabilities.publishing.route import clocks, people
from polder.governance import mandate
from polder.governance.facts import AspectKey, PartyKey, PersonKey
from polder.governance.resolution import Reading
from polder.governance.touching import Question, Touched
from polder.governance.widening import touched

_MONTHS: Final = 6  # named one by one; what comes later is counted together
_PEOPLE: Final = 8


def reviews(question: Question) -> Iterator[Touched]:
    """Pages whose days follow from settings that would be others: when they are looked at, which are late or go at once.

    Two queries.
    """
    before, after = question.before, question.after
    differ = [
        key
        for key in after.facts.aspects
        if key in before.facts.aspects
        and any(before.nearest(key, name) != after.nearest(key, name) for name in ("review_months", "unpublish_after"))
    ]
    if not differ:
        return
    seen = Q() if question.whole else readable(question.by, question.at)
    pages = Page.objects.filter(seen, live=True, binned_at=None, verified_on__isnull=False, aspect__key__in=differ)
    rows = pages.order_by().values_list("aspect__key", "verified_on", "review_on", "gone_on").annotate(n=Count("pk"))
    counted = _Reviews(question, readings.calendar().today(question.at))
    for aspect, verified_on, review_on, gone_on, n in rows:
        counted.add(AspectKey(aspect), verified_on, review_on, gone_on, n)
    yield from counted.say()


@dataclass
class _Reviews:
    """Counts, page after page, what the ladder would do."""

    question: Question
    today: date
    days: Counter[date] = field(default_factory=Counter)
    late: int = 0
    warned: int = 0
    gone: int = 0
    tasks: Counter[PersonKey] = field(default_factory=Counter)
    _known: dict[tuple[int, AspectKey, bool], people.People] = field(default_factory=dict)

    def add(self, aspect: AspectKey, verified: date, was: date | None, was_gone: date | None, n: int) -> None:
        """`n` pages on one aspect with the same days."""
        then = clocks.review_on(self.question.after, aspect, verified)
        gone = clocks.gone_on(self.question.after, aspect, then)
        if then != was:
            self.days[then] += n
        if then < self.today and not (was is not None and was < self.today):
            self.late += n
        if then + clocks.STALE <= self.today and not (was is not None and was + clocks.STALE <= self.today):
            self.warned += n
        if gone is not None and gone <= self.today and not (was_gone is not None and was_gone <= self.today):
            self.gone += n
        asked = self._asked(self.question.after, aspect, then)
        for person in asked - self._asked(self.question.before, aspect, was):
            self.tasks[person] += n

    def _asked(self, reading: Reading, aspect: AspectKey, day: date | None) -> people.People:
        if day is None or day + clocks.AHEAD > self.today:
            return frozenset()
        step = id(reading), aspect, day + clocks.LATE <= self.today
        if step not in self._known:
            self._known[step] = people.reviewers(reading, aspect, self.question.at, a_too=step[2])
        return self._known[step]

    def say(self) -> Iterator[Touched]:
        """The most serious first."""
        if self.gone:
            yield Touched(
                ngettext(
                    "%(n)d page would be taken from its readers at once.",
                    "%(n)d pages would be taken from their readers at once.",
                    self.gone,
                )
                % {"n": self.gone},
                serious=True,
            )
        if self.warned:
            yield Touched(
                ngettext(
                    "%(n)d page would tell its readers at once that it is not verified.",
                    "%(n)d pages would tell their readers at once that they are not verified.",
                    self.warned,
                )
                % {"n": self.warned},
                serious=True,
            )
        if self.late:
            yield Touched(
                ngettext("%(n)d page would be late at once.", "%(n)d pages would be late at once.", self.late)
                % {"n": self.late},
                serious=True,
            )
        total = self.days.total()
        if total:
            yield Touched(
                ngettext(
                    "%(n)d page would get another day to be looked at.",
                    "%(n)d pages would get another day to be looked at.",
                    total,
                )
                % {"n": total},
                tuple(_by_month(self.days)),
            )
        if self.tasks:
            yield Touched(
                ngettext(
                    "%(n)d person would have more to look at.", "%(n)d people would have more to look at.",
                    len(self.tasks),
                )
                % {"n": len(self.tasks)},
                tuple(_by_person(self.tasks, self.question.after)),
            )  # fmt: skip


def _by_month(days: Mapping[date, int]) -> Iterator[str]:
    months: Counter[date] = Counter()
    for day, n in days.items():
        months[day.replace(day=1)] += n
    listed = sorted(months)
    for month in listed[:_MONTHS]:
        yield _("%(month)s: %(n)d") % {"month": date_format(month, "F Y"), "n": months[month]}
    later = sum(months[month] for month in listed[_MONTHS:])
    if later:
        yield _("later: %(n)d") % {"n": later}


def _by_person(tasks: Counter[PersonKey], reading: Reading) -> Iterator[str]:
    listed = sorted(tasks.items(), key=lambda pair: (-pair[1], pair[0]))
    for person, n in listed[:_PEOPLE]:
        words = {"name": reading.facts.people[person].name, "n": n}
        yield ngettext("%(name)s: %(n)d page more", "%(name)s: %(n)d pages more", n) % words
    if len(listed) > _PEOPLE:
        yield ngettext("and %(n)d other", "and %(n)d others", len(listed) - _PEOPLE) % {"n": len(listed) - _PEOPLE}


def requests(question: Question) -> Iterator[Touched]:
    """Changes on their way that would be asked of others than now (P7), and how running advice keeps its days.

    Six queries.
    """
    aspects = [aspect for aspect, facets in touched(question.before.facts, question.after) if people.FACET in facets]
    if not aspects:
        return
    seen = (
        Q()
        if question.whole
        else mandate.things_where(question.by, "view_draft", at=question.at, aspect="page__aspect")
    )
    rows = Change.objects.filter(
        seen, closed_at=None, state__in=(Change.State.CONSULTING, Change.State.APPROVING), page__aspect__key__in=aspects
    )
    listed = list(
        rows.select_related("page__aspect").prefetch_related("authors__person", "requests__party", "additions__party")
    )
    moved: Counter[str] = Counter()
    longer = 0
    calendar = readings.calendar()
    for change in listed:
        before = _waited_for(change, question.before, calendar, question.at)
        if before != _waited_for(change, question.after, calendar, question.at):
            moved[change.state] += 1
        aspect = _aspect_of(change)
        if change.state == Change.State.CONSULTING and aspect in question.before.facts.aspects:
            longer += clocks.consult_days(question.before, aspect) != clocks.consult_days(question.after, aspect)
    if moved:
        total = moved.total()
        yield Touched(
            ngettext(
                "%(n)d request under way would go to others.", "%(n)d requests under way would go to others.", total
            )
            % {"n": total},
            tuple(_by_state(moved)),
            requests=total,
        )
    if longer:
        yield Touched(
            ngettext(
                "%(n)d request for advice keeps the days it has; the next ones get the new number.",
                "%(n)d requests for advice keep the days they have; the next ones get the new number.",
                longer,
            )
            % {"n": longer}
        )


def _by_state(moved: Counter[str]) -> Iterator[str]:
    advice, approval = moved[Change.State.CONSULTING], moved[Change.State.APPROVING]
    if advice:
        yield ngettext("%(n)d for advice", "%(n)d for advice", advice) % {"n": advice}
    if approval:
        yield ngettext("%(n)d for approval", "%(n)d for approval", approval) % {"n": approval}


def _aspect_of(change: Change) -> AspectKey:
    return AspectKey(change.page.aspect.key)  # type: ignore[union-attr]  # whatever has a change has an aspect


def _waited_for(change: Change, reading: Reading, calendar: clocks.Calendar, at: datetime) -> people.People:
    """Who would be waited for if the matrix were this one, and had just become so."""
    aspect = _aspect_of(change)
    if aspect not in reading.facts.aspects:
        return frozenset()
    authors = [PersonKey(author.person.key) for author in change.authors.all()]
    if change.state == Change.State.APPROVING:
        days = clocks.approve_days(reading, aspect)
        since = change.approving_since or at
        deputies, next_up = (at >= calendar.after(since, each) for each in days[1:])
        return people.approvers(reading, aspect, authors, at, deputies=deputies, next_up=next_up)
    return _advisers(change, reading, aspect, authors, at)


def _advisers(
    change: Change, reading: Reading, aspect: AspectKey, authors: Iterable[PersonKey], at: datetime
) -> people.People:
    barred = frozenset(authors)
    wanted = {} if change.minor else people.asked(reading, aspect, barred, at)
    for addition in change.additions.all():
        if addition.withdrawn_at is None:
            party = PartyKey(addition.party.ref)
            wanted[party] = people.members(reading, party, at) - barred
    asked: dict[PartyKey, Request] = {
        PartyKey(row.party.ref): row
        for row in change.requests.all()
        if row.round == change.round and row.withdrawn_at is None
    }
    found: set[PersonKey] = set()
    for party, able in wanted.items():
        if party not in asked or asked[party].runs(at):
            found |= able
    return frozenset(found)
