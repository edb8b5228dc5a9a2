"""Units: the chart, one unit, and its changes."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.ground.ledger.queries import timeline
from polder.ground.organisation import panels
from polder.ground.organisation.asof import as_of
from polder.ground.organisation.forms import UnitForm
from polder.ground.organisation.models import Unit
from polder.ground.organisation.operations import units
from polder.ground.organisation.queries import belonging, directory
from polder.ground.organisation.queries.tree import chart, line_of
from polder.ground.organisation.views.acting import asker_of, done, for_operators, form_page


@require_safe
def unit_list(request: HttpRequest) -> HttpResponse:
    """The organisation chart; with words the units that match."""
    moment, words = as_of(request), request.GET.get("q", "").strip()[:200]
    context = {
        "branches": [] if words else chart(moment.at),
        "page": Paginator(directory.units_found(words), 50).get_page(request.GET.get("page")) if words else None,
        "q": words, "as_of": moment, "at": moment.at,
    }  # fmt: skip
    return render_part(request, "organisation/units.html#found", context, page="organisation/units.html")


@require_safe
def unit(request: HttpRequest, key: str) -> HttpResponse:
    """Head, people, what lies below and above."""
    asker, moment = asker_of(request), as_of(request)
    shown = get_object_or_404(Unit.objects.select_related("head", "parent"), key=key)
    found = belonging.people_of_unit(shown, asker=asker, at=moment.at)
    context = {
        "shown": shown, "line": line_of(shown.parent_id), "as_of": moment, "at": moment.at, "asker": asker,
        "page": Paginator(found, 50).get_page(request.GET.get("page")), "tab": "overview",
        "below": chart(moment.at, under=shown.pk),
        "head_counts": shown.head is not None and shown.head.counts(moment.at),
        "panels": panels.shown("unit", shown, asker=asker, at=moment.at),
        "aside": panels.shown("unit_aside", shown, asker=asker, at=moment.at),
    }  # fmt: skip
    return render(request, "organisation/unit.html", context)


@require_safe
def unit_history(request: HttpRequest, key: str) -> HttpResponse:
    """What was done to a unit."""
    shown = get_object_or_404(Unit, key=key)
    found = timeline(f"unit:{shown.pk}", person=asker_of(request), at=timezone.now())
    context = {"shown": shown, "tab": "history", "timeline": found}
    return render(request, "organisation/unit_history.html", context)


def unit_new(request: HttpRequest) -> HttpResponse:
    """Add a unit; `?parent=` says under which."""
    asker, at = for_operators(request), timezone.now()
    form = UnitForm(request.POST or None, asker=asker, at=at)
    parent = Unit.objects.filter(key=request.GET.get("parent", "")).first()
    form.fields["parent"].initial = parent.pk if parent else None
    made: list[Unit] = []
    if request.method == "POST" and done(form, lambda: made.append(units.add(by=asker, at=at, **form.values()))):
        toast(request, _("Unit added"))
        return redirect(made[0])
    return form_page(request, "organisation/unit_form.html", form, {"shown": None})


def unit_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Rename, move, another head."""
    asker, at, row = for_operators(request), timezone.now(), get_object_or_404(Unit, key=key)
    form = UnitForm(request.POST or None, asker=asker, at=at, row=row)
    if request.method == "POST" and done(
        form, lambda: units.change(row, by=asker, at=at, seen=form.what_was_seen(), **form.values())
    ):
        toast(request, _("Saved"))
        return redirect(row)
    return form_page(request, "organisation/unit_form.html", form, {"shown": row})


def unit_remove(request: HttpRequest, key: str) -> HttpResponse:
    """Remove a unit on which nothing hangs any more."""
    asker, row = for_operators(request), get_object_or_404(Unit, key=key)
    if request.method == "POST":
        units.remove(row, by=asker, at=timezone.now())
        toast(request, _("Unit removed"))
        return redirect("organisation:units")
    return render(request, "organisation/unit_remove.html", {"shown": row})
