"""Proposals: what is asked, what would follow, who has voted, and what one may do about it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Case, Q, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.errors import PolderError
from polder.base.parts import render_part
from polder.base.sent_numbers import number_in
from polder.base.toasts import toast
from polder.capabilities.publishing import readings
from polder.features.bodies import agenda, operations, queries, quorum_words, said, showing, steps
from polder.features.bodies.forms import ReviewForm
from polder.features.bodies.models import Advice, Decision, Proposal, Vote
from polder.features.bodies.proposal_form import ProposalForm, may_propose_something
from polder.governance import becoming
from polder.ground.organisation.models import Body, Person
from polder.ground.organisation.queries.closed import visible_bodies
from polder.ground.organisation.views.acting import asker_of

NAV = {"nav_key": "bodies"}
PER_PAGE = 30


@require_GET
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """`/proposals/12/`: for its body, its aspect's people and whoever made it; for others there is none."""
    person, at = asker_of(request), timezone.now()
    row = _found(pk, person, at)
    return render(request, "bodies/proposal.html", {"nav_key": "bodies", **showing.proposal(row, person, at)})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, key: str) -> HttpResponse:
    """`/bodies/steering/proposals/new/`: what it may not decide goes up by itself, and the page says so."""
    person, at = asker_of(request), timezone.now()
    body = get_object_or_404(visible_bodies(person, at), key=key)
    if not may_propose_something(body, person, at):
        raise Http404
    begun_as = becoming.given(request.GET.get("from"), person, at)
    initial = {"aspect": request.GET.get("aspect")}
    if begun_as is not None:
        initial = {"title": begun_as.title, "question": begun_as.text, "aspect": begun_as.aspect.key}
    form = ProposalForm(request.POST or None, body=body, asker=person, at=at, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            origin = "" if begun_as is None else begun_as.ref
            made = operations.propose(body, **form.values(), origin=origin, by=person, at=at)
        except PolderError as refused:  # whoever filled it in must not lose their work
            form.add_error(None, str(refused))
        else:
            toast(request, _said_of(made, body))
            return redirect(made)
    return render(
        request, "bodies/proposal_form.html", {**NAV, "form": form, "body": body, "begun_as": begun_as},
        status=422 if form.errors else 200,
    )  # fmt: skip


def _said_of(made: Proposal, asked: Body) -> str:
    if made.body_id == asked.pk:
        return _("Proposed. It is on the agenda of the next meeting.")
    return _("Proposed. %(asked)s may not decide this: it went to %(body)s.") % {"asked": asked, "body": made.body}


@require_GET
def listed(request: HttpRequest, key: str) -> HttpResponse:
    """`/bodies/steering/proposals/`: all that the asker may see, the open ones first."""
    person, at = asker_of(request), timezone.now()
    body = get_object_or_404(visible_bodies(person, at), key=key)
    rows = (
        queries.proposals_visible_to(person, at)
        .filter(Q(body=body) | Q(asked=body))
        .select_related("aspect", "made_by", "body")
    )
    order = Case(When(state__in=agenda.ASKED, then=0), default=1)
    page = Paginator(rows.order_by(order, "-made_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    waits = steps.of(list(page), at)
    for row in page:
        row.waits = waits.get(row.pk)
    context = {**NAV, "body": body, "page": page, "may_propose": may_propose_something(body, person, at)}
    return render(request, "bodies/proposals.html", context)


@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """`/decisions/?q=search&body=steering`: what was decided, with what it changed (B7)."""
    person, at = asker_of(request), timezone.now()
    seen = queries.decisions_visible_to(person, at)
    words, body = request.GET.get("q", "").strip()[:100], request.GET.get("body", "")
    found = queries.search(seen, words=words, body=body)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    changed = said.of(page, person, at)
    replaced = [row.proposal.supersedes_id for row in page if row.proposal.supersedes_id]
    known = set(seen.filter(pk__in=replaced).values_list("pk", flat=True)) if replaced else set()
    for row in page:
        row.changed = changed[row.pk]
    waiting = list(queries.proposals_visible_to(person, at).filter(state__in=agenda.ASKED).select_related("body"))
    context = {
        "known": known,
        "by_aspect": queries.days_by_aspect(seen), "waits": queries.counted(steps.of(waiting, at).values()),
        "nav_key": "decisions", "page": page, "q": words, "body": body, "bodies": queries.bodies_of(seen),
        "speed": queries.days_to_decide(seen),
    }  # fmt: skip
    return render_part(request, "bodies/decisions.html#found", context, page="bodies/decisions.html")


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """`/proposals/12/vote/`: one act, then back to the proposal."""
    run = _ACTS.get(verb)
    if run is None:
        raise Http404
    person, at = asker_of(request), timezone.now()
    toast(request, run(_found(pk, person, at), request.POST, person, at))
    if not queries.proposals_visible_to(person, at).filter(pk=pk).exists():  # it went up, away from who closed it
        return redirect("bodies:decisions")
    return redirect("bodies:proposal", pk)


def _found(pk: int, person: Person, at: datetime) -> Proposal:
    rows = queries.proposals_visible_to(person, at).select_related("body", "asked", "aspect", "made_by")
    return get_object_or_404(rows, pk=pk)


def _vote(row: Proposal, given: Any, by: Person, at: datetime) -> str:
    operations.vote(row, choice=given.get("choice", ""), text=given.get("text", ""), by=by, at=at)
    return _("Your vote is noted.")


def _close(row: Proposal, given: Any, by: Person, at: datetime) -> str:
    closed = operations.close(row, conditions=given.get("conditions", "")[:4000], by=by, at=at)
    said = _passed_up(closed) or _("Closed: %(state)s.") % {"state": closed.get_state_display()}
    return f"{said} {quorum_words.of(closed)}".strip()


def _decide(row: Proposal, given: Any, by: Person, at: datetime) -> str:
    decided = operations.decide(
        row, choice=given.get("choice", ""), conditions=given.get("conditions", "")[:4000], by=by, at=at
    )
    return _passed_up(decided) or _("Decided: %(state)s.") % {"state": decided.get_state_display()}


def _passed_up(row: Proposal) -> str:
    """In words, when it could not be closed where it was."""
    if row.state != Proposal.State.FORWARDED:
        return ""
    return _("This may not be decided here any more: it went to %(body)s, and votes begin anew there.") % {
        "body": row.body
    }


def _advise(row: Proposal, given: Any, by: Person, at: datetime) -> str:
    operations.advise(row, verdict=given.get("verdict", ""), text=given.get("text", "")[:10_000], by=by, at=at)
    return _("Your advice is noted.")


def _reply(row: Proposal, given: Any, by: Person, at: datetime) -> str:
    number = given.get("vote", "")
    if number:
        vote = get_object_or_404(Vote, pk=number_in(number) or 0, proposal=row)
        operations.answer_vote(vote, text=given.get("text", "")[:10_000], by=by, at=at)
        return _("Answered: the objection and your answer are kept.")
    number = given.get("advice", "")
    advice = get_object_or_404(Advice, pk=number_in(number) or 0, proposal=row)
    operations.answer_objection(advice, text=given.get("text", "")[:10_000], by=by, at=at)
    return _("Answered: the objection and your answer are kept.")


def _review(row: Proposal, given: Any, by: Person, at: datetime) -> str:
    decision = get_object_or_404(Decision, proposal=row)
    form = ReviewForm(given)
    values = form.checked()
    today = readings.calendar().today(at)
    operations.review(decision, text=values["text"], again_on=values["again_on"], by=by, at=at, today=today)
    return _("Noted: the decision stays as it was.")


_ACTS: dict[str, Callable[[Proposal, Any, Person, datetime], str]] = {
    "vote": _vote, "close": _close, "decide": _decide, "advise": _advise, "reply": _reply, "review": _review,
}  # fmt: skip
