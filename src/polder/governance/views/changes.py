"""Change sets: the list, and the page on which one is looked at before and after it takes effect."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.governance import drafts, effects, finding_words, operations, store, touching
from polder.governance.changes import MatrixLine
from polder.governance.facts import ASSIGNABLE_FACETS, FACETS, LETTERS, AspectKey, PersonKey
from polder.governance.finding_rules import Found
from polder.governance.grid import in_tree_order
from polder.governance.models import ChangeSet
from polder.governance.operations import Preview
from polder.governance.resolution import Reading
from polder.governance.views import change_acts
from polder.governance.views.settings_forms import parties
from polder.ground.ledger import acts
from polder.ground.ledger.queries import timeline
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

State = ChangeSet.State
PER_PAGE = 30
TABS: dict[str, tuple[str, ...]] = {
    "mine": (),
    "proposed": (State.PROPOSED,),
    "planned": (State.PLANNED,),
    "applied": (State.APPLIED,),
}
OPEN = (State.DRAFT, State.PROPOSED)
JUST_BEFORE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding that would come or go, in words."""

    severity: str
    sentence: str
    meaning: str


@require_http_methods(["GET", "POST"])
def change_sets(request: HttpRequest) -> HttpResponse:
    """`/matrix/changes/?tab=proposed`: one's own, what waits, what is planned, what was done. Posted: a new draft."""
    person = asker_of(request)
    if request.method == "POST":
        title = request.POST.get("title", "").strip() or _("New change")
        return redirect(operations.draft(title=title, by=person, at=timezone.now()))
    tab = request.GET.get("tab", "mine")
    tab = tab if tab in TABS else "mine"
    listed = drafts.listed(person).order_by("-made_at", "-pk")
    shown = listed.filter(author=person) if tab == "mine" else listed.filter(state__in=TABS[tab])
    context = {
        "nav_key": "changes",
        "tab": tab,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "waiting": drafts.waiting_for(person, timezone.now()),
    }
    return render(request, "governance/change_sets.html", context)


@require_http_methods(["GET", "POST"])
def change_set(request: HttpRequest, number: int) -> HttpResponse:
    """`/matrix/changes/12/`: what it would do, and the buttons; of others once it is proposed. Posted: one act, `do`."""
    person = asker_of(request)
    row = get_object_or_404(drafts.listed(person), pk=number)
    if request.method == "POST":
        now = timezone.now()
        said = change_acts.perform(request, row, person, now)
        if request.POST.get("from") == "bar":
            return change_acts.answer_of_bar(request, row, person)
        row = get_object_or_404(drafts.listed(person), pk=number)
        if said:
            toast(request, said)
    context = page_context(request, row, person, timezone.now())
    return render_part(request, "governance/change_set.html#sheet", context, then=row.get_absolute_url())


def page_context(request: HttpRequest, row: ChangeSet, person: Person, now: datetime) -> dict[str, Any]:
    """All that the page of one change set says."""
    reading = store.reading_now()
    lines = drafts.lines_of(row)
    is_open = row.state in OPEN or row.state == State.PLANNED
    at = max(now, row.effective_at) if is_open and row.effective_at else now
    if row.applied_at:
        at = row.applied_at - JUST_BEFORE
    cells = effects.cells(reading, lines, at)
    context: dict[str, Any] = {
        "nav_key": "changes",
        "set": row,
        "is_author": row.author_id == person.pk,
        "is_open": is_open,
        "at": at,
        "now": now,
        "cells": cells,
        "others": effects.sentences(lines),
        "letter_count": sum(len(each.numbers) for each in cells),
        "aspect_count": len(drafts.aspects_of(lines)),
        "timeline": timeline(f"change_set:{row.pk}", person=person, at=now),
        "imported": _imported(row),
        "seen": acts.matrix_version(),
        "address": request.build_absolute_uri(row.get_absolute_url()),
        "can_edit": row.state == State.DRAFT and row.author_id == person.pk,
        "can_withdraw": is_open and person.pk in (row.author_id, row.decided_by_id),
        "tomorrow": now + timedelta(days=1),
    }
    if is_open and lines:
        preview = operations.simulate(lines, at=at, by=person)
        context |= _effect(reading, lines, preview, PersonKey(person.key), by_powers=request.GET.get("by") == "powers")
        context |= _rights(row, reading, lines, preview, person, now)
        context |= _touched(reading, preview, person, whole=context["may_apply"] or context["may_reject"])
    if context["can_edit"]:
        context |= _choices(reading)
    return context


def _effect(
    reading: Reading, lines: Sequence[MatrixLine], preview: Preview, me: PersonKey, *, by_powers: bool
) -> dict[str, Any]:
    """Who gains and loses, and the findings; or why it cannot be done at all."""
    if preview.simulation is None or preview.after is None:
        return {"problems": [effects.in_names(reading, str(problem), lines) for problem in preview.problems]}
    simulation, after = preview.simulation, Reading(preview.after)
    gain, lose = simulation.people["gained"], simulation.people["lost"]
    return {
        "preview": preview,
        "gain_count": len(gain),
        "lose_count": len(lose),
        "i_gain": me in gain,
        "i_lose": me in lose,
        "by_powers": by_powers,
        "gaining": [] if by_powers else effects.groups(after, simulation, me),
        "powers": effects.by_power(after, simulation) if by_powers else [],
        "findings_before": simulation.findings_before,
        "findings_after": simulation.findings_before - len(simulation.vanishing) + len(simulation.appearing),
        "vanishing": [_finding(reading, found) for found in simulation.vanishing],
        "appearing": [_finding(after, found) for found in simulation.appearing],
    }


def _touched(reading: Reading, preview: Preview, person: Person, *, whole: bool) -> dict[str, Any]:
    """Pages and requests under way."""
    if preview.after is None:
        return {}
    found = touching.foretell(touching.Question(reading, Reading(preview.after), preview.at, person, whole))
    return {"touched": found, "rerouted": sum(each.requests for each in found)}


def _rights(
    row: ChangeSet, reading: Reading, lines: Sequence[MatrixLine], preview: Preview, person: Person, now: datetime
) -> dict[str, Any]:
    """What whoever looks may do with it, and who else could."""
    may = preview.simulation is not None and preview.refusal is None
    settable = len(lines) if may else effects.settable_lines(reading, lines, person.key, now)
    who = [] if may or preview.simulation is None else drafts.who_could_apply(row, now)
    return {
        "may_apply": may,
        "refusal": effects.in_names(reading, str(preview.refusal), lines) if preview.refusal else "",
        "settable": settable,
        "line_count": len(lines),
        "who_could": [each for each in who if each.pk != person.pk],
        "may_reject": row.state == State.PROPOSED and settable > 0,
    }


def _choices(reading: Reading) -> dict[str, Any]:
    """What a line can be about."""
    facts = reading.facts
    aspects = [(facts.aspects[key], min(len(reading.line(key)) - 1, 9)) for key in in_tree_order(reading)]
    return {
        "aspects": [(key.key, "\u2003" * depth + key.name) for key, depth in aspects],
        "parties": parties(facts),
        "letters": LETTERS,
        "facets": (ASSIGNABLE_FACETS[-1], *FACETS),
    }


def _finding(reading: Reading, found: Found) -> Finding:
    known = AspectKey(found.aspect) in reading.facts.aspects
    said = finding_words.sentence(reading, found) if known else finding_words.name(found.code)
    return Finding(found.severity, said, finding_words.meaning(found.code))


def _imported(row: ChangeSet) -> list[dict[str, Any]]:
    """The findings of the file it was read from: they are told again before it takes effect (importer.md)."""
    found = row.reading.get("findings", []) if isinstance(row.reading, dict) else []
    return [each for each in found if isinstance(each, dict)]
