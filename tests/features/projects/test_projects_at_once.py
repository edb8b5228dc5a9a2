"""Two at once in the register: the second of two near-equal proposals sees the first, and a project is started once."""

import pytest

from polder.features.bodies import operations as bodies
from polder.features.bodies.effects import things
from polder.features.bodies.models import Decision
from polder.features.projects import operations
from polder.features.projects.models import Project
from polder.ground.organisation.models import Body
from tests.features.projects.plans import LEAVE, NEARLY, at, proposed
from tests.governance.test_at_once import together

pytestmark = pytest.mark.django_db(transaction=True)


def codes(*doings):
    return sorted(getattr(found, "code", "done") for found in together(*doings))


def test_of_two_who_propose_nearly_the_same_at_once_the_second_is_told_of_the_first(cast):
    proposing = [
        lambda who=who, goal=goal: proposed(cast, who, name=goal[:20], goal=goal, about="leave")
        for who, goal in (("tim", LEAVE), ("omar", NEARLY))
    ]
    assert codes(*proposing) == ["done", "near_others"]
    assert Project.objects.count() == 1


def test_where_the_body_and_who_answers_decide_at_once_the_project_starts_once(cast):
    Body.objects.filter(key="steering").update(charter={})
    project = proposed(cast)
    proposal = bodies.propose(
        Body.objects.get(key="steering"), aspect=project.aspect, title="Shall we?", by=cast["saskia"], at=at,
        changes=[things.made("project", "accept", project.pk)],
    )  # fmt: skip
    here = [cast["saskia"], cast["anna"]]
    bodies.meet(proposal.body, present=here, by=cast["saskia"], at=at)
    for person in here:
        bodies.vote(proposal, choice="yes", by=person, at=at)
    found = codes(
        lambda: bodies.close(proposal, by=cast["saskia"], at=at),
        lambda: operations.accept(project, by=cast["meral"], at=at),
    )
    decision = Decision.objects.get()
    assert (found, decision.failed_at is None) in [(["done", "done"], False), (["done", "wrong_state"], True)]
    assert Body.objects.filter(kind="project_team").count() == 1
