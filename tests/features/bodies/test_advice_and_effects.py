"""A proposal is advised on, decided with conditions, tells what it changed, and is looked at again or superseded."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from polder.capabilities.notifications import notices
from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import operations as pages
from polder.capabilities.publishing import tree
from polder.features.bodies import effects, operations, queries, said, steps
from polder.features.bodies.errors import Invalid, NoBody, NotAsked, NotAssigned, UnansweredObjection, WrongState
from polder.features.bodies.models import Advice, Decision, Proposal
from polder.features.bodies.operations import reviewing
from polder.features.pages.models import ContentPage
from polder.governance import operations as matrix
from polder.governance.changes import Assign
from polder.governance.changes import Unassign as Taken
from polder.ground.organisation.models import Body
from tests.features.bodies.boards import BudgetLine, Charter, aspect, body, proposed, with_bodies
from tests.governance.cast import at

pytestmark = pytest.mark.django_db
Line: Any = Assign
Unassign: Any = Taken
LETTERS = (
    "A * root body:board",
    "A * news person:nina",
    "R content news person:rob",
    "C content news person:ivo",
    "I content news person:cora",
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def draft(people) -> ContentPage:
    page = ContentPage(title="Opening hours", slug="hours", body=[("text", "<p>From nine to five.</p>")])
    return pages.write(page, parent=tree.part("pages"), aspect=aspect("news"), by=people["rob"], at=at)


@pytest.fixture
def people():
    return with_bodies(LETTERS, crew=Charter(aspects=("news",), up_to=100.0, written=True))


def asked(people, **more) -> Proposal:
    return operations.propose(
        body("board"), aspect=aspect("news"), title="A proposal", by=people["chief"], at=at, consult=True, **more
    )


def closed(people, proposal, when=at, **more) -> Proposal:
    board = body("board")
    if operations.meetings.open_meeting(board) is None:
        operations.meet(board, present=[people["chief"], people["nina"]], by=people["chief"], at=when)
    operations.vote(proposal, choice="yes", by=people["chief"], at=when)
    return operations.close(proposal, by=people["chief"], at=when, **more)


def test_who_is_c_is_asked_by_clock_and_an_objection_is_answered_before_it_is_decided(people):
    proposal = asked(people)
    [advice] = proposal.advice.all()
    assert (advice.party.ref, steps.of([proposal], at)[proposal.pk].step) == ("person:ivo", "advice")
    assert [task.proposal_id for task in queries.to_advise(people["ivo"], at)] == [proposal.pk]
    with pytest.raises(NotAsked):
        operations.advise(proposal, verdict="support", by=people["rob"], at=at)
    with pytest.raises(Invalid):
        operations.advise(proposal, verdict="objection", by=people["ivo"], at=at)
    operations.advise(proposal, verdict="objection", text="Too soon", by=people["ivo"], at=at + HOUR)
    assert steps.of([proposal], at)[proposal.pk].step == "objection"
    with pytest.raises(UnansweredObjection, match="Ivo"):
        closed(people, proposal)
    [advice] = proposal.advice.all()
    with pytest.raises(NotAssigned):
        operations.answer_objection(advice, text="No", by=people["rob"], at=at)
    operations.answer_objection(advice, text="It can wait no longer", by=people["chief"], at=at)
    assert closed(people, proposal, conditions="Only for a year").state == "adopted"
    assert Decision.objects.get().conditions == "Only for a year"
    with pytest.raises(WrongState):
        operations.advise(proposal, verdict="support", by=people["ivo"], at=at)


def test_silence_is_no_objection_and_advice_after_its_clock_is_not_heard(people):
    proposal = asked(people)
    late = proposal.advice.get().due_at
    assert not queries.to_advise(people["ivo"], late)
    with pytest.raises(WrongState):
        operations.advise(proposal, verdict="support", by=people["ivo"], at=late)
    assert closed(people, proposal, when=late).state == "adopted"


def test_whoever_stands_behind_r_a_and_i_is_told_what_was_decided_and_may_read_it(people, client_of):
    proposal = closed(people, asked(people, changes=[Line("news", "*", "person:dina", "C")]))
    told = set(Notice.objects.filter(kind="decided").values_list("person__key", flat=True))
    assert {"rob", "nina", "cora"} <= told
    assert "chief" not in told
    assert proposal in queries.proposals_visible_to(people["cora"], at)
    decision = Decision.objects.get()
    [changed] = said.of([decision], people["cora"], at)[decision.pk]
    assert (changed.was, changed.now, changed.letters) == ("", "C", True)
    page = client_of(people["cora"]).get(proposal.get_absolute_url()).content.decode()
    assert "<ins>C</ins>" in page


def test_one_decision_changes_matrix_budget_charter_and_page_or_nothing(people):
    page = draft(people)
    lines = [
        Line("news", "*", "person:dina", "C"),
        BudgetLine(2030, "news", 500),
        effects.CharterLine("crew", {"aspects": ["news"], "up_to": 250.0}),
        effects.PageLine(page.pk, "news", page.revision_number),
    ]
    proposal = closed(people, proposed(people["chief"], lines))
    assert proposal.state == "adopted", Decision.objects.get().trouble
    decision = Decision.objects.get()
    assert [key for each in decision.done for key in each] == ["cell", "budget", "charter", "page"]
    page.refresh_from_db()
    assert page.live
    assert (body("crew").charter or {})["up_to"] == 250.0
    assert len(said.of([decision], people["chief"], at)[decision.pk]) == 5


def test_a_draft_that_was_edited_since_makes_the_decision_fail_whole(people):
    page = draft(people)
    lines = [BudgetLine(2030, "news", 500), effects.PageLine(page.pk, "news", page.revision_number)]
    proposal = proposed(people["chief"], lines)
    pages.edit(page, values={"title": "Other hours"}, by=people["rob"], at=at)
    assert closed(people, proposal).state == "failed"
    assert Decision.objects.get().done == []
    page.refresh_from_db()
    assert not page.live
    assert Notice.objects.filter(kind="failed", person=people["chief"]).exists()


def test_a_body_does_not_set_its_own_charter_nor_one_beyond_what_it_has(people):
    wider = effects.CharterLine("crew", {"aspects": ["news"], "up_to": 5000.0})
    passed_on = proposed(people["rob"], [wider], to="crew")
    assert (passed_on.body.key, passed_on.state) == ("board", "forwarded")
    Body.objects.filter(key="board").update(charter={"up_to": 1000.0})
    with pytest.raises(NoBody):
        proposed(people["rob"], [wider], to="crew")


def test_a_decision_is_looked_at_again_on_its_day_and_superseded_both_ways(people, client_of):
    day = (at + 30 * DAY).date()
    first = closed(people, asked(people, review_on=day))
    decision = first.decision
    later = at + 31 * DAY
    assert not reviewing.to_review(people["chief"], at, at.date())
    assert list(reviewing.to_review(people["chief"], later, later.date())) == [decision]
    with pytest.raises(NotAssigned):
        operations.review(decision, text="Works", by=people["rob"], at=later, today=later.date())
    operations.review(
        decision, text="Works", again_on=(later + 9 * DAY).date(), by=people["chief"], at=later, today=later.date()
    )
    assert not reviewing.to_review(people["chief"], later, later.date())
    after = later + 10 * DAY
    assert list(reviewing.to_review(people["chief"], after, after.date())) == [decision]
    second = operations.propose(
        body("board"), aspect=aspect("news"), title="A better one", by=people["chief"], at=after, supersedes=decision
    )
    closed(people, second, when=after)
    assert not reviewing.to_review(people["chief"], after, after.date())
    with pytest.raises(Invalid):
        operations.propose(
            body("board"), aspect=aspect("news"), title="And another", by=people["chief"], at=after, supersedes=decision
        )
    register = client_of(people["chief"]).get(reverse("bodies:decisions")).content.decode()
    assert "Superseded by" in register
    assert "Takes the place of" in register


def test_where_the_accountable_decides_it_can_be_done_the_same_day(people):
    Body.objects.filter(key="crew").update(charter={"aspects": ["news"], "method": "accountable"})
    proposal = proposed(people["rob"], to="crew")
    assert steps.of([proposal], at)[proposal.pk].step == "decide"
    assert operations.decide(proposal, choice="yes", conditions="Quietly", by=people["nina"], at=at).state == "adopted"
    [(name, days, _count)] = queries.days_by_aspect(Decision.objects.all())
    assert (name, days) == (aspect("news").name, 0)


def test_the_form_refuses_days_that_cannot_follow_one_another(people, client_of):
    address = reverse("bodies:proposal_new", args=["board"])
    client = client_of(people["chief"])
    given = {"title": "New", "aspect": "news", "effective": "2020-01-01", "review_on": "2020-01-01"}
    answer = client.post(address, given)
    assert answer.status_code == 422
    said_there = answer.content.decode()
    assert "That day has passed" in said_there
    assert "after it has taken effect" in said_there
    assert not Advice.objects.exists()
    assert client.post(address, {"title": "New", "aspect": "news", "consult": "on"}).status_code == 302
    assert Advice.objects.count() == 1


def test_the_register_costs_the_same_with_few_and_many(people, client_of, count_queries):
    for number in range(8):
        closed(people, proposed(people["chief"], [BudgetLine(2030 + number, "news", 500)]))
    client = client_of(people["chief"])
    client.get(reverse("bodies:decisions"))
    with count_queries(45):
        client.get(reverse("bodies:decisions"))


def test_when_the_matrix_changes_who_lost_the_c_is_released_and_who_got_one_is_asked_by_a_clock_of_their_own(people):
    proposal, later = asked(people), at + DAY
    matrix.apply_lines(
        [Unassign("news", "content", "person:ivo", "C"), Line("news", "content", "person:dina", "C")],
        title="Dina advises", by=None, at=later,
    )  # fmt: skip
    assert operations.follow_all(later) == 1
    assert operations.follow_all(later) == 0
    gone, new = proposal.advice.order_by("pk")
    assert (gone.party.ref, gone.withdrawn_at) == ("person:ivo", later)
    assert (new.party.ref, new.asked_at, new.due_at > gone.due_at) == ("person:dina", later, True)
    assert (list(queries.to_advise(people["ivo"], later)), list(queries.to_advise(people["dina"], later))) == (
        [],
        [new],
    )
    told = Notice.objects.filter(at=later).values_list("kind", "person__key")
    assert set(told) == {("proposal_released", "ivo"), ("proposal_advice", "dina")}
    was = proposal.title
    Proposal.objects.filter(pk=proposal.pk).update(title="Written since")
    mine = Notice.objects.get(kind="proposal_released", person=people["ivo"])
    words = notices.words_for(people["ivo"], [mine], later)[mine.pk]
    assert words.title == f"You are no longer asked about “{was}”"
    with pytest.raises(NotAsked):
        operations.advise(proposal, verdict="support", by=people["ivo"], at=later)
    matrix.apply_lines([Line("news", "content", "person:ivo", "C")], title="Back", by=None, at=later + DAY)
    operations.advise(proposal, verdict="support", by=people["ivo"], at=later + DAY)  # nobody looked meanwhile


def test_what_was_given_stays_when_its_giver_loses_the_letter_and_so_does_silence(people):
    proposal = asked(people)
    operations.advise(proposal, verdict="objection", text="Too soon", by=people["ivo"], at=at)
    matrix.apply_lines([Unassign("news", "content", "person:ivo", "C")], title="x", by=None, at=at + HOUR)
    assert operations.follow_all(at + HOUR) == 0
    with pytest.raises(UnansweredObjection):
        closed(people, proposal, when=at + HOUR)
    silent = operations.propose(
        body("board"), aspect=aspect("news"), title="Nobody said a word", by=people["chief"], at=at, consult=False
    )
    matrix.apply_lines([Line("news", "content", "person:dina", "C")], title="x", by=None, at=at + HOUR)
    operations.follow_all(at + HOUR)
    assert not silent.advice.exists()


def test_an_objection_raised_with_a_vote_is_answered_in_writing_until_the_seat_votes_anew(people, client_of):
    now = timezone.now()
    proposal = operations.propose(body("board"), aspect=aspect("news"), title="x", by=people["chief"], at=now)
    operations.meet(body("board"), present=[people["chief"], people["nina"]], by=people["chief"], at=now)
    vote = operations.vote(proposal, choice="objection", text="Too dear", by=people["nina"], at=now)
    with pytest.raises(NotAssigned):
        operations.answer_vote(vote, text="No", by=people["rob"], at=now)
    with pytest.raises(Invalid):
        operations.answer_vote(vote, text=" ", by=people["chief"], at=now)
    page = client_of(people["chief"]).get(proposal.get_absolute_url()).content.decode()
    assert f'name="vote" value="{vote.pk}"' in page
    client_of(people["chief"]).post(
        f"/proposals/{proposal.pk}/reply/", {"vote": vote.pk, "text": "It pays itself back"}
    )
    vote.refresh_from_db()
    assert (vote.reply, vote.replied_by) == ("It pays itself back", people["chief"])
    assert "It pays itself back" in client_of(people["nina"]).get(proposal.get_absolute_url()).content.decode()
    assert Notice.objects.filter(kind="objection_answered", person=people["nina"]).exists()
    with pytest.raises(WrongState):
        operations.answer_vote(vote, text="Again", by=people["chief"], at=now)
    assert operations.vote(proposal, choice="yes", by=people["nina"], at=now).reply == ""
