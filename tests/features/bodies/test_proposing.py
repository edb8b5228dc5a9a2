"""Proposals are made in a form, found again in lists, and stand in the register once they are decided."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from polder.features.bodies import budgets, operations, queries
from polder.features.bodies.models import Proposal
from polder.governance import operations as matrix
from polder.governance.changes import Assign
from polder.governance.facts import AspectKey, PartyKey
from polder.governance.models import Aspect, Assignment
from polder.ground.organisation.models import Body
from polder.ground.organisation.operations import bodies, people

pytestmark = pytest.mark.django_db


@pytest.fixture
def boards(cast):
    """A steering group that may decide everything, and editors below it who may spend 1,000 on the homepage."""
    at = timezone.now() - timedelta(days=30)
    steering = bodies.add(
        by=None, at=at, name="Direction", kind=Body.Kind.STEERING_GROUP, charter={"aspects": ["intranet"]}
    )
    editors = bodies.add(
        by=None, at=at, name="Editors", kind=Body.Kind.WORKING_GROUP, parent=steering,
        charter={"aspects": ["homepage"], "up_to": 1000},
    )  # fmt: skip
    bodies.seat(steering, person=cast["saskia"], kind="chair", function="business", by=None, at=at)
    bodies.seat(editors, person=cast["noor"], kind="chair", function="Communications", by=None, at=at)
    return steering, editors


def filled(**more) -> dict[str, str]:
    return {"title": "New photos", "question": "The old ones are old.", "aspect": "homepage", "cost": "900", **more}


def test_a_proposal_with_a_draft_of_the_matrix_and_a_budget_takes_effect_with_the_decision(boards, cast, client_of):
    steering, editors = boards
    now = timezone.now()
    line = Assign(AspectKey("homepage"), "content", PartyKey("person:bas"), "C")
    draft = matrix.draft([line], title="Ask Bas", by=cast["noor"], at=now)
    given = filled(
        cost="1200", change_set=str(draft.pk), budget_aspect="homepage", budget_year=str(now.year), budget_amount="5000"
    )
    answer = client_of(cast["noor"]).post(reverse("bodies:proposal_new", args=[editors.key]), given)
    proposal = Proposal.objects.get()
    assert answer.url == proposal.get_absolute_url()
    assert (proposal.body, proposal.state) == (steering, "forwarded")
    operations.meet(steering, present=[cast["saskia"]], by=cast["saskia"], at=now)
    page = client_of(cast["saskia"]).get(proposal.get_absolute_url())
    assert b'name="choice"' in page.content
    client_of(cast["saskia"]).post(reverse("bodies:act", args=[proposal.pk, "vote"]), {"choice": "yes"})
    client_of(cast["saskia"]).post(reverse("bodies:act", args=[proposal.pk, "close"]))
    assert Proposal.objects.get().state == "adopted"
    assert Assignment.objects.filter(party__ref="person:bas", letter="C", aspect__key="homepage").exists()
    standing = budgets.standing(Aspect.objects.get(key="homepage"), timezone.localdate().year)
    assert (standing.planned, standing.left) == (Decimal(5000), Decimal(3800))


def test_what_nobody_may_decide_is_told_in_the_form_and_nothing_typed_is_lost(boards, cast, client_of):
    steering, _editors = boards
    steering.charter = None
    steering.save()
    client = client_of(cast["noor"])
    answer = client.post(reverse("bodies:proposal_new", args=[boards[1].key]), filled(cost="1200"))
    assert answer.status_code == 422
    assert b"The old ones are old." in answer.content
    half = client.post(reverse("bodies:proposal_new", args=[boards[1].key]), filled(budget_year="2027"))
    assert half.status_code == 422
    assert not Proposal.objects.exists()


def test_the_register_holds_what_was_decided_and_others_find_what_concerns_everybody(boards, cast, client_of):
    steering, editors = boards
    now = timezone.now()
    homepage = Aspect.objects.get(key="homepage")
    for body, title, who in ((steering, "Direction of 2027", "saskia"), (editors, "Small photos", "noor")):
        proposal = operations.propose(body, aspect=homepage, title=title, by=cast[who], at=now - timedelta(days=2))
        operations.meet(body, present=[cast[who]], by=cast[who], at=now)
        operations.vote(proposal, choice="yes", by=cast[who], at=now)
        operations.close(proposal, by=cast[who], at=now)
    newcomer = people.register(by=None, at=now, key="new", name="New Person")
    for_new = client_of(newcomer).get(reverse("bodies:decisions")).content.decode()
    assert "Direction of 2027" in for_new
    assert "Small photos" not in for_new
    found = client_of(cast["noor"]).get(reverse("bodies:decisions"), {"q": "small"}).content.decode()
    assert "Small photos" in found
    assert "Direction of 2027" not in found
    seen = queries.decisions_visible_to(cast["noor"], now)
    [quick, *_others] = queries.days_to_decide(seen)
    assert round(quick[1], 1) == 2.0


def test_for_who_may_propose_nothing_there_is_no_form(boards, client_of):
    newcomer = people.register(by=None, at=timezone.now(), key="new", name="New Person")
    assert client_of(newcomer).get(reverse("bodies:proposal_new", args=[boards[0].key])).status_code == 404


def test_the_budget_page_shows_plan_and_what_is_left(boards, cast, client_of):
    answer = client_of(cast["bas"]).get(reverse("bodies:budget"))
    assert answer.status_code == 200
    assert client_of(cast["bas"]).get(reverse("bodies:budget"), {"year": "x"}).status_code == 200


def test_the_lists_cost_the_same_with_few_and_many(boards, cast, client_of, count_queries):
    _steering, editors = boards
    homepage, now = Aspect.objects.get(key="homepage"), timezone.now()
    for number in range(12):
        operations.propose(editors, aspect=homepage, title=f"Photo {number}", by=cast["noor"], at=now)
    client = client_of(cast["noor"])
    client.get(reverse("bodies:proposals", args=[editors.key]))
    with count_queries(40):
        client.get(reverse("bodies:proposals", args=[editors.key]))
    with count_queries(75):
        client.get(reverse("organisation:body", args=[editors.key]))
