"""Reading news. An item itself is shown by its model (`NewsItem.get_context`)."""

from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.toasts import toast
from polder.capabilities.publishing import tree
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.writers import writes_anywhere
from polder.features.news import operations, queries
from polder.features.news.forms import ChannelForm
from polder.features.news.models import Channel, NewsItem
from polder.features.news.views.broadcasts import urgent_form
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.ledger.remembering import remembered
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

A_PAGE = 20
HIGHLIGHTS = 3


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/news/`: everything for who asks, newest first."""
    return _listed(request, None)


@require_GET
def channel(request: HttpRequest, slug: str) -> HttpResponse:
    """`/news/in/organisation/`: one channel."""
    return _listed(request, get_object_or_404(Channel.objects.select_related("aspect"), slug=slug))


@require_http_methods(["GET", "POST"])
def channel_new(request: HttpRequest) -> HttpResponse:
    """`/news/channels/new/`: for who may publish on an aspect that has no channel yet."""
    person, at = asker_of(request), timezone.now()
    may = mandate.things_where(person, "publish", at=at, aspect="pk")
    form = ChannelForm(
        request.POST or None, aspects=Aspect.objects.filter(may, channel=None).order_by("name"),
        initial={"comments": True, "reactions": True},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        made = operations.open_channel(**form.cleaned_data, by=person, at=at)
        toast(request, _("The channel is open"))
        return redirect(made)
    status = 422 if form.errors else 200
    return render(request, "news/channel_form.html", {"nav_key": "news", "form": form, "channel": None}, status=status)


@require_http_methods(["GET", "POST"])
def channel_settings(request: HttpRequest, slug: str) -> HttpResponse:
    """`/news/in/organisation/settings/`. Whoever may not publish there is told who can."""
    person, at = asker_of(request), timezone.now()
    row = get_object_or_404(Channel.objects.select_related("aspect__parent", "urgent_under"), slug=slug)
    publishes, urgent = mandate.may(person, "publish", row.aspect, at=at).allowed, urgent_form(row, person, at)
    if not publishes and (urgent is None or request.method == "POST"):
        raise mandate.refusal(person, "publish", row.aspect, at=at)
    initial = {"comments": row.comments, "reactions": row.reactions, "escalates": row.escalates}
    form = ChannelForm(request.POST or None, initial=initial)
    opened, status = request.POST.get("opened") or operations.as_opened(row), 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.change_channel(row, **form.cleaned_data, by=person, at=at, seen=opened)
        except operations.Stale as stale:
            form.add_error(None, str(stale))
            opened, status = operations.as_opened(row), stale.status
        else:
            toast(request, _("Saved"))
            return redirect(row)
    context = {
        "nav_key": "news",
        "form": form if publishes else None,
        "channel": row,
        "urgent_form": urgent,
        "opened": opened,
    }
    return render(request, "news/channel_form.html", context, status=status)


@require_POST
def highlight(request: HttpRequest, pk: int) -> HttpResponse:
    """Posted `days`: how long from now; none or 0: not any more."""
    person, at = asker_of(request), timezone.now()
    item = get_object_or_404(NewsItem.objects.filter(readable(person, at)), pk=pk)
    days = request.POST.get("days", "")
    number = int(days) if days.isascii() and days.isdecimal() and len(days) < 4 else 0
    operations.highlight(item, until=at + timedelta(days=number) if number else None, by=person, at=at)
    toast(request, _("It stands above the other news.") if number else _("It stands among the other news."))
    return redirect(item.url or "news:index")


@require_POST
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """Posted `closed`: no more comments and reactions on the item; empty: there may be."""
    person, at = asker_of(request), timezone.now()
    item = get_object_or_404(NewsItem.objects.filter(readable(person, at)), pk=pk)
    closed = bool(request.POST.get("closed"))
    operations.close(item, closed, by=person, at=at)
    toast(
        request,
        _("Nobody can comment on it or react to it now.") if closed else _("There can be comments and reactions."),
    )
    return redirect(item.url or "news:index")


def _listed(request: HttpRequest, channel: Channel | None) -> HttpResponse:
    person, at = asker_of(request), timezone.now()
    key = ("news", person.pk, channel.pk if channel else "", request.GET.urlencode())
    made = remembered(*key, at=at, make=lambda: _made(request, channel, person, at))
    context = {"nav_key": "news", "channel": channel, "made": made}
    return render(request, "news/index.html", context)


def _made(request: HttpRequest, channel: Channel | None, person: Person, at: datetime) -> SafeString:
    """A list, as HTML."""
    writes = writes_anywhere(person, at)
    page = Paginator(queries.feed(person, at, channel), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "channel": channel,
        "channels": queries.channels(person, at),
        "page": page,
        "part": tree.part("news") if writes else None,
        "may_set": channel is not None and _may_set(channel, person, at),
        "highlights": queries.highlights(person, at, channel)[:HIGHLIGHTS] if page.number == 1 else [],
    }
    return render_to_string("news/_list.html", context, request)


def _may_set(channel: Channel, person: Person, at: datetime) -> bool:
    """Who answers for the channel, and who sets that."""
    publishes = mandate.may(person, "publish", channel.aspect, at=at).allowed
    return publishes or urgent_form(channel, person, at) is not None
