"""Roles and who holds them."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.base.validity import valid_at
from polder.ground.ledger.queries import timeline
from polder.ground.organisation import panels
from polder.ground.organisation.asof import as_of
from polder.ground.organisation.forms import EndForm, HoldForm, HoldingForm, RoleForm
from polder.ground.organisation.models import Holding, Role
from polder.ground.organisation.models.people import active_at
from polder.ground.organisation.operations import roles
from polder.ground.organisation.queries import belonging, directory
from polder.ground.organisation.views.acting import asker_of, done, for_operators, form_page


@require_safe
def role_list(request: HttpRequest) -> HttpResponse:
    """Every role with how many hold it."""
    moment, words = as_of(request), request.GET.get("q", "").strip()[:200]
    holds: Q = valid_at(moment.at, "holdings__") & active_at(moment.at, "holdings__person__")
    found = directory.roles_found(words).annotate(holders=Count("holdings__person", filter=holds, distinct=True))
    context = {
        "page": Paginator(found.order_by("name", "key"), 50).get_page(request.GET.get("page")),
        "q": words, "as_of": moment, "at": moment.at,
    }  # fmt: skip
    return render_part(request, "organisation/roles.html#found", context, page="organisation/roles.html")


@require_safe
def role(request: HttpRequest, key: str) -> HttpResponse:
    """Who holds a role, from when until when."""
    asker, moment, shown = asker_of(request), as_of(request), get_object_or_404(Role, key=key)
    context = {
        "shown": shown, "as_of": moment, "at": moment.at, "asker": asker, "tab": "overview",
        "holdings": [
            (row, row.holds(moment.at), row.person.counts(moment.at))
            for row in belonging.holdings_of_role(shown, at=moment.at)
        ],
        "panels": panels.shown("role", shown, asker=asker, at=moment.at),
        "aside": panels.shown("role_aside", shown, asker=asker, at=moment.at),
    }  # fmt: skip
    return render(request, "organisation/role.html", context)


@require_safe
def role_history(request: HttpRequest, key: str) -> HttpResponse:
    """What was done to a role and its holders."""
    shown = get_object_or_404(Role, key=key)
    found = timeline(f"role:{shown.pk}", person=asker_of(request), at=timezone.now())
    context = {"shown": shown, "tab": "history", "timeline": found}
    return render(request, "organisation/role_history.html", context)


def role_new(request: HttpRequest) -> HttpResponse:
    """Add a role."""
    asker, at = for_operators(request), timezone.now()
    form = RoleForm(request.POST or None, asker=asker, at=at)
    made: list[Role] = []
    if request.method == "POST" and done(
        form, lambda: made.append(roles.add(name=form.cleaned_data["name"], by=asker, at=at))
    ):
        toast(request, _("Role added"))
        return redirect(made[0])
    return form_page(request, "organisation/role_form.html", form, {"shown": None})


def role_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Rename a role."""
    asker, at, row = for_operators(request), timezone.now(), get_object_or_404(Role, key=key)
    form = RoleForm(request.POST or None, asker=asker, at=at, row=row)
    if request.method == "POST" and done(
        form, lambda: roles.change(row, name=form.cleaned_data["name"], by=asker, at=at, seen=form.what_was_seen())
    ):
        toast(request, _("Saved"))
        return redirect(row)
    return form_page(request, "organisation/role_form.html", form, {"shown": row})


def role_remove(request: HttpRequest, key: str) -> HttpResponse:
    """Remove a role that holds no letters."""
    asker, row = for_operators(request), get_object_or_404(Role, key=key)
    if request.method == "POST":
        roles.remove(row, by=asker, at=timezone.now())
        toast(request, _("Role removed"))
        return redirect("organisation:roles")
    return render(request, "organisation/role_remove.html", {"shown": row})


def role_hold(request: HttpRequest, key: str) -> HttpResponse:
    """Give somebody the role."""
    asker, at, row = for_operators(request), timezone.now(), get_object_or_404(Role, key=key)
    form = HoldForm(request.POST or None, asker=asker, at=at)
    if request.method == "POST" and done(
        form,
        lambda: roles.hold(
            row, person=form.cleaned_data["person"], by=asker, at=at,
            valid_from=form.moment("valid_from"), valid_until=form.moment("valid_until"),
        ),
    ):  # fmt: skip
        toast(request, _("Role given"))
        return redirect(row)
    return form_page(request, "organisation/holding_form.html", form, {"role": row, "holding": None})


def holding_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """How long somebody holds a role."""
    asker, at = for_operators(request), timezone.now()
    row = get_object_or_404(Holding.objects.select_related("role", "person"), pk=pk)
    form = HoldingForm(request.POST or None, asker=asker, at=at, row=row)
    if request.method == "POST" and done(
        form,
        lambda: roles.change_holding(
            row, valid_until=form.moment("valid_until"), by=asker, at=at, seen=form.what_was_seen()
        ),
    ):
        toast(request, _("Saved"))
        return redirect(row.role)
    return form_page(request, "organisation/holding_form.html", form, {"role": row.role, "holding": row})


def holding_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody holds a role no longer."""
    asker, at = for_operators(request), timezone.now()
    row = get_object_or_404(Holding.objects.select_related("role", "person"), pk=pk)
    form = EndForm(request.POST or None, asker=asker, at=at)
    if request.method == "POST" and done(
        form, lambda: roles.end(row, by=asker, at=at, valid_until=form.moment("valid_until"))
    ):
        toast(request, _("Ended"))
        return redirect(row.role)
    heading = _("End the role %(role)s of %(person)s") % {"role": row.role.name, "person": row.person.name}
    return form_page(
        request, "organisation/end_form.html", form, {"heading": heading, "back": row.role.get_absolute_url()}
    )
