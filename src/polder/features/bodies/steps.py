"""For what a proposal waits: advice, a meeting, votes, an answer to an objection, or the one who decides alone."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count, Min, Q

from polder.features.bodies.models import Advice, Meeting, Proposal

type Step = Literal["objection", "advice", "decide", "vote", "meeting", "no_meeting"]


@dataclass(frozen=True, slots=True)
class Waits:
    """`until` is when advice ends or the body meets."""

    step: Step
    until: datetime | None = None


def of(proposals: Collection[Proposal], at: datetime) -> dict[int, Waits]:
    """By number, of those that are still to be decided, with their body read. Two queries, whatever their number."""
    asked = [each for each in proposals if each.state in {"open", "forwarded", "no_quorum"}]
    if not asked:
        return {}
    running = Q(given_at=None, due_at__gt=at, withdrawn_at=None)
    objecting = Q(verdict=Advice.Verdict.OBJECTION, replied_at=None)
    rows = Advice.objects.filter(running | objecting, proposal__in=[each.pk for each in asked]).order_by()
    counted = {
        number: (objections, until)
        for number, objections, until in rows.values_list("proposal").annotate(
            objections=Count("pk", filter=objecting), until=Min("due_at", filter=running)
        )
    }
    meetings = Meeting.objects.filter(cancelled_at=None, adjourned_at=None, body__in={each.body_id for each in asked})
    coming = meetings.filter(Q(opened_at__isnull=False) | Q(ends_at__gt=at)).order_by()
    next_ones = {
        body: (begins, opened)
        for body, begins, opened in coming.values_list("body").annotate(
            begins=Min("begins_at"), opened=Min("opened_at")
        )
    }
    return {each.pk: _waits(each, counted.get(each.pk, (0, None)), next_ones.get(each.body_id)) for each in asked}


def _waits(
    proposal: Proposal, advice: tuple[int, datetime | None], meeting: tuple[datetime, datetime | None] | None
) -> Waits:
    objections, until = advice
    if objections:
        return Waits("objection")
    if until is not None:
        return Waits("advice", until)
    charter = proposal.body.charter or {}
    if charter.get("method") == "accountable":
        return Waits("decide")
    if meeting is not None and meeting[1] is not None:
        return Waits("vote")
    if charter.get("written") and proposal.state != "no_quorum":
        return Waits("vote")
    return Waits("no_meeting") if meeting is None else Waits("meeting", meeting[0])
