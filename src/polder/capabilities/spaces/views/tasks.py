"""Tasks of a space, as a list and as a board; one of them; and moving it."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.errors import PolderError
from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.capabilities.publishing import readings
from polder.capabilities.spaces import operations, trails
from polder.capabilities.spaces.forms import TaskForm
from polder.capabilities.spaces.models import Space, Task
from polder.capabilities.spaces.queries import tasks
from polder.capabilities.spaces.queries.tasks import Wanted
from polder.capabilities.spaces.views.common import context_of, found, text_of
from polder.governance.panels import decides
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

PER_PAGE = 50
_WITH_SPACE = ("owner", "made_by", "space__aspect", "space__party__unit", "space__party__body")


@require_GET
def index(request: HttpRequest, party: str) -> HttpResponse:
    """`/spaces/unit/it/tasks/?view=board&mine=1&late=1&state=todo&q=words`."""
    person, at = asker_of(request), timezone.now()
    return _listed(request, found(party, person, at), person, at)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, party: str) -> HttpResponse:
    """A form; `title`, `due` and `trail` may be known already."""
    person, at = asker_of(request), timezone.now()
    space = found(party, person, at)
    trail = text_of(request, "trail") if trails.found([text_of(request, "trail")], person, at) else ""
    known = {name: text_of(request, name) for name in ("title", "due") if name in request.GET}
    form = TaskForm(request.POST or None, space=space, asker=person, at=at, known=known)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", "owner", "due", "text", "once")}
        made = _tried(form, lambda: operations.add_task(space, **values, trail=trail, by=person, at=at))
        if made is not None:
            toast(request, _("Added: %(name)s does it.") % {"name": made.owner.name})
            return redirect("spaces:tasks", space.party.ref)
    context = context_of(space, person, at, "tasks") | {"form": form, "trail": trails.found([trail], person, at)}
    return render(request, "spaces/task_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """`/spaces/tasks/12/`: one task with its talk; posted, it is changed."""
    person, at = asker_of(request), timezone.now()
    row = get_object_or_404(tasks.visible_to(person, at).select_related(*_WITH_SPACE), pk=pk)
    form = TaskForm(request.POST or None, space=row.space, asker=person, at=at, task=row)
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("title", "owner", "due", "text")}
        version = form.cleaned_data["version"] or 0
        changed = _tried(form, lambda: operations.change_task(row, **values, version=version, by=person, at=at))
        if changed is not None:
            toast(request, _("Saved"))
            return redirect(changed)
    return render(request, "spaces/task.html", _of_task(row, form, person, at), status=422 if form.errors else 200)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """`/spaces/tasks/12/move/?view=board`: posted `to`; then back to where the button stood."""
    person, at = asker_of(request), timezone.now()
    row = get_object_or_404(tasks.visible_to(person, at).select_related(*_WITH_SPACE), pk=pk)
    to = request.POST.get("to") or request.GET.get("to", "")
    was = operations.move_task(row, to, by=person, at=at)
    row.state = Task.State(to)
    if was != to:
        kept = {name: value for name, value in request.GET.items() if name != "to"}
        undo = f"{reverse('spaces:task_move', args=[row.pk])}?{urlencode({**kept, 'to': was})}"
        toast(request, _("“%(title)s”: %(state)s") % {"title": row.title, "state": row.get_state_display()}, undo=undo)
    if request.GET.get("from") == "task":
        return redirect(row)
    return _listed(request, row.space, person, at, moved=row.pk)


def _listed(request: HttpRequest, space: Space, person: Person, at: datetime, *, moved: int = 0) -> HttpResponse:
    today = readings.calendar().today(at)
    state = request.GET.get("state", "")
    wanted = Wanted(
        mine=bool(request.GET.get("mine")), late=bool(request.GET.get("late")),
        state=state if state in Task.State.values else "", words=text_of(request, "q"),
    )  # fmt: skip
    as_board = request.GET.get("view") == "board"
    rows = tasks.of_space(space, wanted, person, at, today)
    query = urlencode({name: value for name, value in request.GET.items() if name in _KEPT})
    context = context_of(space, person, at, "tasks") | {
        "today": today, "wanted": wanted, "as_board": as_board, "query": query, "states": Task.State.choices,
        "counts": tasks.counts(space, person, today), "asker": person, "moved": moved,
    }  # fmt: skip
    if as_board:
        context["columns"] = tasks.board(rows)
    else:
        context["page"] = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    then = f"{reverse('spaces:tasks', args=[space.party.ref])}?{query}"
    return render_part(request, "spaces/tasks.html#found", context, page="spaces/tasks.html", then=then)


_KEPT = frozenset({"view", "mine", "late", "state", "q", "page"})


def _of_task(row: Task, form: TaskForm, person: Person, at: datetime) -> dict[str, Any]:
    context = context_of(row.space, person, at, "tasks")
    owns = row.owner_id == person.pk
    may_change = context["in_use"] and (context["standing"].works or owns)
    today = readings.calendar().today(at)
    listed = tasks.of_space(row.space, Wanted(), person, at, today)
    return context | {
        "task": row, "form": form, "may_change": may_change, "may_move": may_change or (owns and row.entrusted),
        "states": Task.State.choices, "today": today, "decides": decides(row.space.aspect, at),
        "trail": trails.found([row.trail], person, at).get(row.trail),
        "strays": bool(listed.filter(pk=row.pk).values_list("strays", flat=True).first()),
    }  # fmt: skip


def _tried(form: TaskForm, run: Any) -> Task | None:
    """What was typed stays when it is refused, and the form says why."""
    try:
        done: Task = run()
    except PolderError as refused:
        if refused.status in {403, 404}:
            raise
        form.add_error(None, str(refused))
        return None
    return done
