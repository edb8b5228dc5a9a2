"""Meetings and decisions in the calendar of the year (B12)."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.calendars import sources
from polder.capabilities.calendars.sources import Entry, Source
from polder.features.bodies import budgets, queries, superseding
from polder.ground.organisation.models import Person

ROUND_BEGINS: Final = (10, 1)
ROUND_ENDS: Final = (12, 31)
"""Month and day of the round of the next year's budget: the plan is there before its year begins."""


def register() -> None:
    """Called once, in `ready()`."""
    sources.register("bodies", Source(label=gettext_lazy("Meetings"), entries=_meetings))
    sources.register("decisions", Source(label=gettext_lazy("Decisions"), entries=_decisions))
    sources.register("budget", Source(label=gettext_lazy("Budget"), entries=_budget_round))


def _decisions(person: Person, begin: datetime, end: datetime, at: datetime) -> Iterator[Entry]:
    """When decisions that one may see take effect, and when they are looked at again. Two queries."""
    seen = queries.decisions_visible_to(person, at).filter(adopted=True, failed_at=None)
    seen = seen.exclude(superseding.lapsed(), in_effect_at=None)
    rows = seen.select_related("proposal__body")
    for each in rows.filter(effective_at__gte=begin, effective_at__lt=end).order_by("effective_at", "pk"):
        yield Entry(
            uid=f"decision-{each.pk}-effect", begins=each.effective_at, body=each.proposal.body.key,
            title=_("%(title)s takes effect") % {"title": each.proposal.title}, address=each.proposal.get_absolute_url(),
        )  # fmt: skip
    for each in rows.filter(review_on__gte=begin.date(), review_on__lt=end.date()).order_by("review_on", "pk"):
        if each.review_on is None:
            continue
        yield Entry(
            uid=f"decision-{each.pk}-review", begins=each.review_on, body=each.proposal.body.key,
            title=_("%(title)s is looked at again") % {"title": each.proposal.title},
            address=each.proposal.get_absolute_url(),
        )  # fmt: skip


def _budget_round(person: Person, begin: datetime, end: datetime, at: datetime) -> Iterator[Entry]:
    """Between which days the next year's budget is asked and decided; not for guests. One query."""
    if person.kind == Person.Kind.GUEST:
        return
    known = set(budgets.years())
    for year in range(begin.year, end.year + 1):
        if not known & {year, year + 1}:
            continue
        address = f"{reverse('bodies:budget')}?year={year + 1}"
        for name, day, title in (
            ("begins", ROUND_BEGINS, _("The budget of %(year)s is asked for")),
            ("ends", ROUND_ENDS, _("The last day to decide the budget of %(year)s")),
        ):
            on = date(year, *day)
            if begin.date() <= on <= end.date():
                yield Entry(
                    uid=f"budget-{year + 1}-{name}", begins=on, title=title % {"year": year + 1}, address=address
                )


def _meetings(person: Person, begin: datetime, end: datetime, at: datetime) -> Iterator[Entry]:
    """Of bodies in which the person has a seat or stands in for one. One query."""
    rows = queries.meetings_visible_to(person, at).filter(begins_at__gte=begin, begins_at__lt=end)
    for meeting in rows.select_related("body").order_by("begins_at"):
        yield Entry(
            uid=f"meeting-{meeting.pk}", begins=meeting.begins_at, ends=meeting.ends_at, title=meeting.body.name,
            address=meeting.get_absolute_url(), place=meeting.place, body=meeting.body.key, sequence=meeting.sequence,
            cancelled=meeting.cancelled_at is not None,
        )  # fmt: skip
