"""Who may decide what (B1, B6): when it is proposed, when it is closed, and what becomes of what was superseded (B7)."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from polder.features.bodies import effects, operations, year_of_money
from polder.features.bodies.errors import Invalid, NoBody
from polder.features.bodies.models import Decision, Proposal
from polder.governance import changes, facts
from polder.governance import operations as governance
from polder.governance.models import Aspect, ChangeSet
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Body
from tests.features.bodies.boards import BudgetLine, Charter, adopted, aspect, body, proposed, with_bodies
from tests.governance.cast import Assign, Unassign, at, day

pytestmark = pytest.mark.django_db

ChangeAspect: Any = changes.ChangeAspect
CreateAspect: Any = changes.CreateAspect
NewAspect: Any = facts.Aspect
WRITTEN = Charter(written=True)
FROM_ABOVE = ({"guardian": "crew"}, {"four_eyes": False}, {"parent": "news"})


def charter(key, document) -> None:
    Body.objects.filter(key=key).update(charter=document)


def closed(people, proposal, *, by="rob", when=at) -> Proposal:
    """In writing: a yes of whoever closes it."""
    operations.vote(proposal, choice="yes", by=people[by], at=when)
    return operations.close(proposal, by=people[by], at=when)


@pytest.mark.parametrize("settings", FROM_ABOVE, ids=str)
def test_what_is_set_from_above_is_for_a_root_decided_by_its_guardian(settings):
    people = with_bodies(crew=WRITTEN)
    assert proposed(people["rob"], [ChangeAspect("root", settings)], to="crew").body.key == "board"
    Aspect.objects.filter(key="root").update(guardian=body("crew"))
    assert proposed(people["rob"], [ChangeAspect("root", settings)], to="crew").body.key == "crew"
    with pytest.raises(NoBody):
        proposed(people["chief"], [ChangeAspect("root", settings)], to="board")


def test_what_is_set_from_above_needs_the_aspect_above_and_other_settings_do_not():
    people = with_bodies(crew=Charter(aspects=("news",)))
    for settings in ({"guardian": "crew"}, {"four_eyes": False}):
        assert proposed(people["rob"], [ChangeAspect("news", settings)], to="crew").body.key == "board"
    assert proposed(people["rob"], [ChangeAspect("news", {"name": "Press"})], to="crew").body.key == "crew"
    assert proposed(people["rob"], [ChangeAspect("item", {"guardian": "crew"})], to="crew").body.key == "crew"


def test_a_draft_from_the_screen_of_settings_does_not_hand_the_root_to_who_proposes_it(client_of):
    people = with_bodies(crew=Charter(written=True))
    draft = governance.draft([ChangeAspect("root", {"guardian": "crew"})], title="To us", by=people["rob"], at=at)
    given = {"aspect": "news", "title": "To us", "change_set": ChangeSet.objects.get(pk=draft.pk).pk, "cost": "0"}
    answer = client_of(people["rob"]).post("/bodies/crew/proposals/new/", given)
    assert answer.status_code == 302
    proposal = Proposal.objects.get()
    assert (proposal.body.key, proposal.state) == ("board", "forwarded")


def test_a_new_root_and_a_charter_for_everything_are_not_for_a_body_with_a_part_of_it():
    people = with_bodies(board=Charter(aspects=("news",)), crew=Charter(aspects=("news",)))
    with pytest.raises(NoBody):
        proposed(people["rob"], [effects.CharterLine("crew", {"method": "majority"})], to="crew")
    with pytest.raises(NoBody):
        proposed(people["rob"], [ChangeAspect("item", {"parent": None})], to="crew")


@pytest.mark.parametrize("narrowed", [None, {"up_to": 10, "written": True}, {"aspects": ["shop"], "written": True}])
def test_what_a_body_may_no_longer_decide_goes_up_when_it_is_closed_and_its_votes_lapse(narrowed, client_of):
    people = with_bodies(crew=WRITTEN)
    proposal = proposed(people["rob"], [BudgetLine(2026, "news", Decimal(5))], to="crew", cost=40)
    charter("crew", narrowed)
    if narrowed is None:
        operations.meet(body("crew"), present=[people["rob"]], by=people["rob"], at=at)
    passed = closed(people, proposal)
    assert (passed.body.key, passed.state, passed.votes.count()) == ("board", "forwarded", 0)
    assert not Decision.objects.exists()
    assert Event.objects.filter(kind="proposal.passed_up").count() == 1
    page = client_of(people["rob"]).get(proposal.get_absolute_url()).content.decode()
    assert "may not decide" in page


def test_what_no_body_may_decide_any_more_is_neither_adopted_nor_rejected():
    people = with_bodies(board=WRITTEN)
    proposal = proposed(people["chief"], cost=40)
    charter("board", {"up_to": 10, "written": True})
    with pytest.raises(NoBody):
        closed(people, proposal, by="chief")
    proposal.refresh_from_db()
    assert (proposal.state, Decision.objects.count()) == ("open", 0)


def test_who_answers_for_the_aspect_decides_no_more_than_the_body_may():
    people = with_bodies(crew=Charter(method="accountable"))
    proposal = proposed(people["rob"], to="crew", cost=40)
    charter("crew", {"method": "accountable", "up_to": 10})
    assert operations.decide(proposal, choice="yes", by=people["nina"], at=at).state == "forwarded"
    assert Proposal.objects.get().body.key == "board"


def test_a_cost_to_the_cent_of_a_charter_is_within_it_when_it_is_closed():
    people = with_bodies(crew=Charter(up_to=100.006, written=True))
    assert closed(people, proposed(people["rob"], to="crew", cost=100.006)).state == "adopted"


def test_what_was_closed_takes_effect_though_the_charter_was_taken_away_since():
    people = with_bodies(crew=WRITTEN)
    proposal = proposed(people["rob"], [BudgetLine(2026, "shop", Decimal(5))], to="crew", effective=day(6))
    closed(people, proposal)
    charter("crew", None)
    operations.run_due(day(6))
    assert Decision.objects.get().in_effect_at == day(6)


def replacing(people, decision, changes=(), *, by="chief", to="board", effective=None, when=at) -> Proposal:
    return operations.propose(
        body(to), aspect=aspect("shop"), title="Instead", changes=changes, supersedes=decision, effective_at=effective,
        by=people[by], at=when,
    )  # fmt: skip


def test_what_was_superseded_before_its_day_takes_no_effect_and_its_page_says_so(client_of):
    people = with_bodies(board=WRITTEN)
    now = timezone.now()
    days = [now + timedelta(days=number) for number in range(9)]
    line = Assign("shop", "*", "person:rob", "A")
    first = proposed(people["chief"], [line], about="shop", effective=days[6], when=now)
    closed(people, first, by="chief", when=now)
    closed(people, replacing(people, first.decision, when=now), by="chief", when=now)
    assert operations.next_due() is None
    assert operations.run_due(days[8]) == 0
    first.decision.refresh_from_db()
    assert first.decision.in_effect_at is None
    for address in (first.get_absolute_url(), "/decisions/"):
        shown = client_of(people["chief"]).get(address).content.decode()
        assert "Does not take effect" in shown
        assert "Takes effect" not in shown.replace("<dt>Takes effect</dt>", "")


def test_a_decision_stands_until_the_one_that_takes_its_place_takes_effect():
    people = with_bodies(board=WRITTEN)
    line = Assign("shop", "*", "person:rob", "A")
    first = closed(people, proposed(people["chief"], [line], about="shop", effective=day(6)), by="chief")
    after = [Unassign("shop", "*", "person:rob", "A"), Assign("shop", "*", "person:cora", "A")]
    closed(people, replacing(people, first.decision, after, effective=day(8)), by="chief")
    operations.run_due(day(9))
    assert list(Decision.objects.order_by("pk").values_list("in_effect_at", flat=True)) == [day(6), day(8)]


def test_of_one_moment_only_the_one_that_takes_the_place_takes_effect_and_when_it_does_not_fit_the_first_stands():
    people = with_bodies(board=WRITTEN)
    first = proposed(people["chief"], [Assign("shop", "*", "person:rob", "A")], about="shop", effective=day(6))
    closed(people, first, by="chief")
    instead = [Assign("shop", "*", "person:cora", "A")]
    closed(people, replacing(people, first.decision, instead, effective=day(6)), by="chief")
    other = proposed(people["chief"], [BudgetLine(2026, "news", Decimal(1))], effective=day(6))
    closed(people, other, by="chief")
    operations.run_due(day(6))
    first.decision.refresh_from_db()
    assert first.decision.in_effect_at is None
    late = closed(people, proposed(people["chief"], about="news", effective=day(8)), by="chief")
    unfit = replacing(people, late.decision, [Unassign("news", "*", "person:ivo", "C")], effective=day(7))
    assert closed(people, unfit, by="chief").state == "adopted"
    operations.run_due(day(9))
    late.decision.refresh_from_db()
    assert late.decision.in_effect_at == day(8)
    replacing(people, late.decision, when=day(9))  # its place is free


def test_a_decision_is_superseded_by_the_body_that_took_it_or_one_above_it():
    people = with_bodies(board=WRITTEN, crew=WRITTEN)
    high = closed(people, proposed(people["chief"], about="shop"), by="chief")
    assert replacing(people, high.decision, by="rob", to="crew").body.key == "board"
    low = closed(people, proposed(people["rob"], to="crew", about="shop"))
    for to, by in (("crew", "rob"), ("board", "chief")):
        assert replacing(people, low.decision, by=by, to=to).body.key == to
    Body.objects.filter(key="crew").update(parent=None)
    with pytest.raises(NoBody):
        replacing(people, Decision.objects.get(pk=low.decision.pk))
    closed(people, replacing(people, low.decision, by="rob", to="crew"))
    with pytest.raises(Invalid):
        replacing(people, low.decision, by="rob", to="crew")


def test_a_plan_is_signed_off_by_the_nearest_guardian_or_one_above_it(client_of, count_queries):
    people = with_bodies(board=WRITTEN, crew=WRITTEN)
    year = timezone.localdate().year

    def signed(key) -> bool:
        return {line.aspect.key: line.signed_off for line in year_of_money.of_year(year)}[key]

    for key in ("news", "shop"):
        closed(people, proposed(people["rob"], [BudgetLine(year, key, Decimal(1_000_000))], to="crew", about=key))
        assert not signed(key)
    assert "planned, not signed off" in client_of(people["chief"]).get("/budget/").content.decode()
    Aspect.objects.filter(key="news").update(guardian=body("crew"))
    assert (signed("news"), signed("shop")) == (True, False)
    adopted(people, [BudgetLine(year, "news", Decimal(7)), BudgetLine(year, "shop", Decimal(7))])
    assert signed("news")
    assert signed("shop")
    Aspect.objects.update(guardian=None)
    assert not signed("shop")
    with count_queries(10):
        year_of_money.of_year(year)


def test_voters_see_what_is_left_of_the_local_year_in_which_it_takes_effect(client_of):
    people = with_bodies(board=WRITTEN)
    adopted(people, [BudgetLine(2091, "news", Decimal(111)), BudgetLine(2092, "news", Decimal(222))])
    new_year = day(12, 31, 23).replace(year=2091)  # midnight in Amsterdam
    proposal = proposed(people["chief"], cost=3, effective=new_year)
    page = client_of(people["chief"]).get(proposal.get_absolute_url())
    assert page.context["standing"].planned == 222
    assert "left in 2092" in page.content.decode()
