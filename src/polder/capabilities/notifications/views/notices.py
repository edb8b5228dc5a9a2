"""`/notices/`: what whoever asks was told, new and read."""

from datetime import date, datetime

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from polder.base.parts import wants_part
from polder.base.sent_numbers import numbers_in
from polder.base.toasts import toast
from polder.capabilities.notifications import badge, notices, operations
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

_PAGE = 40

type _Day = tuple[date, list[tuple[Notice, Words]]]


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Newest first; `?new=1` the unread alone."""
    return render(request, _template(request), _context(request, timezone.now()))


def _template(request: HttpRequest) -> str:
    return "notifications/_told.html" if wants_part(request) else "notifications/notices.html"


def _context(request: HttpRequest, at: datetime) -> dict[str, object]:
    person = asker_of(request)
    asked = request.GET if request.method == "GET" else request.POST
    found = notices.told(person, at)
    new = notices.unread(person, at)
    if asked.get("new"):
        found = found.filter(read_at=None)
    page = Paginator(found, _PAGE).get_page(asked.get("page"))
    return {
        "page": page,
        "days": _by_day(person, list(page.object_list), at),
        "new": new,
        "many": new == notices.MOST_COUNTED,
        "only_new": bool(asked.get("new")),
        "today": timezone.localtime(at).date(),
    }


def _by_day(person: Person, shown: list[Notice], at: datetime) -> list[_Day]:
    """Notices in words under their day, in the order given. What the person may no longer see is left out."""
    said = notices.words_for(person, shown, at)
    found: dict[date, list[tuple[Notice, Words]]] = {}
    for notice in shown:
        if notice.pk in said:
            found.setdefault(timezone.localtime(notice.shown_at).date(), []).append((notice, said[notice.pk]))
    return list(found.items())


@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """Marks those named by `notice`, or with `all` everything, as read. Can be taken back."""
    person, at = asker_of(request), timezone.now()
    if request.POST.get("all"):
        count = operations.read_all(by=person, at=at)
    else:
        named = numbers_in(request.POST.getlist("notice"))
        count = operations.read([number for number in named if number < 2**63][:500], by=person, at=at)
    if count and not request.POST.get("silent"):
        undo = f"{reverse('notifications:unread')}?{urlencode({'at': at.isoformat()})}"
        toast(request, ngettext("%(n)d marked as read", "%(n)d marked as read", count) % {"n": count}, undo=undo)
    return _again(request, person, at)


@require_POST
def unread(request: HttpRequest) -> HttpResponse:
    """Takes back what was marked as read at the moment `?at=`."""
    person, at = asker_of(request), timezone.now()
    try:
        moment = parse_datetime(request.GET.get("at", ""))
    except ValueError:
        moment = None
    if moment is not None and timezone.is_aware(moment):
        operations.unread(moment, by=person, at=at)
    return _again(request, person, at)


def _again(request: HttpRequest, person: Person, at: datetime) -> HttpResponse:
    badge.forget(person)
    if request.POST.get("silent"):
        return HttpResponse(status=204)
    if wants_part(request):
        return trigger_client_event(render(request, "notifications/_told.html", _context(request, at)), "inboxChanged")
    return redirect("notifications:notices")
