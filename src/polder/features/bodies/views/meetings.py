"""A meeting before, while and after it is held."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.errors import PolderError
from polder.base.parts import render_part
from polder.base.sent_numbers import number_in, numbers_in
from polder.base.toasts import toast
from polder.capabilities.publishing import readings
from polder.features.bodies import agenda, operations, queries, showing, sitting, superseding, table, year_of_money
from polder.features.bodies.forms import ActionForm, ItemForm, MeetingForm
from polder.features.bodies.models import Answer, Item, Meeting, Minutes
from polder.ground.organisation import panels
from polder.ground.organisation.models import Person
from polder.ground.organisation.queries.closed import visible_bodies
from polder.ground.organisation.views.acting import asker_of

NAV = {"nav_key": "bodies"}


@require_GET
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """`/meetings/12/`: for who has a seat or stands in; for others there is none."""
    person, at = asker_of(request), timezone.now()
    context = context_of(_found(pk, person, at), person, at)
    return render_part(request, "bodies/meeting.html#live", context, page="bodies/meeting.html")


@require_GET
def papers(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything on the table on one page, to print or to keep as a file."""
    person, at = asker_of(request), timezone.now()
    row = _found(pk, person, at)
    context = context_of(row, person, at)
    seen = queries.proposals_visible_to(person, at).filter(pk__in=[each.pk for each in context["agenda"].proposals])
    whole = seen.select_related("aspect", "body", "asked", "made_by", "decision").order_by("made_at", "pk")
    context["whole"] = [showing.on_paper(each, person, at) for each in whole]
    return render(request, "bodies/papers.html", context)


@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, key: str) -> HttpResponse:
    """`/bodies/steering/meetings/new/`: by the chair, the secretary, and who stands in for them."""
    person, at = asker_of(request), timezone.now()
    body = get_object_or_404(visible_bodies(person, at), key=key)
    if not sitting.sits(body, person, at) and not sitting.leads(body, person, at):
        raise Http404
    operations.require_lead(body, person, at)
    form = MeetingForm(request.POST or None, zone=readings.calendar().zone)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.plan(body, **form.moments(), place=form.cleaned_data["place"], by=person, at=at)
        except PolderError as refused:  # whoever filled it in must not lose their work
            form.add_error(None, str(refused))
        else:
            toast(request, _("Planned: everybody with a seat is invited."))
            return redirect(made)
    context = {**NAV, "form": form, "body": body, "meeting": None}
    return render(request, "bodies/meeting_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """To another time or place; posted `do=cancel` calls it off."""
    person, at = asker_of(request), timezone.now()
    row = _found(pk, person, at)
    if request.POST.get("do") == "cancel":
        operations.cancel(row, by=person, at=at)
        toast(request, _("Called off: everybody who was invited is told."))
        return redirect(row.body)
    form = MeetingForm(request.POST or None, zone=readings.calendar().zone, meeting=row)
    if request.method == "POST" and form.is_valid():
        try:
            operations.move(row, **form.moments(), place=form.cleaned_data["place"], by=person, at=at)
        except PolderError as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, _("Moved: everybody with a seat is asked again."))
            return redirect(row)
    context = {**NAV, "form": form, "body": row.body, "meeting": row}
    return render(request, "bodies/meeting_form.html", context, status=422 if form.errors else 200)


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """`/meetings/12/open/`: one act, then back to the meeting."""
    run = _ACTS.get(verb)
    if run is None:
        raise Http404
    person, at = asker_of(request), timezone.now()
    row = _found(pk, person, at)
    said = run(row, request.POST, person, at)
    toast(request, said)
    if verb == "minutes":
        return redirect("publishing:route", Minutes.objects.get(meeting=row).pk)
    return redirect(row)


def context_of(row: Meeting, person: Person, at: datetime) -> dict[str, Any]:
    """What the templates of a meeting take."""
    here = sitting.of(row.body, at)
    leads = sitting.leads(row.body, person, at)
    year = readings.calendar().today(row.begins_at).year
    money = year_of_money.of_body(row.body, year) if person.kind != Person.Kind.GUEST else []
    return {
        **NAV,
        "meeting": row,
        "body": row.body,
        "agenda": agenda.of(row, at),
        "money": money,
        "money_total": year_of_money.summed(money),
        "money_year": year,
        "table": table.of(row, at),
        "actions": list(row.actions.select_related("owner")),
        "decisions": list(superseding.with_lapsed(row.decisions.select_related("proposal")).order_by("pk")),
        "minutes": Minutes.objects.filter(meeting=row, binned_at=None).first(),
        "leads": leads,
        "sits": leads or sitting.sits(row.body, person, at),
        "my_answer": Answer.objects.filter(meeting=row, person=person).first(),
        "answers": Answer.Comes.choices,
        "invited": queries.people(sitting.invited(row.body, at)) if leads else (),
        "coming": set(row.answers.filter(comes=Answer.Comes.YES).values_list("person", flat=True)),
        "present": here.present if row.is_open else set(),
        "item_form": ItemForm(),
        "action_form": ActionForm(people=queries.people(sitting.invited(row.body, at))),
        "papers": panels.shown("papers", row.body, asker=person, at=at),
        "at": at,
    }


def _found(pk: int, person: Person, at: datetime) -> Meeting:
    return get_object_or_404(queries.meetings_visible_to(person, at).select_related("body"), pk=pk)


def _answer(row: Meeting, given: Any, by: Person, at: datetime) -> str:
    operations.answer(row, comes=given.get("comes", ""), by=by, at=at)
    return _("Noted.")


def _open(row: Meeting, given: Any, by: Person, at: datetime) -> str:
    numbers = numbers_in(given.getlist("present"))
    operations.meet(row.body, present=list(queries.people(numbers)), meeting=row, by=by, at=at)
    return _("The meeting is open.")


def _present(row: Meeting, given: Any, by: Person, at: datetime) -> str:
    numbers = numbers_in(given.getlist("present"))
    operations.count_in(row.body, present=list(queries.people(numbers)), by=by, at=at)
    return _("Noted who is there.")


def _adjourn(row: Meeting, _given: Any, by: Person, at: datetime) -> str:
    operations.adjourn(row.body, by=by, at=at)
    return _("The meeting is closed.")


def _item(row: Meeting, given: Any, by: Person, at: datetime) -> str:
    operations.put_on_agenda(row, title=given.get("title", ""), text=given.get("text", ""), by=by, at=at)
    return _("It is on the agenda.")


def _noted(row: Meeting, given: Any, by: Person, at: datetime) -> str:
    item = get_object_or_404(Item, pk=number_in(given.get("item")) or 0, meeting=row)
    operations.note_down(item, given.get("noted", ""), by=by, at=at)
    return _("Noted.")


def _action(row: Meeting, given: Any, by: Person, at: datetime) -> str:
    form = ActionForm(given, people=queries.people(sitting.invited(row.body, at)))
    values = form.checked()
    operations.give_action(row.body, **values, meeting=row, by=by, at=at)
    return _("Noted: %(name)s does it.") % {"name": values["owner"].name}


def _minutes(row: Meeting, _given: Any, by: Person, at: datetime) -> str:
    operations.write_minutes(row, by=by, at=at)
    return _("Drafted from what happened. Read them, then submit them.")


_ACTS: dict[str, Callable[[Meeting, Any, Person, datetime], str]] = {
    "answer": _answer, "open": _open, "present": _present, "adjourn": _adjourn, "item": _item, "noted": _noted,
    "action": _action, "minutes": _minutes,
}  # fmt: skip
