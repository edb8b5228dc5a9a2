"""The place of a page: where it stands, and where else it could stand."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from polder.base.sent_numbers import number_in
from polder.base.toasts import toast
from polder.capabilities.publishing import operations, placing, translations
from polder.capabilities.publishing.errors import Invalid
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.placing import SHOWN
from polder.capabilities.publishing.wagtail.knowing import known
from polder.governance import mandate
from polder.ground.organisation.views.acting import asker_of


@require_GET
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """`/place/12/`: for whoever may see drafts there; for others there is no such page."""
    return render(request, "publishing/place.html", _context(request, page_of(request, pk)))


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """`/place/12/move/`: under another page."""
    page = page_of(request, pk)
    chosen = str(request.POST.get("parent", ""))
    under = number_in(chosen)
    if under is None:
        raise Invalid(_("Choose the page under which it should stand."))
    person, at = asker_of(request), timezone.now()
    parent = get_object_or_404(Page.objects.filter(known(person, at)), pk=under)
    number = operations.place(page, parent=parent, with_aspect=bool(request.POST.get("with_aspect")), by=person, at=at)
    toast(request, ngettext("Moved.", "Moved: %(n)s pages.", number) % {"n": number})
    return redirect("publishing:place", pk=page.pk)


@require_POST
def give(request: HttpRequest, pk: int) -> HttpResponse:
    """`/place/12/addresses/`: a short address more."""
    page = page_of(request, pk)
    made = operations.give_address(
        page, path=str(request.POST.get("path", "")), by=asker_of(request), at=timezone.now()
    )
    toast(request, _("%(path)s leads to it now.") % {"path": made})
    return redirect("publishing:place", pk=page.pk)


@require_POST
def take(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """`/place/12/addresses/3/`: one less."""
    page = page_of(request, pk)
    operations.take_address(page, number=number, by=asker_of(request), at=timezone.now())
    toast(request, _("That address leads nowhere any more."))
    return redirect("publishing:place", pk=page.pk)


def page_of(request: HttpRequest, pk: int) -> Page:
    """Raises `Http404` for who may not see drafts there."""
    seen = mandate.things_where(asker_of(request), "view_draft", at=timezone.now())
    return get_object_or_404(Page.objects.filter(seen, binned_at=None).select_related("aspect", "locale"), pk=pk)


def _context(request: HttpRequest, page: Page) -> dict[str, Any]:
    """What `publishing/place.html` takes."""
    person, at = asker_of(request), timezone.now()
    wanted = str(request.GET.get("q", ""))[:200].replace("\0", "").strip()
    powers = {} if page.aspect is None else mandate.powers(person, page.aspect, at=at)
    may_move = bool(powers) and powers["publish" if page.live else "edit"].allowed
    return {
        "nav_key": "pages",
        "page": page,
        "above": placing.above(page),
        "may_edit": bool(powers) and powers["edit"].allowed,
        "languages": translations.languages_of(page),
        "may_address": bool(powers) and powers["publish"].allowed,
        "addresses": page.addresses.order_by("-kind", "path")[:SHOWN],
        "q": wanted,
        "places": placing.places_for(page, person, at, wanted=wanted) if may_move else None,
    }
