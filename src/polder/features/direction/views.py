"""The roadmap: one picture, the same as a table, the page of a goal, and its forms. For guests there is none."""

from collections import Counter
from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.toasts import toast
from polder.features.direction import chart, operations, picture, queries
from polder.features.direction.forms import GoalForm, NewGoalForm, ResultForm, SayForm
from polder.features.direction.models import Goal
from polder.governance import mandate
from polder.ground.ledger.queries import timeline
from polder.ground.organisation.models import Person
from polder.ground.organisation.queries.closed import visible_bodies
from polder.ground.organisation.views.acting import colleague_of, done, form_page

NAV = {"nav_key": "direction"}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/direction/?body=steering&as=table&dropped=1`"""
    person, at = colleague_of(request), timezone.now()
    key = request.GET.get("body", "").replace("\x00", "")
    body = visible_bodies(person, at).filter(key=key).first() if key else None
    goals = queries.listed(person, at, body=body, dropped="dropped" in request.GET)
    drawn = picture.of(goals, timezone.localdate(at))
    counts = Counter(staff.state for staff in drawn.staffs)
    context = {
        **NAV, "picture": drawn, "body": body, "as_table": request.GET.get("as") == "table",
        "serves": queries.serves(goals, person, at), "dropped": "dropped" in request.GET, "more": len(goals) == queries.MOST,
        "counts": counts, "under_way": counts.total() - counts["dropped"], "may_set": queries.may_set(person, at).exists(),
    }  # fmt: skip
    return render(request, "direction/index.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`/direction/new/`: for who may set goals of some steering group."""
    person, at = colleague_of(request), timezone.now()
    if not queries.may_set(person, at).exists():
        raise Http404
    form = NewGoalForm(request.POST or None, asker=person, at=at)
    form.fields["owner"].initial, form.fields["begins"].initial = person, timezone.localdate(at)
    made: list[Goal] = []
    if request.method == "POST" and done(
        form, lambda: made.append(operations.set_goal(**form.values(), by=person, at=at))
    ):
        toast(request, _("Set. Its owner is told."))
        return redirect(made[0])
    return form_page(request, "direction/form.html", form, {**NAV, "heading": _("What do you want to reach?")})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """`/direction/4/change/`: by who keeps it."""
    person, at = colleague_of(request), timezone.now()
    row = _found(pk, person, at)
    if not mandate.may(person, "edit", row.aspect, at=at).allowed:
        raise mandate.refusal(person, "edit", row.aspect, at=at)
    form = GoalForm(request.POST or None, asker=person, at=at, row=row)
    if request.method == "POST" and done(
        form, lambda: operations.change(row, **form.values(), seen=form.what_was_seen(), by=person, at=at)
    ):
        toast(request, _("Saved"))
        return redirect(row)
    return form_page(request, "direction/form.html", form, {**NAV, "goal": row, "heading": _("Change the goal")})


@require_GET
def goal(request: HttpRequest, pk: int) -> HttpResponse:
    """`/direction/4/`: how it stands, what was measured, what serves it, and what happened to it."""
    person, at = colleague_of(request), timezone.now()
    return _page(request, _found(pk, person, at), person, at)


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """`/direction/4/result/`: posted `value`, `on`, `text`; `state` and `why`; `thing`; `why`, as the verb needs."""
    person, at = colleague_of(request), timezone.now()
    row = _found(pk, person, at)
    if verb in {"result", "say"}:
        return _filled_in(request, row, verb, person, at)
    match verb:
        case "drop":
            operations.drop(row, request.POST.get("why", ""), by=person, at=at)
            toast(request, _("Dropped"))
        case "resume":
            operations.resume(row, by=person, at=at)
            toast(request, _("It goes on"))
        case "link":
            operations.link(row, request.POST.get("thing", ""), by=person, at=at)
            toast(request, _("Named"))
        case "unlink":
            operations.unlink(row, request.POST.get("thing", ""), by=person, at=at)
            toast(request, _("Taken away"))
        case _:
            raise Http404
    return redirect(row)


def _filled_in(request: HttpRequest, row: Goal, verb: str, person: Person, at: datetime) -> HttpResponse:
    if verb == "result":
        form: ResultForm | SayForm = ResultForm(request.POST, asker=person, at=at)
        happened = done(form, lambda: operations.note_result(row, **form.cleaned_data, by=person, at=at))
    else:
        form = SayForm(request.POST, asker=person, at=at)
        happened = done(form, lambda: operations.say_state(row, **form.cleaned_data, by=person, at=at))
    if happened:
        toast(request, _("Noted"))
        return redirect(row)
    status = form.refused.status if form.refused is not None else 422
    return _page(request, row, person, at, {f"{verb}_form": form}, status)


def _page(
    request: HttpRequest,
    row: Goal,
    person: Person,
    at: datetime,
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    today = timezone.localdate(at)
    page = queries.page_of(row, person, at, today)
    context: dict[str, Any] = {
        **NAV, "goal": row, "page": page, "today": today, "chart": chart.of(row, page.results, today),
        "staff": picture.of([row], today).staffs[0], "overdue": row.is_overdue(today),
        "timeline": timeline(row.ref, person=person, at=at, limit=10), "say_form": SayForm(asker=person, at=at),
        "result_form": _result_form(person, at, today), **(forms or {}),
    }  # fmt: skip
    return render(request, "direction/goal.html", context, status=status)


def _result_form(person: Person, at: datetime, today: date) -> ResultForm:
    form = ResultForm(asker=person, at=at)
    form.fields["on"].initial = today
    return form


def _found(pk: int, person: Person, at: datetime) -> Goal:
    row = queries.visible_to(person, at).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row
