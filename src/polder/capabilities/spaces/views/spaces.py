"""Spaces: those one has, one of them, and how it opens and ends."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.toasts import toast
from polder.capabilities.publishing import readings
from polder.capabilities.spaces import holdings, on_parties, operations, panels
from polder.capabilities.spaces.errors import Invalid
from polder.capabilities.spaces.forms import HandoverForm, OpenForm
from polder.capabilities.spaces.models import Space
from polder.capabilities.spaces.models.tasks import OPEN
from polder.capabilities.spaces.queries import files, spaces, tasks
from polder.capabilities.spaces.queries.tasks import Wanted
from polder.capabilities.spaces.views.common import NAV, context_of, found
from polder.governance import mandate
from polder.governance.panels import decides
from polder.ground.organisation.models import Party, Person
from polder.ground.organisation.views.acting import asker_of

PER_PAGE = 30
FIRST = 6  # tasks and files on the page of a space


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/spaces/?show=all`: one's own, or all that one may see."""
    person, at = asker_of(request), timezone.now()
    every = request.GET.get("show") == "all"
    rows = spaces.listed(person, at, every=every, today=readings.calendar().today(at))
    context = {**NAV, "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")), "every": every, "at": at}
    return render(request, "spaces/index.html", context)


@require_GET
def space(request: HttpRequest, party: str) -> HttpResponse:
    """`/spaces/unit/it/`: what is going on in it."""
    person, at = asker_of(request), timezone.now()
    row = found(party, person, at)
    today = readings.calendar().today(at)
    first = tasks.of_space(row, Wanted(), person, at, today).filter(state__in=OPEN)
    context = context_of(row, person, at, "space") | {
        "today": today, "counts": tasks.counts(row, person, today), "tasks": list(first[:FIRST]),
        "files": list(files.of_space(row)[:FIRST]),
        "members": spaces.members(row, at), "decides": decides(row.aspect, at), "asker": person,
        "head": panels.shown("head", row, asker=person, at=at), "main": panels.shown("main", row, asker=person, at=at),
        "aside": panels.shown("aside", row, asker=person, at=at),
    }  # fmt: skip
    return render(request, "spaces/space.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, party: str) -> HttpResponse:
    """`/spaces/unit/it/open/`: for who would use it; the gate says who may."""
    person, at = asker_of(request), timezone.now()
    owner = get_object_or_404(Party.objects.select_related("unit", "body"), ref=party)
    if Space.objects.filter(party=owner).exists():
        return redirect(found(party, person, at))
    if not on_parties.may_ask_for(owner, person, at):
        raise Http404
    aspects, usual = spaces.aspects_to_open_under(person, at), spaces.default_aspect(owner, at)
    if usual is not None and not aspects.exists():
        raise mandate.refusal(person, "edit", usual, at=at)
    form = OpenForm(request.POST or None, aspects=aspects, usual=usual)
    if request.method == "POST" and form.is_valid():
        made = operations.open_space(owner, aspect=form.cleaned_data["aspect"], by=person, at=at)
        toast(request, _("Opened: everybody who belongs to it sees it."))
        return redirect(made)
    context = {**NAV, "form": form, "party": owner}
    return render(request, "spaces/open.html", context, status=422 if form.errors else 200)


@require_POST
def mute(request: HttpRequest, party: str) -> HttpResponse:
    """`/spaces/unit/it/mute/`: one hears no more of it."""
    person, at = asker_of(request), timezone.now()
    row = found(party, person, at)
    operations.mute(row, by=person, at=at)
    toast(request, _("Muted: you are told only when somebody mentions or answers you."))
    return redirect(row)


@require_POST
def hear(request: HttpRequest, party: str) -> HttpResponse:
    """`/spaces/unit/it/hear/`: as one chose, again; posted from the settings (`back`) it leads there."""
    person, at = asker_of(request), timezone.now()
    row = get_object_or_404(Space.objects.filter(muted__person=person), party__ref=party)
    operations.unmute(row, by=person, at=at)
    toast(request, _("You are told of it again, as you chose."))
    if request.POST.get("back") == "settings" or spaces.found(party, person, at) is None:
        return redirect("notifications:settings")
    return redirect(row)


@require_GET
def end(request: HttpRequest, party: str) -> HttpResponse:
    """`/spaces/unit/it/end/`: what it holds, handing that over, and closing."""
    person, at = asker_of(request), timezone.now()
    row = found(party, person, at)
    return _ending(request, row, HandoverForm(space=row, asker=person, at=at), person, at)


@require_POST
def act(request: HttpRequest, party: str, verb: str) -> HttpResponse:
    """`/spaces/unit/it/end/close/`: posted `reason`; `hand-over` takes `aspect` and `person`."""
    person, at = asker_of(request), timezone.now()
    row = found(party, person, at)
    match verb:
        case "close":
            operations.close_space(row, reason=request.POST.get("reason", ""), by=person, at=at)
            toast(request, _("Closed: what is in it can be read."))
        case "reopen":
            operations.reopen_space(row, by=person, at=at)
            toast(request, _("In use again."))
        case "hand-over":
            form = HandoverForm(request.POST, space=row, asker=person, at=at)
            if not form.is_valid():
                return _ending(request, row, form, person, at)
            try:
                operations.hand_over(row, **form.cleaned_data, by=person, at=at)
            except Invalid as wrong:
                form.add_error("person", str(wrong))
                return _ending(request, row, form, person, at)
            toast(request, _("Handed over: who received it is told."))
            if spaces.found(party, person, at) is None:  # whoever gave it away may see it no more
                return redirect("spaces:index")
        case _:
            raise Http404
    return redirect(row)


def _ending(request: HttpRequest, row: Space, form: HandoverForm, person: Person, at: datetime) -> HttpResponse:
    context = context_of(row, person, at, "end") | {"held": holdings.held(row, at), "form": form}
    return render(request, "spaces/end.html", context, status=422 if form.errors else 200)
