"""Proposals: what is asked, what would follow, who has voted, and what one may do about it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from polder.base.toasts import toast
from polder.features.bodies import operations, queries, showing
from polder.features.bodies.models import Proposal
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of


@require_GET
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """`/proposals/12/`: for its body, its aspect's people and whoever made it; for others there is none."""
    person, at = asker_of(request), timezone.now()
    row = _found(pk, person, at)
    return render(request, "bodies/proposal.html", {"nav_key": "bodies", **showing.proposal(row, person, at)})


@require_POST
def act(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """`/proposals/12/vote/`: one act, then back to the proposal."""
    run = _ACTS.get(verb)
    if run is None:
        raise Http404
    person, at = asker_of(request), timezone.now()
    toast(request, run(_found(pk, person, at), request.POST, person, at))
    return redirect("bodies:proposal", pk)


def _found(pk: int, person: Person, at: datetime) -> Proposal:
    rows = queries.proposals_visible_to(person, at).select_related("body", "asked", "aspect", "made_by")
    return get_object_or_404(rows, pk=pk)


def _vote(row: Proposal, given: Any, by: Person, at: datetime) -> str:
    operations.vote(row, choice=given.get("choice", ""), text=given.get("text", ""), by=by, at=at)
    return _("Your vote is noted.")


def _close(row: Proposal, _given: Any, by: Person, at: datetime) -> str:
    closed = operations.close(row, by=by, at=at)
    return _("Closed: %(state)s.") % {"state": closed.get_state_display()}


def _decide(row: Proposal, given: Any, by: Person, at: datetime) -> str:
    decided = operations.decide(row, choice=given.get("choice", ""), by=by, at=at)
    return _("Decided: %(state)s.") % {"state": decided.get_state_display()}


_ACTS: dict[str, Callable[[Proposal, Any, Person, datetime], str]] = {
    "vote": _vote, "close": _close, "decide": _decide,
}  # fmt: skip
