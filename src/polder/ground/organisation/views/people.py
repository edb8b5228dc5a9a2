"""People: the directory, one person, and what the registration does with them."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.ground.ledger.queries import timeline
from polder.ground.organisation import panels
from polder.ground.organisation.asof import as_of
from polder.ground.organisation.forms import DeputyForm, LeaveForm, PersonForm, ReturnForm
from polder.ground.organisation.models import Invitation, Person, Unit
from polder.ground.organisation.operations import deputies, invitations, operators, people, registration
from polder.ground.organisation.queries import belonging, directory
from polder.ground.organisation.views.acting import asker_of, done, for_operators, form_page

PER_PAGE = 50


@require_safe
def people_list(request: HttpRequest) -> HttpResponse:
    """The directory, by name; words, unit, kind and for operators who is not here (yet or any more)."""
    asker, moment = asker_of(request), as_of(request)
    unit = Unit.objects.filter(key=request.GET.get("unit", "")).first()
    wanted = request.GET.get("presence", "here")
    presence: directory.Presence = next((known for known in directory.PRESENCES if known == wanted), "here")
    words, kind = request.GET.get("q", "").strip()[:200], request.GET.get("kind", "")
    found = directory.people_found(asker, words, at=moment.at, presence=presence, unit=unit, kind=kind)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "q": words, "unit": unit, "kind": kind, "presence": presence, "as_of": moment, "at": moment.at,
        "kinds": Person.Kind.choices, "filtered": bool(words or unit or kind or presence != "here"),
        "presences": [("here", _("Here")), ("to_come", _("Still to come")), ("gone", _("Left")), ("all", _("Everybody"))],
    }  # fmt: skip
    return render_part(request, "organisation/people.html#found", context, page="organisation/people.html")


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Options for a field that asks for somebody: takes what was typed, whatever the field is called."""
    typed = next(iter(request.GET.values()), "")[:200]
    found = directory.suggestions(asker_of(request), str(typed), at=timezone.now())
    return render(request, "organisation/_suggestions.html", {"people": found})


def found_person(request: HttpRequest, key: str) -> Person:
    """The person, if who asks may see them; 404 alike for unknown and hidden."""
    asker = asker_of(request)
    moment = as_of(request)
    known = directory.visible_people(asker, moment.now) | directory.visible_people(asker, moment.at)
    known = known | Person.objects.filter(pk=asker.pk)
    return get_object_or_404(known.select_related("unit", "sponsor").distinct(), key=key)


@require_safe
def person(request: HttpRequest, key: str) -> HttpResponse:
    """Where somebody stands, what they hold, who stands in for them."""
    asker, moment, shown = asker_of(request), as_of(request), found_person(request, key)
    place = belonging.place_of(shown, asker=asker, at=moment.at, now=moment.now)
    context = {
        "shown": shown, "place": place, "as_of": moment, "at": moment.at, "asker": asker, "tab": "overview",
        "counts": shown.counts(moment.at), "gone": shown.left_on is not None and shown.left_on <= moment.at,
        "may_deputise": deputies.may_deputise(asker, shown),
        "may_letter": invitations.may_invite(asker, shown, Invitation.Channel.LETTER),
        "panels": panels.shown("person", shown, asker=asker, at=moment.at),
        "aside": panels.shown("person_aside", shown, asker=asker, at=moment.at),
        "left_soon": shown.left_on is not None and shown.left_on > moment.at,
    }  # fmt: skip
    return render(request, "organisation/person.html", context)


@require_safe
def person_history(request: HttpRequest, key: str) -> HttpResponse:
    """What was done to and by somebody."""
    shown, at = found_person(request, key), timezone.now()
    context = {
        "shown": shown, "tab": "history", "at": at, "counts": shown.counts(at),
        "timeline": timeline(f"person:{shown.pk}", person=asker_of(request), at=at),
    }  # fmt: skip
    return render(request, "organisation/person_history.html", context)


def person_new(request: HttpRequest) -> HttpResponse:
    """Register somebody."""
    asker, at = for_operators(request), timezone.now()
    form = PersonForm(request.POST or None, asker=asker, at=at)
    made: list[Person] = []
    if request.method == "POST" and done(form, lambda: made.append(people.register(by=asker, at=at, **form.values()))):
        toast(request, _("%(name)s is registered") % {"name": made[0].name})
        return redirect(made[0])
    return form_page(request, "organisation/person_form.html", form, {"shown": None})


def person_edit(request: HttpRequest, key: str) -> HttpResponse:
    """Change what is registered."""
    asker, at, row = for_operators(request), timezone.now(), get_object_or_404(Person, key=key)
    form = PersonForm(request.POST or None, asker=asker, at=at, row=row)
    if request.method == "POST" and done(
        form, lambda: people.change(row, by=asker, at=at, seen=form.what_was_seen(), **form.values())
    ):
        toast(request, _("Saved"))
        return redirect(row)
    return form_page(request, "organisation/person_form.html", form, {"shown": row})


def person_leave(request: HttpRequest, key: str) -> HttpResponse:
    """G20: what they hold is shown first; the leaving itself is never blocked."""
    asker, at, row = for_operators(request), timezone.now(), get_object_or_404(Person, key=key)
    form = LeaveForm(request.POST or None, asker=asker, at=at)
    if request.method == "POST" and done(
        form, lambda: people.leave(row, by=asker, at=at, left_on=form.moment("left_on"))
    ):
        toast(request, _("Noted: %(name)s leaves") % {"name": row.name})
        return redirect(row)
    context = {
        "shown": row,
        "place": belonging.place_of(row, asker=asker, at=at),
        "panels": panels.shown("leaving", row, asker=asker, at=at),
        "last_operator": row.operator and [other.pk for other in registration.operators_now(at)] == [row.pk],
        "at": at, "asker": asker,
    }  # fmt: skip
    return form_page(request, "organisation/person_leave.html", form, context)


def person_return(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody who left comes back."""
    asker, at, row = for_operators(request), timezone.now(), get_object_or_404(Person, key=key)
    form = ReturnForm(request.POST or None, asker=asker, at=at)
    if request.method == "POST" and done(
        form,
        lambda: people.readmit(
            row, by=asker, at=at, active_from=form.moment("active_from"), left_on=form.moment("left_on")
        ),
    ):
        toast(request, _("%(name)s is back") % {"name": row.name})
        return redirect(row)
    place = belonging.place_of(row, asker=asker, at=at)
    return form_page(request, "organisation/person_return.html", form, {"shown": row, "place": place})


def person_forget(request: HttpRequest, key: str) -> HttpResponse:
    """Empty what is known of somebody who left."""
    asker, row = for_operators(request), get_object_or_404(Person, key=key)
    if request.method == "POST":
        people.forget(row, by=asker, at=timezone.now())
        toast(request, _("Forgotten"))
        return redirect("organisation:people")
    return render(request, "organisation/person_forget.html", {"shown": row})


def person_deputise(request: HttpRequest, key: str) -> HttpResponse:
    """Name who stands in."""
    asker, at, row = asker_of(request), timezone.now(), found_person(request, key)
    deputies.require(asker, row, at)
    form = DeputyForm(request.POST or None, asker=asker, at=at)
    if request.method == "POST" and done(
        form,
        lambda: deputies.deputise(
            row, deputy=form.cleaned_data["deputy"], by=asker, at=at,
            valid_from=form.moment("valid_from"), valid_until=form.moment("valid_until"),
        ),
    ):  # fmt: skip
        toast(request, _("Deputy named"))
        return redirect(row)
    return form_page(request, "organisation/deputy_form.html", form, {"shown": row})


@require_POST
def person_operator(request: HttpRequest, key: str) -> HttpResponse:
    """Name somebody operator, or end it: `do` is `name` or `dismiss`."""
    asker, row = asker_of(request), get_object_or_404(Person, key=key)
    if request.POST.get("do") == "dismiss":
        operators.dismiss(row, by=asker, at=timezone.now())
        toast(request, _("%(name)s is no operator any more") % {"name": row.name})
    else:
        operators.name(row, by=asker, at=timezone.now())
        toast(request, _("%(name)s is an operator now") % {"name": row.name})
    return redirect(row)


@require_POST
def person_invite(request: HttpRequest, key: str) -> HttpResponse:
    """A one-time code, by mail or as a letter to print."""
    asker, row = asker_of(request), found_person(request, key)
    channel = Invitation.Channel.MAIL if request.POST.get("channel") == "mail" else Invitation.Channel.LETTER
    made = invitations.invite(row, channel=channel, by=asker, at=timezone.now())
    if channel == Invitation.Channel.LETTER:
        return redirect("organisation:letter", made.pk)
    toast(request, _("Invitation sent to %(address)s") % {"address": row.email})
    return HttpResponseRedirect(row.get_absolute_url())
