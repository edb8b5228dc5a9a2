"""`/inbox/`: what waits for whoever asks; one of it in full; doing one or several without opening them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from polder.base.errors import PolderError
from polder.base.parts import wants_part
from polder.base.returning import asked_back
from polder.base.toasts import toast
from polder.capabilities.notifications import badge, inbox, notices, tasks
from polder.capabilities.notifications.tasks import Action, Task
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of
from polder.ground.organisation.views.remembering import remembered_piece

_AT_ONCE = 200  # as many as can be chosen in one form


class NothingChosen(PolderError):
    """The button of several was pressed and none was chosen, or what it does is not there."""

    code = "invalid"
    status = 422


@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The whole page; for htmx the list and the one item in full."""
    at = timezone.now()
    panes = remembered_piece(request, "inbox", at=at, make=lambda: _panes(request, at))
    if wants_part(request):
        return HttpResponse(panes)
    return render(request, "notifications/inbox.html", {"nav_key": "inbox", "panes": panes})


def _panes(request: HttpRequest, at: datetime) -> SafeString:
    return render_to_string("notifications/_panes.html", _context(request, at), request)


def _context(request: HttpRequest, at: datetime) -> dict[str, object]:
    person = asker_of(request)
    found = tasks.shown_to(person, at)
    badge.keep(person, len(found), notices.unread(person, at), at)
    asked = request.GET if request.method == "GET" else request.POST
    kind = asked.get("kind", "")
    most = asked.get("most", "")
    shown = inbox.arrange(
        found,
        at,
        timezone.get_current_timezone(),
        kind=kind if kind in tasks.kinds() else "",
        key=asked.get("open", ""),
        most=min(int(most), 5_000) if most.isascii() and most.isdigit() and len(most) < 6 else inbox.PAGE,
    )
    return {
        "nav_key": "inbox",
        "inbox": shown,
        "kind": kind,
        "at": at,
        "next_most": shown.shown + 100,
        **in_full(request, shown.chosen, at),
    }


def in_full(request: HttpRequest, task: Task | None, at: datetime) -> dict[str, object]:
    """One task with all that can be done with it; its source may show more than title and detail."""
    if task is None:
        return {"task": None}
    source = tasks.source_of(task.kind)
    return {
        "task": task,
        "due": tasks.due_moment(task, timezone.get_current_timezone()),
        "label": source.kinds[task.kind] if source else "",
        "actions": tasks.actions_of(task.kind),
        "panel": source.panel(request, task, at) if source and source.panel else "",
    }


@dataclass
class _Done:
    """What became of the chosen: sentences of what was done, and who was refused why."""

    said: list[str | Promise] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@require_POST
def do(request: HttpRequest) -> HttpResponse:
    """Does one action (`do`: `approve.approve`) with each task named by `task` (`approve/page:4@7`), each by itself.

    One that is refused raises as its operation does; of several the others are done and the refused are listed.
    """
    person, at = asker_of(request), timezone.now()
    kind, _dot, name = request.POST.get("do", "").partition(".")
    action = tasks.action_of(kind, name)
    named = [_key_and_shown(mark) for mark in request.POST.getlist("task")[:_AT_ONCE]]
    marks = {key: shown for key, shown in named if key.startswith(f"{kind}/")}  # one form holds tasks of several kinds
    if action is None or not marks:
        raise NothingChosen(_("Choose what you want to do this with, then press the button."))
    mine = {task.key: task for task in tasks.for_person(person, at) if task.kind == kind}
    badge.forget(person)
    chosen = [(mine.get(key), shown) for key, shown in marks.items()]
    one = len(chosen) == 1
    done = _Done([_do_one(action, *chosen[0], person, at)]) if one else _do_all(action, chosen, person, at)
    for sentence in done.said:
        toast(request, sentence)
    context = {**_context(request, timezone.now()), "refused": done.refused, "acted": True}
    if not wants_part(request):
        if not done.refused:
            return redirect(_back(request))
        panes = render_to_string("notifications/_panes.html", context, request)
        return render(request, "notifications/inbox.html", {"nav_key": "inbox", "panes": panes})
    return trigger_client_event(render(request, "notifications/_panes.html", context), "inboxChanged")


def _key_and_shown(mark: str) -> tuple[str, str]:
    key, _at, shown = mark.partition("@")
    return key, shown


def _do_one(action: Action, task: Task | None, shown: str, person: Person, at: datetime) -> str | Promise:
    if task is None:
        raise Gone()
    return action.run(task.thing, by=person, at=at, shown=shown)


def _do_all(action: Action, chosen: Sequence[tuple[Task | None, str]], person: Person, at: datetime) -> _Done:
    done, acted, gone = _Done(), 0, 0
    for task, shown in chosen:
        if task is None:
            gone += 1
            continue
        try:
            action.run(task.thing, by=person, at=at, shown=shown)
            acted += 1
        except PolderError as problem:  # the others are done all the same; this one is told
            done.refused.append(_("%(title)s: %(why)s") % {"title": task.title, "why": problem})
    if acted:
        words = {"verb": action.label, "n": acted}
        done.said.append(ngettext("%(verb)s: %(n)d done", "%(verb)s: %(n)d done", acted) % words)
    if gone:
        done.refused.append(
            ngettext(
                "%(n)d no longer waits for you: it was done or withdrawn meanwhile.",
                "%(n)d no longer wait for you: they were done or withdrawn meanwhile.",
                gone,
            )
            % {"n": gone}
        )
    return done


class Gone(PolderError):
    """What was to be done no longer waits for this person."""

    code = "wrong_state"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("This no longer waits for you: it was done or withdrawn meanwhile."))


def _back(request: HttpRequest) -> str:
    return asked_back(request) or reverse("notifications:inbox")


@require_GET
@login_not_required  # whoever was signed out meanwhile must not be thrown out of the page they are reading
def look(request: HttpRequest) -> HttpResponse:
    """`/inbox/badge/`: the small numbers, for the part that looks by itself."""
    person = getattr(request, "person", None)
    if person is None:
        return HttpResponse(status=204)
    numbers = badge.count(person, timezone.now())
    seen = tuple(request.GET.get(name, "") for name in ("waiting", "new"))
    looks = request.GET.get("looks", "")
    same = seen == (str(numbers.waiting), str(numbers.new)) and looks.isascii() and looks.isdigit()
    again = min(int(looks), 100) + 1 if same else 0
    return HttpResponse(badge.render(request, numbers, looks=again, with_bell=True))
