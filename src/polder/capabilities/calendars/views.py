"""The year as a page, and as a feed."""

from datetime import date, datetime, timedelta
from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from polder.base.time import local_day, midnight
from polder.base.toasts import toast
from polder.capabilities.calendars import operations, sources, writing
from polder.capabilities.calendars.models import Feed
from polder.capabilities.calendars.sources import Entry
from polder.ground.organisation.models import Organisation
from polder.ground.organisation.queries.closed import visible_bodies
from polder.ground.organisation.views.acting import asker_of

BACK, AHEAD = timedelta(days=92), timedelta(days=400)  # what a feed holds


@require_GET
def year(request: HttpRequest) -> HttpResponse:
    """`/year/?year=2026&kind=bodies`: by month, for whoever asks."""
    person, at = asker_of(request), timezone.now()
    zone = timezone.get_current_timezone()
    this_year = local_day(at, zone).year
    asked = request.GET.get("year", "")
    shown = int(asked) if asked.isascii() and asked.isdecimal() and 1900 < int(asked[:5] or 0) < 2200 else this_year
    begin, end = midnight(date(shown, 1, 1), zone), midnight(date(shown + 1, 1, 1), zone)
    known, kind = sources.sources(), request.GET.get("kind", "")
    found = [(key, each) for key, each in sources.entries(person, begin, end, at) if not kind or key == kind]
    months = [
        (date(shown, number, 1), [(known[key].label, each) for key, each in some])
        for number, some in groupby(found, key=lambda pair: _day(pair[1]).month)
    ]
    context = {
        "nav_key": "year", "year": shown, "months": months, "kind": kind, "today": local_day(at, zone),
        "kinds": [(key, source.label) for key, source in known.items()], "this_year": this_year,
    }  # fmt: skip
    return render(request, "calendars/year.html", context)


def _day(entry: Entry) -> date:
    return timezone.localdate(entry.begins) if isinstance(entry.begins, datetime) else entry.begins


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """`/year/links/`: one's links; posted: a new one (of one body when that is named), whose address is shown this once."""
    person, at = asker_of(request), timezone.now()
    address = ""
    if request.method == "POST":
        key = request.POST.get("body", "")[:100].replace("\x00", "")
        body = visible_bodies(person, at).filter(key=key).first()
        secret = operations.make_link(by=person, at=at, body=body)
        address = request.build_absolute_uri(reverse("calendars:feed", args=[secret]))
    rows = Feed.objects.filter(person=person, revoked_at=None).select_related("body")
    return render(request, "calendars/links.html", {"nav_key": "year", "links": rows, "address": address})


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """A link is taken back."""
    row = get_object_or_404(Feed, pk=pk, person=asker_of(request), revoked_at=None)
    operations.revoke(row, by=asker_of(request), at=timezone.now())
    toast(request, _("Taken back: nobody reads by it any more."))
    return redirect("calendars:links")


@require_safe
@login_not_required  # calendar programs cannot sign in; the secret in the address says whose it is
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """`/year/feed/….ics`: 404 for a secret that is unknown, taken back, or of somebody who left."""
    at = timezone.now()
    row = operations.feed_of(secret, at)
    if row is None:
        raise Http404
    found = [entry for _key, entry in sources.entries(row.person, at - BACK, at + AHEAD, at)]
    if row.body is not None:
        found = [entry for entry in found if entry.body == row.body.key]
    organisation = Organisation.objects.filter(pk=1).first()
    name = row.body.name if row.body else (organisation.name if organisation else "Polder")
    answer = HttpResponse(writing.calendar(name, found, at), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=900"
    answer["Referrer-Policy"] = "no-referrer"
    answer["X-Robots-Tag"] = "noindex"
    return answer
