"""One calendar of all news: what appears, what must be read, what goes, and for who writes the load and the clashes."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from polder.base.time import InvalidMoment, local_day, parse_day
from polder.base.words import say_day
from polder.capabilities.publishing import readings
from polder.features.news import planning
from polder.features.news.planning import Entry, Period
from polder.features.news.queries import calendar as queries
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """`/news/calendar/?day=2026-11-23&view=week`: the month or the week of that day; a day that is none is today."""
    person, at = asker_of(request), timezone.now()
    zone = ZoneInfo(str(readings.calendar().zone))
    today = local_day(at, zone)
    day, weekly = _day(request.GET.get("day", ""), today), request.GET.get("view") == "week"
    period = Period.of_week(day) if weekly else Period.of_month(day)
    entries = queries.entries(person, at, period, zone)
    context: dict[str, Any] = {
        "nav_key": "news", "period": period, "day": day, "today": today, "weekly": weekly,
        "days": planning.days(period, entries), "drafts": queries.drafts(person, at),
        "plans": queries.plans(person, at), "at": at,
    }  # fmt: skip
    if context["plans"]:
        context |= _planned(person, at, period, entries, today, zone)
    return render(request, "news/calendar.html", context)


def _planned(
    person: Person, at: datetime, period: Period, entries: list[Entry], today: date, zone: ZoneInfo
) -> dict[str, Any]:
    """Load and clashes, with the names of audiences. What is not the planner's counts too, and has no title."""
    everything = [*entries, *queries.others(at, period, zone, entries)]
    shared = queries.sharing(everything, at)
    loads = planning.loads(period, everything, shared.within)
    names = queries.audience_names(entry.audience for entry in everything)
    pictures = planning.bars(loads, len(period.weeks))
    found = planning.clashes(everything, today, shared.overlaps, shared.within)
    return {
        "weeks": period.weeks,
        "loads": [(names[load.audience], load, pictures[load.audience], _said(period, load)) for load in loads],
        "clashes": [
            (
                clash,
                names[clash.audience],
                len(clash.entries),
                [(entry, names[entry.audience]) for entry in clash.entries],
            )
            for clash in found
        ],
        "compared": queries.MOST_COMPARED if shared.left_out else 0,
        "picture_width": len(period.weeks) * 24,
    }


def _said(period: Period, load: planning.Load) -> str:
    """The picture in words: its numbers."""
    weeks = zip(period.weeks, load.weeks, strict=True)
    return ", ".join(
        _("week of %(day)s: %(n)d") % {"day": say_day(week, week, weekday=False), "n": number} for week, number in weeks
    )


def _day(written: str, today: date) -> date:
    try:
        day = parse_day(written) if written else today
    except InvalidMoment:
        return today
    return day if 2000 <= day.year <= 2200 else today
