"""One project: what it is for, how it stands, who is in it, and what one may do about it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.toasts import toast
from polder.capabilities.spaces import membership
from polder.features.projects import near, operations, queries
from polder.features.projects.forms import (
    ChangeForm,
    JoinForm,
    MilestoneForm,
    OwnerForm,
    PersonForm,
    ReportForm,
    RiskForm,
    checked,
)
from polder.features.projects.models import Ask, Milestone, Place, Project, Risk
from polder.features.projects.models.register import UNDER_WAY
from polder.features.projects.views.register import NAV, shown_near
from polder.governance import decidable
from polder.governance import panels as governance
from polder.ground.ledger.queries import timeline
from polder.ground.organisation import panels
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of, done, form_page

REPORTS = 12  # the newest and those before it


@require_GET
def project(request: HttpRequest, key: str) -> HttpResponse:
    """`/projects/new-intranet/`: for who may see it; for others there is none."""
    person, at = asker_of(request), timezone.now()
    row = found(key, person, at)
    return render(request, "projects/project.html", context_of(row, person, at))


@require_GET
def history(request: HttpRequest, key: str) -> HttpResponse:
    """What happened to it."""
    person, at = asker_of(request), timezone.now()
    row = found(key, person, at)
    context = {**NAV, "project": row, "tab": "history", "timeline": timeline(row.ref, person=person, at=at)}
    return render(request, "projects/history.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Name, goal and days; two windows do not overwrite each other."""
    person, at = asker_of(request), timezone.now()
    row = _led(found(key, person, at), person, at)
    form = ChangeForm(request.POST or None, asker=person, at=at, row=row)
    if request.method == "POST" and done(
        form, lambda: operations.change(row, by=person, at=at, seen=form.what_was_seen(), **form.values())
    ):
        toast(request, _("Saved"))
        return redirect(row)
    return form_page(request, "projects/change.html", form, {**NAV, "project": row, "heading": _("Change the project")})


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody for the roster; `?function=` says for which function."""
    person, at = asker_of(request), timezone.now()
    row = _led(found(key, person, at), person, at)
    form = PersonForm(request.POST or None, asker=person, at=at)
    form.fields["function"].initial = request.GET.get("function", "")[:100]
    if request.method == "POST" and done(form, lambda: operations.add_person(row, form.member(), by=person, at=at)):
        toast(request, _("Added"))
        return redirect(row)
    return form_page(request, "projects/change.html", form, {**NAV, "project": row, "heading": _("Add somebody")})


@require_http_methods(["GET", "POST"])
def owner(request: HttpRequest, key: str) -> HttpResponse:
    """Another owner: by the owner, or who answers for the aspect when there is none."""
    person, at = asker_of(request), timezone.now()
    row = _led(found(key, person, at), person, at)
    form = OwnerForm(request.POST or None, asker=person, at=at)
    if request.method == "POST" and done(
        form,
        lambda: operations.appoint_owner(
            row, form.cleaned_data["person"], function=form.cleaned_data["function"], by=person, at=at
        ),
    ):
        toast(request, _("Appointed"))
        return redirect(row)
    return form_page(request, "projects/change.html", form, {**NAV, "project": row, "heading": _("Appoint an owner")})


@require_POST
def join(request: HttpRequest, key: str) -> HttpResponse:
    """To ask whether one may come in."""
    person, at = asker_of(request), timezone.now()
    row = found(key, person, at)
    form = JoinForm(request.POST, asker=person, at=at)
    if done(form, lambda: operations.ask_to_join(row, by=person, at=at, **form.cleaned_data)):
        toast(request, _("Asked. %(owner)s answers.") % {"owner": row.owner.name})
        return redirect(row)
    return form_page(request, "projects/change.html", form, {**NAV, "project": row, "heading": _("Ask to join")})


@require_POST
def act(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """`/projects/new-intranet/accept/`: one act, then back to the project."""
    run = _ACTS.get(verb)
    if run is None:
        raise Http404
    person, at = asker_of(request), timezone.now()
    row = found(key, person, at)
    toast(request, run(row, request.POST, person, at))
    return redirect(row)


def found(key: str, person: Person, at: datetime) -> Project:
    """The project, if who asks may see it; 404 alike for unknown and hidden."""
    rows = queries.projects_visible_to(person, at).select_related(
        "aspect", "owner", "body", "proposed_by", "decided_by"
    )
    return get_object_or_404(rows, key=key.replace("\x00", ""))


def context_of(row: Project, person: Person, at: datetime) -> dict[str, Any]:
    """What the page of a project takes. Bounded, whatever the number of people and of other projects."""
    leads = queries.leads(row, person, at)
    proposed = row.state == Project.State.PROPOSED
    places = queries.roster(row)
    asks = list(row.asks.filter(answered_at=None).select_related("by", "merged")) if leads and row.is_live else []
    seen = queries.projects_visible_to(person, at)
    inside = any(place.person_id == person.pk for place in places)
    return {
        **NAV, "tab": "overview", "project": row, "at": at, "leads": leads,
        "touches": list(row.touches.select_related("aspect")),
        "core": [place for place in places if place.ring == "core"],
        "extended": [place for place in places if place.ring != "core"],
        "near": shown_near(near.near_to(near.draft_of(row), person, at), at) if row.is_live else [],
        "kept": row.foreseen.filter(other__in=seen.values("pk")).count() if proposed else 0,
        "merged_into": seen.filter(pk=row.merged_into_id).first() if row.merged_into_id else None,
        "missing": queries.missing_voices([row]).get(row.pk, []),
        "owner_left": row.is_live and not row.owner.counts(at),
        "bodies_asked": decidable.asked(row.ref, person, at) if proposed else [],
        "may_accept": proposed and queries.may_accept(row, person, at),
        "answers": governance.decides(row.aspect, at),
        "letters": None if row.body is None else governance.of_party(row.body, person, at),
        "work": [] if row.body is None else panels.shown("body_work", row.body, asker=person, at=at),
        "head": [] if row.body is None else panels.shown("body_head", row.body, asker=person, at=at),
        "asks": asks, "space": membership.visible_to(person, at).filter(party__body=row.body_id or 0).first(),
        "may_join": row.is_live and not inside and person.kind != Person.Kind.GUEST,
        "asked": row.asks.filter(by=person, answered_at=None).exists(),
        "join_form": JoinForm(asker=person, at=at),
        **_running(row, person, at, leads),
    }  # fmt: skip


def _running(row: Project, person: Person, at: datetime, leads: bool) -> dict[str, Any]:
    """How it stands, and the forms to tell it. Four queries."""
    reports = list(row.reports.select_related("by")[:REPORTS])
    return {
        "report": reports[0] if reports else None, "reports": reports[1:], "milestones": list(row.milestones.all()),
        "risks": list(row.risks.filter(closed_at=None).select_related("owner")), "today": timezone.localdate(at),
        "works": row.is_live and (leads or queries.works(row, person, at)), "under_way": row.state in UNDER_WAY,
        "report_form": ReportForm(), "milestone_form": MilestoneForm(), "risk_form": RiskForm(project=row),
    }  # fmt: skip


def _led(row: Project, person: Person, at: datetime) -> Project:
    if not queries.leads(row, person, at):
        raise Http404
    return row


def _accept(row: Project, _given: Any, by: Person, at: datetime) -> str:
    operations.accept(row, by=by, at=at)
    return _("Accepted: its team is made.")


def _decline(row: Project, given: Any, by: Person, at: datetime) -> str:
    operations.decline(row, text=given.get("text", ""), by=by, at=at)
    return _("Declined: they are told why.")


def _withdraw(row: Project, _given: Any, by: Person, at: datetime) -> str:
    operations.withdraw(row, by=by, at=at)
    return _("Withdrawn.")


def _pause(row: Project, given: Any, by: Person, at: datetime) -> str:
    operations.pause(row, text=given.get("text", ""), by=by, at=at)
    return _("Paused.")


def _resume(row: Project, _given: Any, by: Person, at: datetime) -> str:
    operations.resume(row, by=by, at=at)
    return _("It goes on.")


def _remove(row: Project, given: Any, by: Person, at: datetime) -> str:
    place = get_object_or_404(Place.objects.select_related("person"), pk=_number(given, "place"), project=row)
    operations.remove_person(place, by=by, at=at)
    return _("%(name)s is no longer in it.") % {"name": place.person.name}


def _answer(row: Project, given: Any, by: Person, at: datetime) -> str:
    ask = get_object_or_404(Ask, pk=_number(given, "ask"), project=row)
    accepted = given.get("accepted") == "yes"
    operations.answer(ask, accepted=accepted, text=given.get("text", ""), by=by, at=at)
    return _("Granted: they are in.") if accepted else _("Not granted: they are told.")


def _merge(row: Project, given: Any, by: Person, at: datetime) -> str:
    other = found(given.get("into", ""), by, at)
    operations.ask_to_merge(other, text=given.get("text") or row.goal, merged=row, by=by, at=at)
    return _("Asked. %(owner)s answers.") % {"owner": other.owner.name}


def _report(row: Project, given: Any, by: Person, at: datetime) -> str:
    operations.report(row, **checked(ReportForm(given)), by=by, at=at)
    return _("Told.")


def _milestone(row: Project, given: Any, by: Person, at: datetime) -> str:
    operations.set_milestone(row, **checked(MilestoneForm(given)), by=by, at=at)
    return _("Set: it stands in the calendar.")


def _move(row: Project, given: Any, by: Person, at: datetime) -> str:
    milestone = get_object_or_404(
        Milestone.objects.select_related("project"), pk=_number(given, "milestone"), project=row
    )
    due = checked(MilestoneForm({"title": milestone.title, "due": given.get("due")}))["due"]
    operations.move_milestone(milestone, due, by=by, at=at)
    return _("Moved.")


def _reach(row: Project, given: Any, by: Person, at: datetime) -> str:
    milestone = get_object_or_404(
        Milestone.objects.select_related("project"), pk=_number(given, "milestone"), project=row
    )
    operations.reach_milestone(milestone, by=by, at=at)
    return _("Reached.")


def _risk(row: Project, given: Any, by: Person, at: datetime) -> str:
    operations.note_risk(row, **checked(RiskForm(given, project=row)), by=by, at=at)
    return _("Noted.")


def _close_risk(row: Project, given: Any, by: Person, at: datetime) -> str:
    risk = get_object_or_404(Risk.objects.select_related("project"), pk=_number(given, "risk"), project=row)
    operations.close_risk(risk, by=by, at=at)
    return _("No risk any more.")


def _ask_to_close(row: Project, _given: Any, by: Person, at: datetime) -> str:
    operations.ask_to_close(row, by=by, at=at)
    return _("Asked: who answers for the aspect closes it.")


def _number(given: Any, name: str) -> int:
    value = given.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 18 else 0


_ACTS: dict[str, Callable[[Project, Any, Person, datetime], str]] = {
    "accept": _accept, "decline": _decline, "withdraw": _withdraw, "pause": _pause, "resume": _resume,
    "remove": _remove, "answer": _answer, "merge": _merge, "report": _report, "milestone": _milestone, "move": _move,
    "reach": _reach, "risk": _risk, "close-risk": _close_risk, "ask-to-close": _ask_to_close,
}  # fmt: skip
