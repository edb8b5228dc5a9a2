"""What waits for somebody in bodies: a vote, a decision, advice, an answer, an action, a decision to look at again."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from polder.base.words import say_moment
from polder.capabilities.notifications.tasks import Task
from polder.capabilities.publishing import readings
from polder.features.bodies import queries
from polder.features.bodies.models import Proposal
from polder.features.bodies.operations import reviewing
from polder.ground.organisation.models import Person


def for_person(person: Person, at: datetime) -> Iterator[Task]:
    for proposal in queries.to_vote(person, at):
        yield _task("vote", proposal, _("Vote"), "")
    for proposal in queries.to_decide(person, at):
        yield _task("decide", proposal, _("Decide"), "A")
    for advice in queries.to_advise(person, at):
        task = _task("proposal_advice", advice.proposal, _("Advise"), "C")
        yield replace(task, due=advice.due_at, since=advice.asked_at)
    for meeting in queries.to_answer(person, at):
        yield Task(
            kind="meeting_answer", thing=f"meeting:{meeting.pk}", title=meeting.body.name,
            detail=say_moment(meeting.begins_at, readings.calendar().zone, readings.calendar().today(at)),
            address=meeting.get_absolute_url(), verb=_("Answer"), due=meeting.begins_at,
        )  # fmt: skip
    today = readings.calendar().today(at)
    for action in queries.actions_of(person):
        yield Task(
            kind="action", thing=f"action:{action.pk}", title=action.title, detail=action.body.name,
            address=action.body.get_absolute_url(), verb=_("Look"), due=action.due, late=action.due < today,
            since=action.made_at,
        )  # fmt: skip
    for decision in reviewing.to_review(person, at, today)[:50]:
        yield Task(
            kind="decision_review", thing=f"decision:{decision.pk}", title=decision.proposal.title,
            detail=decision.proposal.body.name, address=decision.proposal.get_absolute_url(), verb=_("Look again"),
            due=decision.look_on, late=decision.look_on < today,
        )  # fmt: skip


def _task(kind: str, proposal: Proposal, verb: str, letter: str) -> Task:
    return Task(
        kind=kind, thing=f"proposal:{proposal.pk}", title=proposal.title, detail=proposal.body.name,
        address=reverse("bodies:proposal", args=[proposal.pk]), verb=verb, letter=letter, since=proposal.made_at,
    )  # fmt: skip
