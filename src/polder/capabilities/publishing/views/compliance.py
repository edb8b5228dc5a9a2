"""How far a must-read is: a picture, the units, the people; and the same as a file."""

import csv
import io
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from polder.capabilities.publishing import compliance
from polder.capabilities.publishing.models import Duty
from polder.ground.organisation.views.acting import asker_of

PER_PAGE = 50
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """`/read/12/report/`: for who may publish there; a head of a unit who may read the page sees their own people. For others there is none."""
    at = timezone.now()
    duty, people = _people(request, pk, at)
    units = compliance.by_unit(people)
    asked, read = sum(unit.asked for unit in units), sum(unit.read for unit in units)
    missing = people.filter(has_read=False).select_related("unit").order_by("name", "pk")
    context = {
        "nav_key": "pages", "duty": duty, "page_read": duty.page, "units": units, "asked": asked, "read": read,
        "share": read * 100 // asked if asked else 100, "asked_again": duty.asked > 1,
        "page": Paginator(missing, PER_PAGE).get_page(request.GET.get("page")),
    }  # fmt: skip
    return render(request, "publishing/compliance.html", context)


@require_GET
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same people as CSV; what a spreadsheet would run as a formula is written as text."""
    at = timezone.now()
    duty, people = _people(request, pk, at)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_("Name"), _("Unit"), _("Has read it")])
    rows = people.order_by("name", "pk").values_list("name", "unit__name", "has_read")
    for name, unit, has_read in rows.iterator(chunk_size=2000):
        writer.writerow([_plain(name), _plain(unit or ""), _("yes") if has_read else _("no")])
    answer = HttpResponse(out.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="must-read-{duty.page_id}.csv"'
    return answer


def _people(request: HttpRequest, pk: int, at: datetime) -> tuple[Duty, QuerySet[Any]]:
    duty = get_object_or_404(Duty.objects.select_related("page__aspect", "audience"), page=pk, page__binned_at=None)
    people = compliance.people_shown_to(asker_of(request), duty, at)
    if people is None:
        raise Http404
    return duty, people


def _plain(text: str) -> str:
    return f"\t{text}" if text.startswith(_FORMULA) else text
