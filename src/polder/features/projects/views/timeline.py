"""All projects in time: drawn, or as a table."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from polder.base.time import InvalidMoment, parse_day
from polder.features.projects import timeline
from polder.features.projects.views.register import NAV
from polder.governance.models import Aspect
from polder.ground.organisation.views.acting import asker_of

SPANS = (6, 12, 24)


@require_GET
def shown(request: HttpRequest) -> HttpResponse:
    """`/projects/timeline/?from=2026-09-01&months=12&aspect=search&as=table`"""
    person, at = asker_of(request), timezone.now()
    today = timezone.localdate(at)
    key, months = request.GET.get("aspect", ""), request.GET.get("months", "")
    aspect = Aspect.objects.filter(key=key).first() if key and "\x00" not in key else None
    length = int(months) if months in {str(span) for span in SPANS} else timeline.WINDOW_MONTHS
    window = timeline.window_of(_day(request.GET.get("from", "")), today, length)
    found = timeline.of(person, at, window, today, aspect)
    context = {
        **NAV, "timeline": found, "window": window, "aspect": aspect, "months": length, "spans": SPANS,
        "as_table": request.GET.get("as") == "table", "met": timeline.met(found.groups),
        "count": sum(len(group.bars) for group in found.groups),
    }  # fmt: skip
    return render(request, "projects/timeline.html", context)


def _day(text: str) -> date | None:
    try:
        day = parse_day(text)
    except InvalidMoment:
        return None
    return day if 1900 < day.year < 2200 else None
