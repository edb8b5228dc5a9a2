"""A body decides and its decision takes effect (B4 to B9): refusals, one act or nothing, moments, money."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from polder.base.errors import PolderError
from polder.capabilities.notifications.models import Notice
from polder.features.bodies import budgets, operations, queries
from polder.features.bodies.models import Budget, Decision, Proposal, Vote
from polder.governance import mandate
from polder.governance import operations as governance
from polder.governance.changes import OwnMandate
from polder.governance.models import Assignment
from polder.ground.ledger import acts
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Organisation, Seat
from polder.ground.organisation.operations import bodies
from tests.features.bodies.boards import BudgetLine, Charter, adopted, aspect, body, proposed, with_bodies
from tests.governance.cast import Assign, Unassign, at, day

pytestmark = pytest.mark.django_db

ACCOUNTABLE = Charter(method="accountable")


def refused(doing) -> str:
    """The code, and nothing has changed: neither the ledger nor what is stored."""
    before = Event.objects.count()
    with pytest.raises(PolderError) as why:
        doing()
    assert Event.objects.count() == before
    return why.value.code


def planned(key, year=2026):
    return budgets.standing(aspect(key), year).planned


def a_of(key):
    answers = mandate.accountable(aspect(key), at=at + timedelta(days=365))
    return None if answers is None else [person.key for person in answers.acting]


def test_after_the_closing_nobody_votes_closes_or_decides():
    people = with_bodies()
    proposal = adopted(people)
    assert proposal.state == Proposal.State.ADOPTED
    assert refused(lambda: operations.vote(proposal, choice="no", by=people["chief"], at=at)) == "wrong_state"
    assert refused(lambda: operations.close(proposal, by=people["olga"], at=at)) == "wrong_state"
    assert refused(lambda: operations.decide(proposal, choice="no", by=people["nina"], at=at)) == "wrong_state"
    assert [vote.choice for vote in Vote.objects.all()] == ["yes"]


def test_what_no_longer_fits_applies_neither_its_line_of_the_matrix_nor_that_of_a_budget():
    people = with_bodies()
    second = [BudgetLine(2026, "news", Decimal(500)), Assign("news", "*", "person:rob", "A")]
    proposal = adopted(people, second, cost=40)
    assert proposal.state == Proposal.State.FAILED
    assert planned("news") == budgets.standing(aspect("news"), 2026).spent == 0
    assert not Budget.objects.exists()
    assert a_of("news") == ["nina"]
    assert not Assignment.objects.filter(party__ref="person:rob", letter="A").exists()
    assert "“news”" not in Decision.objects.get().trouble
    assert list(Notice.objects.filter(kind="failed").values_list("person__key", flat=True)) == ["chief"]
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert "decision.failed" in kinds
    assert "budget.planned" not in kinds


def test_why_it_no_longer_fitted_is_kept_in_the_language_of_the_organisation():
    people = with_bodies()
    Organisation.objects.update(language="nl")
    with translation.override("en"):
        adopted(people, [Assign("news", "*", "person:rob", "A")])
    said = Decision.objects.get().trouble
    assert "in die tijd" in said


def test_what_fits_applies_all_of_it_by_the_decision_of_that_moment():
    people = with_bodies()
    lines = [Unassign("news", "*", "person:nina", "A"), Assign("news", "*", "person:rob", "A")]
    proposal = adopted(people, [*lines, BudgetLine(2026, "news", Decimal("500.50"))], cost=40)
    assert proposal.state == Proposal.State.ADOPTED
    assert (a_of("news"), planned("news")) == (["rob"], Decimal("500.50"))
    assert budgets.standing(aspect("news"), 2026).left == Decimal("460.50")


def test_a_crash_between_closing_and_commit_leaves_the_proposal_open_and_nothing_applied():
    people = with_bodies()
    proposal = proposed(people["chief"], [BudgetLine(2026, "news", Decimal(5))])
    operations.meet(body("board"), present=[people["chief"]], by=people["chief"], at=at)
    operations.vote(proposal, choice="yes", by=people["chief"], at=at)
    before = Event.objects.count()

    def crash() -> None:
        with acts.act(alone=True):
            assert operations.close(proposal, by=people["chief"], at=at).state == Proposal.State.ADOPTED
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        crash()
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.OPEN
    assert (Decision.objects.count(), Budget.objects.count(), Event.objects.count()) == (0, 0, before)


def test_a_worker_that_comes_late_applies_a_decision_at_its_own_moment_and_once():
    people = with_bodies()
    assign = Assign("shop", "*", "person:rob", "A")
    adopted(people, [assign, BudgetLine(2026, "shop", Decimal(10))], about="shop", cost=4, effective=day(6))
    assert (operations.next_due(), planned("shop")) == (day(6), 0)
    assert operations.run_due(day(6) - timedelta(microseconds=1)) == 0
    assert operations.run_due(day(7)) == 1
    assert operations.run_due(day(8)) == 0
    assert operations.next_due() is None
    assert Decision.objects.get().in_effect_at == day(6)
    assert Assignment.objects.get(party__ref="person:rob", letter="A").valid_from == day(6)
    assert Event.objects.filter(kind="budget.planned").count() == 1


def test_of_two_decisions_of_one_moment_the_one_that_was_closed_first_takes_effect_first():
    people = with_bodies()
    first = proposed(people["chief"], [Assign("shop", "*", "person:rob", "A")], about="shop", effective=day(6))
    adopted(people, [Assign("shop", "*", "person:cora", "A")], about="shop", effective=day(6))
    operations.vote(first, choice="yes", by=people["chief"], at=at)
    operations.close(first, by=people["chief"], at=at)
    operations.run_due(day(6))
    first.refresh_from_db()
    assert (first.state, a_of("shop")) == (Proposal.State.FAILED, ["cora"])


def test_a_decision_about_an_aspect_that_is_gone_fails_and_the_next_goes_on():
    people = with_bodies()
    lost = adopted(people, [BudgetLine(2026, "item", Decimal(5))], effective=day(6))
    adopted(people, [BudgetLine(2026, "shop", Decimal(7))], effective=day(6))
    governance.aspects.remove(aspect("item"), by=None, at=at)
    operations.run_due(day(6))
    lost.refresh_from_db()
    assert (lost.state, planned("shop")) == (Proposal.State.FAILED, 7)


def test_a_letter_that_would_end_before_it_begins_is_told_as_what_does_not_fit(client_of):
    people = with_bodies(crew=ACCOUNTABLE)
    backwards = [Assign("shop", "*", "person:rob", "C", day(7), day(6))]
    assert adopted(people, backwards, about="shop").state == Proposal.State.FAILED
    proposal = proposed(people["rob"], [Assign("news", "*", "person:rob", "C", day(7), day(6))], to="crew")
    assert client_of(people["rob"]).get(proposal.get_absolute_url()).status_code == 200
    assert operations.decide(proposal, choice="yes", by=people["nina"], at=at).state == Proposal.State.FAILED


def test_costs_count_in_the_local_year_of_their_effect_and_for_exactly_that_aspect():
    people = with_bodies()
    new_year = day(12, 31, 23)  # midnight in Amsterdam
    adopted(people, [BudgetLine(2027, "news", Decimal(100))], cost=30, effective=new_year)
    adopted(people, cost=20, effective=new_year - timedelta(seconds=1))
    adopted(people, about="item", cost=50, effective=new_year)
    operations.run_due(new_year)
    assert [budgets.standing(aspect("news"), year).left for year in (2026, 2027)] == [-20, 70]
    assert budgets.standing(aspect("item"), 2027).left == -50


@pytest.mark.parametrize("amount", [-1, -0.001, float("-inf"), float("nan"), 10**13], ids=str)
def test_a_cost_or_an_amount_that_is_below_zero_or_no_money_is_refused(amount):
    people = with_bodies()
    assert refused(lambda: proposed(people["chief"], cost=amount)) == "invalid"
    line = BudgetLine(2026, "news", Decimal(str(amount)))
    assert refused(lambda: proposed(people["chief"], [line])) == "invalid"
    assert not Proposal.objects.exists()


def test_a_part_of_a_cent_above_the_amount_of_a_charter_goes_up_too():
    people = with_bodies(crew=Charter(up_to=100))
    assert proposed(people["rob"], to="crew", cost=100).body.key == "crew"
    assert proposed(people["rob"], to="crew", cost=100.004).body.key == "board"


def test_what_was_decided_may_be_more_than_was_planned_and_what_is_left_is_below_zero():
    people = with_bodies()
    adopted(people, [BudgetLine(2026, "news", Decimal(10))], cost=25)
    assert budgets.standing(aspect("news"), 2026).left == -15


def test_a_body_without_a_chair_or_secretary_meets_by_nobody_and_tells_nobody():
    people = with_bodies()
    proposal = adopted(people, [Assign("news", "*", "person:rob", "A")], effective=day(6))
    for seat in Seat.objects.filter(body__key="board", seat__in=["chair", "secretary"]):
        bodies.end_seat(seat, by=None, at=at)
    assert refused(lambda: operations.adjourn(body("board"), by=people["chief"], at=at)) == "not_assigned"
    assert refused(lambda: operations.meet(body("board"), present=[], by=people["nina"], at=at)) == "not_assigned"
    operations.run_due(day(6))
    proposal.refresh_from_db()
    assert proposal.state == Proposal.State.FAILED
    assert not Notice.objects.filter(kind="failed").exists()


def test_a_proposal_to_the_same_body_while_it_meets_can_be_voted_on_at_once():
    people = with_bodies()
    operations.meet(body("board"), present=[people["chief"]], by=people["chief"], at=at)
    proposal = proposed(people["nina"])
    assert queries.waited_for(proposal, at) == {people["chief"].pk}


def test_who_breaks_the_glass_edits_and_proposes_and_does_not_decide_for_the_a():
    people = with_bodies(crew=ACCOUNTABLE)
    proposal = proposed(people["rob"], to="crew")
    governance.break_glass(aspect("news"), reason="Wrong number", by=people["olga"], at=at)
    assert proposed(people["olga"], to="crew").state == Proposal.State.OPEN
    assert refused(lambda: operations.decide(proposal, choice="yes", by=people["olga"], at=at)) == "not_assigned"
    governance.apply_lines([Unassign("news", "*", "person:nina", "A")], title="x", by=None, at=at)
    bodies.end_seat(Seat.objects.get(body__key="board", seat="chair"), by=None, at=at)
    assert refused(lambda: operations.decide(proposal, choice="yes", by=people["olga"], at=at)) == "no_accountable"


def test_the_a_and_their_deputy_decide_at_any_time_and_only_the_a_is_waited_for():
    people = with_bodies(crew=ACCOUNTABLE, deputies=[("nina", "dina")])
    first, second = (proposed(people["rob"], to="crew") for _ in range(2))
    assert queries.waited_for(first, at) == {people["nina"].pk}
    assert [list(queries.to_decide(people[key], at)) for key in ("dina", "rob")] == [[], []]
    assert set(queries.to_decide(people["nina"], at)) == {first, second}
    assert operations.decide(first, choice="yes", by=people["dina"], at=at).state == Proposal.State.ADOPTED
    assert operations.decide(second, choice="no", by=people["nina"], at=at).state == Proposal.State.REJECTED
    assert not list(queries.to_decide(people["nina"], at))


def test_nobody_decides_themselves_more_than_they_hold_now_or_when_it_takes_effect():
    people = with_bodies(crew=ACCOUNTABLE)
    mine = [Assign("shop", "*", "person:nina", "R")]
    at_once, later = (proposed(people["rob"], mine, to="crew", effective=when) for when in (None, day(6)))
    for proposal in (at_once, later):
        with pytest.raises(OwnMandate):
            operations.decide(proposal, choice="yes", by=people["nina"], at=at)
    assert operations.decide(later, choice="no", by=people["nina"], at=at).state == Proposal.State.REJECTED


def _counted(asks) -> int:
    with CaptureQueriesContext(connection) as made:
        list(asks())
    return len(made)


def test_asking_what_to_vote_on_costs_the_same_for_few_and_for_many():
    people = with_bodies(board=Charter(written=True))

    def asks() -> int:
        return _counted(lambda: queries.to_vote(people["chief"], at))

    proposed(people["chief"])
    few = asks()
    for _ in range(12):
        operations.vote(proposed(people["chief"]), choice="yes", by=people["nina"], at=at)
    assert len(list(queries.to_vote(people["chief"], at))) == 13
    assert asks() == few <= 6


def test_asking_what_to_decide_costs_the_same_for_few_and_for_many():
    people = with_bodies(crew=ACCOUNTABLE)

    def asks() -> int:
        return _counted(lambda: queries.to_decide(people["nina"], at))

    proposed(people["rob"], to="crew")
    few = asks()
    for about in ["news", "item"] * 6:
        proposed(people["rob"], to="crew", about=about)
    assert len(list(queries.to_decide(people["nina"], at))) == 13
    assert asks() == few <= 3
