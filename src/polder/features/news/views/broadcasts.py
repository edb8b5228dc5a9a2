"""Urgent messages: reading them, writing one with who gets it before one's eyes, and what may be done with one."""

from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.returning import asked_back
from polder.base.toasts import toast
from polder.capabilities.publishing import audiences, choosing
from polder.capabilities.publishing.audiences import Aim, aim_of
from polder.capabilities.publishing.errors import Invalid
from polder.features.news import operations, queries
from polder.features.news.forms import BroadcastForm, UrgentForm
from polder.features.news.models import Broadcast, Channel
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

A_PAGE = 20


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/news/urgent/`: what stands, what waits, and what was."""
    person, at = asker_of(request), timezone.now()
    page = Paginator(queries.broadcasts(person, at), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav_key": "news", "page": page, "rows": [(row, _state(row, at)) for row in page],
        "may_write": bool(queries.channels_with_urgent(person, at)),
    }  # fmt: skip
    return render(request, "news/broadcasts.html", context)


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """`/news/urgent/4/`: for those it is for, and who may see drafts there; for others there is none."""
    person, at = asker_of(request), timezone.now()
    row = get_object_or_404(queries.broadcasts(person, at), pk=pk)
    powers = mandate.powers(person, row.aspect, at=at, authors=[row.proposed_by])
    publishes = mandate.may(person, "publish", row.aspect, at=at).allowed
    waits = row.waits(at)
    context = {
        "nav_key": "news", "row": row, "state": _state(row, at), "at": at,
        "parties": choosing.names_of(aim_of(row.audience)),
        "count": audiences.readers_of(row.audience, at).count() if waits else row.reached,
        "sees_all": powers["view_draft"].allowed,
        "may_approve": waits and powers["publish"].allowed,
        "is_four_eyes": waits and powers["publish"].code == "four_eyes",
        "able": [one.person.name for one in _able(row, at)] if waits and powers["view_draft"].allowed else [],
        "may_withdraw": waits and powers["edit"].allowed,
        "may_end": row.stands(at) and publishes,
    }  # fmt: skip
    return render(request, "news/broadcast.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`/news/urgent/new/`: written, looked at with the number of people, then sent. Nothing is kept before that.

    `counted` tells what was looked at and how many would get it: when either is another now, it is shown again.
    """
    person, at = asker_of(request), timezone.now()
    channels = queries.channels_with_urgent(person, at)
    if not channels:
        raise _refusal(person, at)
    form = BroadcastForm(request.POST if request.method == "POST" else None, channels=channels, at=at)
    context: dict[str, Any] = {"nav_key": "news", "form": form, "one": channels[0] if len(channels) == 1 else None}
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        aim = choosing.aim_chosen(request.POST, "audience", at, Aim())
        count = audiences.readers_of_aim(aim, at).count()
        counted = _counted(request, count)
        if count and "look" not in request.POST and request.POST.get("counted") == counted:
            row = operations.broadcast(
                given["channel"], title=given["title"], text=given["text"], audience=aim, ends_at=given["ends_at"],
                by=person, at=at,
            )  # fmt: skip
            toast(request, _sent(row) if row.sent_at else _("Asked: it goes out when somebody else has looked at it."))
            return redirect(row)
        aspect = given["channel"].urgent_under
        answer = mandate.may(person, "publish", aspect, at=at, authors=[person])
        able = [] if answer.allowed else [one.person.name for one in _able_under(aspect, person, at)]
        context |= {"preview": given, "count": count, "counted": counted}
        context |= {"at_once": answer.allowed, "able": able, "parties": choosing.names_of(aim)}
    return render(request, "news/broadcast_form.html", context, status=422 if form.errors else 200)


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """`/news/urgent/4/approve/`: one act, then back to where it was asked."""
    run = _ACTS.get(verb)
    person, at = asker_of(request), timezone.now()
    if run is None:
        raise Http404
    row = get_object_or_404(queries.broadcasts(person, at), pk=pk)
    said = run(row, person, at)
    if said:
        toast(request, said)
    return redirect(asked_back(request) or "news:broadcasts")


@require_POST
def name(request: HttpRequest, slug: str) -> HttpResponse:
    """`/news/in/organisation/urgent/`: posted from the settings of the channel."""
    person, at = asker_of(request), timezone.now()
    channel = get_object_or_404(Channel.objects.select_related("aspect"), slug=slug)
    form = UrgentForm(request.POST, aspects=Aspect.objects.select_related("parent"))
    if not form.is_valid():
        raise Invalid(_("That aspect is not there any more. Choose anew."))
    operations.name_urgent(channel, under=form.cleaned_data["under"], by=person, at=at)
    toast(request, _("Saved"))
    return redirect(channel)


def urgent_form(channel: Channel, person: Person, at: datetime) -> UrgentForm | None:
    """For the settings of a channel: None for who does not set the A of its aspect."""
    aspects = queries.aspects_below_mine(person, at)
    if not aspects.filter(pk=channel.aspect_id).exists():
        return None
    aspects = aspects.exclude(pk=channel.aspect_id)
    return UrgentForm(initial={"under": channel.urgent_under and channel.urgent_under.key}, aspects=aspects)


def _state(row: Broadcast, at: datetime) -> str:
    if row.withdrawn_at is not None:
        return "withdrawn"
    if row.sent_at is None:
        return "waiting" if row.waits(at) else "missed"
    return "standing" if row.stands(at) else "over"


def _counted(request: HttpRequest, count: int) -> str:
    """The message as it was filled in, and the number of people, in a few letters."""
    filled = [request.POST.getlist(name) for name in ("channel", "title", "text", "ends_at", "audience")]
    return sha256(repr((filled, count)).encode()).hexdigest()[:32]


def _able(row: Broadcast, at: datetime) -> list[Any]:
    return mandate.who_may("publish", row.aspect, at=at, authors=[row.proposed_by])


def _able_under(aspect: Aspect, author: Person, at: datetime) -> list[Any]:
    return mandate.who_may("publish", aspect, at=at, authors=[author])


def _refusal(person: Person, at: datetime) -> Exception:
    """Who can, where somebody was named; else that nobody was."""
    first = Channel.objects.filter(urgent_under__isnull=False).select_related("urgent_under").first()
    if first is None or first.urgent_under is None:
        return operations.WrongState(_("No channel has urgent messages yet: no aspect was named for them."))
    return mandate.refusal(person, "edit", first.urgent_under, at=at)


def _sent(row: Broadcast) -> str:
    return ngettext("Sent to %(n)d person.", "Sent to %(n)d people.", row.reached) % {"n": row.reached}


def _approve(row: Broadcast, by: Person, at: datetime) -> str:
    return _sent(operations.approve(row, by=by, at=at))


def _withdraw(row: Broadcast, by: Person, at: datetime) -> str:
    operations.withdraw(row, by=by, at=at)
    return _("Taken back: nobody gets it.")


def _end(row: Broadcast, by: Person, at: datetime) -> str:
    operations.end(row, by=by, at=at)
    return _("Ended: it stands on no page any more.")


def _put_away(row: Broadcast, by: Person, at: datetime) -> str:
    operations.put_away(row, by=by, at=at)
    return ""


_ACTS: Mapping[str, Callable[[Broadcast, Person, datetime], str]] = {
    "approve": _approve, "withdraw": _withdraw, "end": _end, "put-away": _put_away,
}  # fmt: skip
