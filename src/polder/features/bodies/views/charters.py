"""A body is set up, and its charter and rhythm are changed."""

from datetime import datetime
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.features.bodies import charter_forms, operations
from polder.features.bodies.charter_forms import CharterForm, RhythmForm, SeatRow, SetUpForm
from polder.features.bodies.rules import cadence
from polder.features.bodies.rules.beginnings import BEGINNINGS
from polder.ground.organisation.models import Body
from polder.ground.organisation.operations.bodies import BodyFields
from polder.ground.organisation.queries.closed import visible_bodies
from polder.ground.organisation.views.acting import asker_of, done, for_operators, form_page

NAV = {"nav_key": "bodies"}


@require_GET
def kinds(request: HttpRequest) -> HttpResponse:
    """`/set-up/bodies/`: which kind of body, each with what it is for."""
    for_operators(request)
    listed = [(kind, Body.Kind(kind).label, usual.lead) for kind, usual in BEGINNINGS.items()]
    return render(request, "bodies/kinds.html", {**NAV, "kinds": listed})


@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest, kind: str) -> HttpResponse:
    """`/set-up/bodies/steering_group/`; `do=look` shows what it comes to and changes nothing."""
    asker, at = for_operators(request), timezone.now()
    if kind not in BEGINNINGS:
        raise Http404
    form = SetUpForm(request.POST or None, kind=kind, asker=asker, at=at)
    rows = charter_forms.seat_rows(kind, request.POST or None, asker=asker, at=at)
    good = request.method == "POST" and all([row.is_valid() for row in rows]) and form.is_valid()  # noqa: C419  # each says what is wrong
    looking = request.POST.get("do") == "look"
    made: list[Body] = []
    if good and not looking:
        fields = cast(BodyFields, form.body_fields(rows))
        places = [place for row in rows if (place := row.place()) is not None]
        words = {"purpose": form.cleaned_data["purpose"], "mandate": form.cleaned_data["mandate"]}
        if done(form, lambda: made.append(operations.set_up(fields=fields, places=places, **words, by=asker, at=at))):
            toast(request, _("Set up: everybody with a seat sees it."))
            return redirect(made[0])
    context = {
        **NAV, "form": form, "rows": rows, "kind": Body.Kind(kind).label, "reading": _reading(form, rows, at),
    }  # fmt: skip
    status = 200 if not form.is_bound or (good and looking) else 422
    if looking:
        return render_part(request, "bodies/set_up.html#reading", context, page="bodies/set_up.html")
    return render(request, "bodies/set_up.html", context, status=status)


@require_http_methods(["GET", "POST"])
def charter(request: HttpRequest, key: str) -> HttpResponse:
    """`/bodies/steering/charter/`: its words, and for who registers what it may decide."""
    asker, at = asker_of(request), timezone.now()
    row = get_object_or_404(visible_bodies(asker, at).select_related("purpose"), key=key)
    if not operations.keeps(row, asker, at):
        raise Http404
    form = CharterForm(request.POST or None, asker=asker, at=at, row=row)
    if request.method == "POST" and done(
        form,
        lambda: operations.recharter(
            row, purpose=form.cleaned_data["purpose"], mandate=form.cleaned_data["mandate"], charter=form.limits,
            seen=form.what_was_seen(), by=asker, at=at,
        ),
    ):  # fmt: skip
        toast(request, _("Saved"))
        return redirect(row)
    heading = _("The charter of %(body)s") % {"body": row.name}
    return form_page(request, "bodies/charter_form.html", form, {**NAV, "body": row, "heading": heading})


@require_http_methods(["GET", "POST"])
def rhythm(request: HttpRequest, key: str) -> HttpResponse:
    """`/bodies/steering/rhythm/`: when it meets."""
    asker, at = asker_of(request), timezone.now()
    row = get_object_or_404(visible_bodies(asker, at), key=key)
    if not operations.keeps(row, asker, at):
        raise Http404
    form = RhythmForm(request.POST or None, asker=asker, at=at, row=row)
    if request.method == "POST" and done(
        form,
        lambda: operations.set_rhythm(
            row, cadence=form.cadence(), terms=form.terms(), seen=form.what_was_seen(), by=asker, at=at
        ),
    ):
        toast(request, _("Saved"))
        return redirect(row)
    heading = _("When %(body)s meets") % {"body": row.name}
    return form_page(request, "bodies/charter_form.html", form, {**NAV, "body": row, "heading": heading})


def _reading(form: SetUpForm, rows: list[SeatRow], at: datetime) -> dict[str, Any]:
    """What the form comes to, as far as it can be read: missing voices, a chair, the quorum, the first meetings."""
    if not form.is_bound:
        wanted, seats = _said(form["requires"].value()), []
        heard, rule = _said(form["heard"].value()), cadence.CHOICES.get(form["rhythm"].value() or "")
        rest = [row["function"].value() for row in rows if row["function"].value()]
    else:
        given = getattr(form, "cleaned_data", {})
        wanted, heard = _said(given.get("requires", "")), _said(given.get("heard", ""))
        rule = form.cadence() if form.is_valid() or not {"rhythm", "until", "rule"} & form.errors.keys() else None
        filled = [row.cleaned_data for row in rows if row.is_valid()]
        seats = [each for each in filled if each.get("person") is not None]
        rest = [row.cleaned_data["function"] for row in rows if row.is_valid() and row.vacant]
    voting = {each["function"].casefold() for each in seats if each["kind"] != "advisor"}
    return {
        "missing": [name for name in dict.fromkeys([*wanted, *rest]) if name.casefold() not in voting],
        "no_chair": not any(each["kind"] == "chair" for each in seats),
        "unheard": [name for name in heard if name.casefold() not in voting],
        "seats": len(seats), "days": charter_forms.meets_next(rule, form.kind, at),
    }  # fmt: skip


def _said(text: object) -> list[str]:
    return [part.strip() for part in str(text or "").split(",") if part.strip()]
