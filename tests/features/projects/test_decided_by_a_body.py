"""A body decides that a project starts, or does not: by the effect of its decision, whole or not at all (B8)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from polder.capabilities.notifications.models import Notice
from polder.capabilities.spaces.models import Space
from polder.features.bodies import operations as bodies
from polder.features.bodies import said
from polder.features.bodies.effects import BudgetLine, things
from polder.features.bodies.errors import NoBody, NotFound
from polder.features.bodies.models import Budget, Decision, Proposal
from polder.features.projects import operations
from polder.features.projects.models import Project, Touch
from polder.features.projects.operations import Member
from polder.ground.ledger.queries import timeline
from polder.ground.organisation.models import Body
from polder.ground.organisation.operations import people as registration
from tests.features.projects.plans import DAY, OTHER, aspect, at, proposed

pytestmark = pytest.mark.django_db


@pytest.fixture
def steering(cast) -> Body:
    Body.objects.filter(key="steering").update(charter={"method": "majority"})
    return Body.objects.get(key="steering")


def brought(cast, steering, project, verb="accept", *, more=(), when=at, **rest) -> Proposal:
    return bodies.propose(
        steering, aspect=project.aspect, title="Shall we?", question="HR has no time for it this year",
        changes=[things.made("project", verb, project.pk), *more], by=cast["joris"], at=when, **rest,
    )  # fmt: skip


def closed(cast, proposal, when=at) -> Proposal:
    here = [cast[key] for key in ("saskia", "anna")]
    bodies.meet(proposal.body, present=here, by=cast["saskia"], at=when)
    for person in here:
        bodies.vote(proposal, choice="yes", by=person, at=when)
    return bodies.close(proposal, by=cast["saskia"], at=when)


def test_a_yes_starts_the_project_with_team_and_space_and_tells_its_people(cast, steering):
    project = proposed(cast, "tim", people=[("noor", "Communications", 20)])
    proposal = closed(cast, brought(cast, steering, project))
    assert proposal.state == "adopted", Decision.objects.get().trouble
    project.refresh_from_db()
    assert (project.state, project.decided_by) == ("running", cast["saskia"])
    assert {seat.person.key for seat in project.body.seats.all()} == {"tim", "noor"}
    assert Space.objects.get(party__body=project.body).aspect == project.aspect
    [changed] = said.of([Decision.objects.get()], cast["tim"], at)[Decision.objects.get().pk]
    assert (changed.what, changed.was, changed.now) == (project.name, "proposed", "started")
    told = set(Notice.objects.filter(kind__startswith="project_").values_list("kind", "person__key"))
    assert not told  # the worker tells them, after the commit
    assert [entry.event.kind for entry in timeline(project.ref, person=cast["tim"], at=at).entries][:2] == [
        "project.accepted", "proposal.made",
    ]  # fmt: skip


def test_a_yes_to_not_starting_it_gives_the_question_as_the_reason(cast, steering):
    project = proposed(cast)
    assert closed(cast, brought(cast, steering, project, "decline")).state == "adopted"
    project.refresh_from_db()
    assert (project.state, project.outcome, project.body) == ("dropped", "HR has no time for it this year", None)


def test_what_the_voters_did_not_read_is_not_started_and_nothing_beside_it_is_done(cast, steering):
    project = proposed(cast)
    proposal = brought(cast, steering, project, more=[BudgetLine(2027, "leave", 500)])
    operations.change(project, goal="Something else", by=cast["tim"], at=at)
    assert closed(cast, proposal).state == "failed"
    assert "veranderd nadat het gremium is gevraagd" in Decision.objects.get().trouble  # the organisation is Dutch
    project.refresh_from_db()
    assert (project.state, Budget.objects.count()) == ("proposed", 0)


@pytest.mark.parametrize("how", ["answered", "left", "over"])
def test_what_no_longer_fits_is_said_to_the_voters_and_to_the_chair(cast, steering, client_of, how):
    now = timezone.now()
    shift = (timezone.localdate(now) - DAY).days
    project = proposed(cast, when=now, first=shift + 1, last=shift + 9, people=[("noor", "Communications", 20)])
    proposal = brought(cast, steering, project, when=now)
    if how == "answered":
        operations.decline(project, text="No", by=cast["meral"], at=now)
    elif how == "left":
        registration.leave(cast["noor"], by=None, at=now)
    else:
        Project.objects.filter(pk=project.pk).update(begins=DAY, ends=DAY)
    assert "Would not fit now" in client_of(cast["saskia"]).get(proposal.get_absolute_url()).content.decode()
    assert closed(cast, proposal, now).state == "failed"
    assert Body.objects.filter(kind="project_team").count() == 0


def test_a_body_starts_nothing_outside_its_charter(cast, steering):
    Body.objects.filter(pk=steering.pk).update(charter={"aspects": ["design"]})
    project = proposed(cast)
    with pytest.raises(NoBody):
        bodies.propose(
            Body.objects.get(pk=steering.pk), aspect=aspect("design"), title="Elsewhere", by=cast["joris"], at=at,
            changes=[things.made("project", "accept", project.pk)],
        )  # fmt: skip
    with pytest.raises(NotFound):
        things.made("project", "accept", 99)
    with pytest.raises(NotFound):
        things.made("project", "remove", project.pk)


def test_it_is_chosen_in_the_form_and_a_restricted_one_has_no_name_for_others(cast, steering, client_of):
    now = timezone.now()
    shift = (timezone.localdate(now) - DAY).days
    open_one = proposed(cast, when=now, first=shift + 1, last=shift + 9)
    secret = proposed(
        cast, "saskia", name="Merger with Purmer", about="design", goal="Two municipalities are one", when=now,
        first=shift + 1, last=shift + 9, restricted=True,
    )  # fmt: skip
    address = reverse("bodies:proposal_new", args=["steering"])
    assert "Merger" not in client_of(cast["anna"]).get(address).content.decode()
    given = {"title": "Start it", "aspect": "design", "thing_project": f"accept:{secret.pk}"}
    refused = client_of(cast["anna"]).post(address, given)
    assert (refused.status_code, Proposal.objects.count()) == (422, 0)
    assert client_of(cast["saskia"]).post(address, given).status_code == 302
    made = Proposal.objects.get()
    assert "was asked about it" in client_of(cast["saskia"]).get(secret.get_absolute_url()).content.decode()
    voters = client_of(cast["anna"]).get(made.get_absolute_url()).content.decode()
    assert "Merger" not in voters
    assert "A project that is not for you starts" in voters
    page = client_of(cast["saskia"]).get(address).content.decode()
    assert f'value="accept:{open_one.pk}"' in page
    assert f'value="decline:{secret.pk}"' in page
    closed(cast, made, now)
    register = client_of(cast["anna"]).get(reverse("bodies:decisions")).content.decode()
    assert "Merger" not in register


def test_every_aspect_that_a_project_touches_is_within_the_charter_of_who_starts_it(cast, steering):
    Body.objects.filter(pk=steering.pk).update(charter={"aspects": ["leave"]})
    narrow = Body.objects.get(pk=steering.pk)
    alone, wide = (
        proposed(cast),
        proposed(cast, name="Another", goal=OTHER, also=[(aspect("design"), "technology")], in_spite="x"),
    )
    assert brought(cast, narrow, alone).body == steering
    with pytest.raises(NoBody):
        brought(cast, narrow, wide)


@pytest.mark.parametrize("how", ["people", "facet", "aspect"])
def test_with_other_people_facets_or_aspects_it_is_not_what_the_voters_read(cast, steering, how):
    project = proposed(cast)
    proposal = brought(cast, steering, project)
    if how == "people":
        operations.add_person(project, Member(cast["noor"], "Communications"), by=cast["tim"], at=at)
    elif how == "facet":
        Touch.objects.filter(project=project).update(facet="technology")
    else:
        Touch.objects.create(project=project, aspect=aspect("design"))
    assert closed(cast, proposal).state == "failed"
    assert "veranderd nadat het gremium is gevraagd" in Decision.objects.get().trouble  # the organisation is Dutch
