"""Two at once in a body: of two who do one thing one is told, and what is counted does not change under the count."""

import threading

import pytest

from polder.features.bodies import operations
from polder.features.bodies.models import Budget, Decision, Meeting, Proposal, Vote
from polder.ground.ledger import acts
from polder.ground.ledger.models import Event
from tests.features.bodies.boards import BudgetLine, body, proposed, with_bodies
from tests.governance.cast import at, day
from tests.governance.test_at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


def codes(*doings):
    return sorted(getattr(found, "code", "done") for found in together(*doings))


def being_decided(people, **rest):
    proposal = proposed(people["chief"], [BudgetLine(2026, "news", 5)], cost=1, **rest)
    operations.meet(body("board"), present=[people["chief"], people["nina"]], by=people["chief"], at=at)
    operations.vote(proposal, choice="yes", by=people["chief"], at=at)
    return proposal


def test_of_two_who_close_a_proposal_one_is_told_and_it_is_decided_once():
    people = with_bodies()
    proposal = being_decided(people)
    closing = [lambda by=people[key]: operations.close(proposal, by=by, at=at) for key in ("chief", "olga")]
    assert codes(*closing) == ["done", "wrong_state"]
    assert (Decision.objects.count(), Budget.objects.count()) == (1, 1)
    assert Event.objects.filter(kind__in=["decision.adopted", "budget.planned"]).count() == 2


def test_of_two_who_open_a_meeting_one_is_told():
    people = with_bodies()
    board = body("board")
    opening = [lambda by=people[key]: operations.meet(board, present=[by], by=by, at=at) for key in ("chief", "olga")]
    assert codes(*opening) == ["done", "wrong_state"]
    assert Meeting.objects.count() == 1


def test_a_vote_that_comes_while_the_votes_are_counted_is_refused():
    people = with_bodies()
    proposal, counted = being_decided(people), threading.Event()

    def close():
        with acts.act(alone=True):
            operations.close(proposal, by=people["olga"], at=at)
            counted.set()
            threading.Event().wait(0.3)

    def vote():
        assert counted.wait(10)
        return operations.vote(proposal, choice="no", by=people["nina"], at=at)

    assert codes(close, vote) == ["done", "wrong_state"]
    assert [each.choice for each in Vote.objects.all()] == ["yes"]


def test_two_votes_for_one_seat_at_once_are_one_vote():
    people = with_bodies()
    proposal = being_decided(people)
    voting = [
        lambda choice=choice: operations.vote(proposal, choice=choice, by=people["nina"], at=at)
        for choice in ("yes", "no")
    ]
    assert codes(*voting) == ["done", "done"]
    assert Vote.objects.filter(person=people["nina"]).count() == 1


def test_two_workers_at_once_let_a_decision_take_effect_once():
    people = with_bodies()
    proposal = being_decided(people, effective=day(6))
    operations.close(proposal, by=people["chief"], at=at)
    assert codes(*[lambda: operations.run_due(day(6))] * 2) == ["done", "done"]
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.ADOPTED
    assert Event.objects.filter(kind="decision.in_effect").count() == 1
