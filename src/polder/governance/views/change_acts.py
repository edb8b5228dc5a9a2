"""What the buttons on a change set do: each one act of governance, by its name in `do`."""

from collections.abc import Callable
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from polder.base.parts import wants_part
from polder.base.sent_numbers import numbers_in
from polder.base.time import midnight, parse_day
from polder.base.toasts import toast
from polder.governance import drafts, effects, operations, store
from polder.governance.cell_changes import Cell, in_force, lines_for, other_accountable, wanted
from polder.governance.errors import ChangeError, Invalid, Stale
from polder.governance.facts import ASSIGNABLE_FACETS, LETTERS, AspectKey, PartyKey
from polder.governance.models import ChangeSet
from polder.governance.views.cells import bar_answer
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person

type Act = Callable[[HttpRequest, ChangeSet, Person, datetime], str]


def perform(request: HttpRequest, row: ChangeSet, person: Person, at: datetime) -> str:
    """One act; gives what to say when it is done. Typed errors are the operations' own."""
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        return act(request, row, person, at)
    except ChangeError as error:  # it knows keys, whoever reads it names
        error.sentence = effects.in_names(store.reading_now(), str(error), drafts.lines_of(row))
        raise


def answer_of_bar(request: HttpRequest, row: ChangeSet, person: Person) -> HttpResponse:
    """From the foot of the matrix: one stays there after discarding, and else sees what was done."""
    discarded = request.POST.get("do") == "withdraw"
    if discarded:
        toast(request, _("Discarded"))
    if not wants_part(request):
        return redirect("governance:matrix") if discarded else redirect(row)
    if discarded:
        return bar_answer(request, person)
    return HttpResponseClientRedirect(row.get_absolute_url())


def _apply(request: HttpRequest, row: ChangeSet, person: Person, at: datetime) -> str:
    with acts.act(alone=True):  # the words and the act: both, or neither
        version = _described(request, row, person, at)
        operations.apply(row, by=person, at=at, version=version, seen=_whole(request.POST.get("seen", "")))
    return _("Applied")


def _propose(request: HttpRequest, row: ChangeSet, person: Person, at: datetime) -> str:
    with acts.act():
        version = _described(request, row, person, at)
        operations.propose(row, version=version, by=person, at=at)
    return _("Proposed")


def _plan(request: HttpRequest, row: ChangeSet, person: Person, at: datetime) -> str:
    day = request.POST.get("day", "")
    if not day:
        raise Invalid(_("Choose the day on which it takes effect."))
    effective = midnight(parse_day(day), store.zone(store.facts_now()))
    with acts.act(alone=True):
        version = _described(request, row, person, at)
        operations.plan(row, effective_at=effective, by=person, at=at, version=version)
    return _("Planned")


def _describe(request: HttpRequest, row: ChangeSet, person: Person, at: datetime) -> str:
    _described(request, row, person, at)
    return _("Saved")


def _withdraw(_request: HttpRequest, row: ChangeSet, person: Person, at: datetime) -> str:
    was_draft = row.state == ChangeSet.State.DRAFT
    operations.withdraw(row, by=person, at=at)
    return _("Discarded") if was_draft else _("Withdrawn")


def _reject(request: HttpRequest, row: ChangeSet, person: Person, at: datetime) -> str:
    operations.reject(row, reason=request.POST.get("why_not", ""), by=person, at=at)
    return _("Rejected")


def _remove(request: HttpRequest, row: ChangeSet, person: Person, at: datetime) -> str:
    places = set(numbers_in(request.POST.get("lines", "").split(",")))
    kept = [line for number, line in enumerate(drafts.lines_of(row)) if number not in places]
    operations.replace_lines(row, kept, version=_version(request, row), by=person, at=at)
    return _("Taken out")


def _add(request: HttpRequest, row: ChangeSet, person: Person, at: datetime) -> str:
    given = request.POST
    reading = store.reading_now()
    letter = next((each for each in LETTERS if each == given.get("letter")), None)
    facet = next((each for each in ASSIGNABLE_FACETS if each == given.get("facet", "*")), None)
    if letter is None or facet is None or not given.get("aspect") or ":" not in given.get("party", ""):
        raise Invalid(_("Choose an aspect, a party and a letter."))
    cell = Cell(AspectKey(given["aspect"]), facet, PartyKey(given["party"]))
    lines = drafts.lines_of(row)
    own = in_force(reading.facts, cell, at)
    planned = wanted(lines, cell, own)
    letters = planned - {letter} if given.get("kind") == "end" else planned | {letter}
    if letters == planned:
        raise Invalid(_("That is so already: this line would change nothing."))
    zone = store.zone(reading.facts)
    begin, until = given.get("from", ""), given.get("until", "")
    collected = lines_for(
        lines, cell, letters, own=own, other=other_accountable(reading.facts, cell, at),
        valid_from=midnight(parse_day(begin), zone) if begin else None,
        valid_until=midnight(parse_day(until), zone) if until else None,
    )  # fmt: skip
    operations.replace_lines(row, collected, version=_version(request, row), by=person, at=at)
    return _("Added")


_ACTS: dict[str, Act] = {
    "apply": _apply,
    "propose": _propose,
    "plan": _plan,
    "describe": _describe,
    "withdraw": _withdraw,
    "reject": _reject,
    "remove": _remove,
    "add": _add,
}


def _described(request: HttpRequest, row: ChangeSet, person: Person, at: datetime) -> int:
    """Title and reason as sent, where they are another; the version after that. Raises Stale as `describe`."""
    version = _version(request, row)
    title, reason = request.POST.get("title", row.title), request.POST.get("reason", row.reason)
    if row.state != ChangeSet.State.DRAFT or (title.strip(), reason.strip()) == (row.title, row.reason):
        return version
    changed = operations.describe(
        row, version=version, by=person, at=at, title=title, reason=reason.strip(), effective_at=row.effective_at
    )
    return changed.version


def _version(request: HttpRequest, row: ChangeSet) -> int:
    version = _whole(request.POST.get("version", ""))
    if version is None:
        raise Stale(_("Look at the change set again before you go on."), version=row.version)
    return version


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else None
