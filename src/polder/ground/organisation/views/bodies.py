"""Bodies, their seats, and their changes."""

from itertools import groupby

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.base.validity import valid_at
from polder.ground.ledger.queries import timeline
from polder.ground.organisation import panels
from polder.ground.organisation.asof import as_of
from polder.ground.organisation.forms import BodyForm, EndForm, SeatEditForm, SeatForm
from polder.ground.organisation.models import Body, Seat
from polder.ground.organisation.operations import bodies
from polder.ground.organisation.queries import belonging, directory
from polder.ground.organisation.queries.closed import seats_told, visible_bodies
from polder.ground.organisation.views.acting import asker_of, done, for_operators, form_page


@require_safe
def body_list(request: HttpRequest) -> HttpResponse:
    """Every body by kind; those that have ended on request."""
    asker, moment, words = asker_of(request), as_of(request), request.GET.get("q", "").strip()[:200]
    ended = request.GET.get("ended") == "yes"
    found = directory.bodies_found(asker, words, at=moment.at, now=moment.now, ended=ended).annotate(
        seated=Count("seats", filter=valid_at(moment.at, "seats__"))
    )
    order = {kind: place for place, kind in enumerate(Body.Kind.values)}
    in_order = sorted(found[:1000], key=lambda row: (order[row.kind], row.name))
    context = {
        "kinds": [(Body.Kind(kind).label, list(rows)) for kind, rows in groupby(in_order, key=lambda row: row.kind)],
        "q": words, "ended": ended, "as_of": moment, "at": moment.at,
        "start": reverse(panels.entrances.get("body", "organisation:body_new")),
    }  # fmt: skip
    return render_part(request, "organisation/bodies.html#found", context, page="organisation/bodies.html")


def found_body(request: HttpRequest, key: str) -> Body:
    """The body, if who asks may see it; 404 alike for unknown and hidden."""
    rows = visible_bodies(asker_of(request), timezone.now()).select_related("parent")
    return get_object_or_404(rows, key=key)


def _found_seat(request: HttpRequest, pk: int) -> Seat:
    rows = Seat.objects.filter(seats_told(asker_of(request), timezone.now())).select_related("body", "person")
    return get_object_or_404(rows, pk=pk)


@require_safe
def body(request: HttpRequest, key: str) -> HttpResponse:
    """Purpose, seats by function, what is missing."""
    asker, moment = asker_of(request), as_of(request)
    shown = found_body(request, key)
    seats = belonging.seats_of_body(shown, at=moment.at)
    context = {
        "shown": shown, "as_of": moment, "at": moment.at, "asker": asker, "tab": "overview",
        "seats": [(row, row.holds(moment.at), row.person.counts(moment.at)) for row in seats],
        "missing": belonging.missing_functions(shown, seats, at=moment.at),
        "no_chair": not any(row.seat == Seat.Kind.CHAIR and row.holds(moment.at) for row in seats),
        "ended": shown.valid_until is not None and shown.valid_until <= moment.at,
        "children": list(visible_bodies(asker, moment.now).filter(parent=shown)),
        "work": panels.shown("body_work", shown, asker=asker, at=moment.at),
        "head": panels.shown("body_head", shown, asker=asker, at=moment.at),
        "panels": panels.shown("body", shown, asker=asker, at=moment.at),
        "aside": panels.shown("body_aside", shown, asker=asker, at=moment.at),
    }  # fmt: skip
    return render(request, "organisation/body.html", context)


@require_safe
def body_history(request: HttpRequest, key: str) -> HttpResponse:
    """What was done to a body and its seats."""
    shown = found_body(request, key)
    found = timeline(f"body:{shown.pk}", person=asker_of(request), at=timezone.now())
    context = {"shown": shown, "tab": "history", "timeline": found}
    return render(request, "organisation/body_history.html", context)


def body_new(request: HttpRequest) -> HttpResponse:
    """Set up a body."""
    asker, at = for_operators(request), timezone.now()
    form = BodyForm(request.POST or None, asker=asker, at=at)
    made: list[Body] = []
    if request.method == "POST" and done(form, lambda: made.append(bodies.add(by=asker, at=at, **form.values()))):
        toast(request, _("Body set up"))
        return redirect(made[0])
    return form_page(request, "organisation/body_form.html", form, {"shown": None})


def body_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change a body."""
    asker, at, row = for_operators(request), timezone.now(), found_body(request, key)
    form = BodyForm(request.POST or None, asker=asker, at=at, row=row)
    if request.method == "POST" and done(
        form, lambda: bodies.change(row, by=asker, at=at, seen=form.what_was_seen(), **form.values())
    ):
        toast(request, _("Saved"))
        return redirect(row)
    return form_page(request, "organisation/body_form.html", form, {"shown": row})


def body_end(request: HttpRequest, key: str) -> HttpResponse:
    """A body ends, with its seats."""
    asker, at, row = for_operators(request), timezone.now(), found_body(request, key)
    form = EndForm(request.POST or None, asker=asker, at=at)
    if request.method == "POST" and done(
        form, lambda: bodies.end(row, by=asker, at=at, valid_until=form.moment("valid_until"))
    ):
        toast(request, _("Ended"))
        return redirect(row)
    seats = sum(seat.holds(at) for seat in row.seats.all())
    context = {"heading": _("End %(body)s") % {"body": row.name}, "back": row.get_absolute_url(), "seats": seats}
    return form_page(request, "organisation/end_form.html", form, context)


def body_remove(request: HttpRequest, key: str) -> HttpResponse:
    """Remove a body that was a mistake."""
    asker, row = for_operators(request), found_body(request, key)
    if request.method == "POST":
        bodies.remove(row, by=asker, at=timezone.now())
        toast(request, _("Body removed"))
        return redirect("organisation:bodies")
    return render(request, "organisation/body_remove.html", {"shown": row})


def body_seat(request: HttpRequest, key: str) -> HttpResponse:
    """Give somebody a seat; `?function=` says for which function."""
    asker, at, row = for_operators(request), timezone.now(), found_body(request, key)
    form = SeatForm(request.POST or None, asker=asker, at=at)
    form.fields["function"].initial = request.GET.get("function", "")[:100]
    if request.method == "POST" and done(
        form,
        lambda: bodies.seat(
            row, person=form.cleaned_data["person"], kind=form.cleaned_data["kind"],
            function=form.cleaned_data["function"], alternate=form.cleaned_data["alternate"],
            ring=form.cleaned_data["ring"] or None, by=asker, at=at,
            valid_from=form.moment("valid_from"), valid_until=form.moment("valid_until"),
        ),
    ):  # fmt: skip
        toast(request, _("Seat given"))
        return redirect(row)
    return form_page(request, "organisation/seat_form.html", form, {"body": row, "seat": None})


def seat_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Function, alternate, ring and end of a seat."""
    asker, at = for_operators(request), timezone.now()
    row = _found_seat(request, pk)
    form = SeatEditForm(request.POST or None, asker=asker, at=at, row=row)
    if request.method == "POST" and done(
        form, lambda: bodies.change_seat(row, by=asker, at=at, seen=form.what_was_seen(), **form.values())
    ):
        toast(request, _("Saved"))
        return redirect(row.body)
    return form_page(request, "organisation/seat_form.html", form, {"body": row.body, "seat": row})


def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody leaves a seat."""
    asker, at = for_operators(request), timezone.now()
    row = _found_seat(request, pk)
    form = EndForm(request.POST or None, asker=asker, at=at)
    if request.method == "POST" and done(
        form, lambda: bodies.end_seat(row, by=asker, at=at, valid_until=form.moment("valid_until"))
    ):
        toast(request, _("Ended"))
        return redirect(row.body)
    heading = _("End the seat of %(person)s in %(body)s") % {"person": row.person.name, "body": row.body.name}
    return form_page(
        request, "organisation/end_form.html", form, {"heading": heading, "back": row.body.get_absolute_url()}
    )
