"""A wish becomes a project or a proposal, and who is behind it is told what comes of that."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.features.bodies import operations as bodies
from polder.features.bodies.models import Proposal
from polder.features.projects import operations as projects
from polder.features.projects.models import Project
from polder.features.wishes import operations, queries
from polder.features.wishes.models import Wish
from polder.governance import becoming
from polder.governance.errors import Refused
from polder.ground.ledger import outbox
from polder.ground.organisation.models import Body, Person
from tests.features.wishes.wishing import aspect, now, said_to, waits_for

pytestmark = pytest.mark.django_db


def filled(**changed):
    today = timezone.localdate()
    return {
        "name": "A dark theme", "goal": "Who works at night reads without glare", "aspect": "Homepage · homepage",
        "begins": today + timedelta(days=20), "ends": today + timedelta(days=60), "owner": "kim", "function": "IT",
        "share": "20", "rows": "0", "do": "propose", **changed,
    }  # fmt: skip


def project_of(client_of, cast, wish, **changed):
    response = client_of(cast["kim"]).post(f"/projects/new/?from={wish.ref}", filled(**changed))
    return response, Project.objects.filter(name="A dark theme").first()


def state(wish):
    outbox.deliver("tests", clock=now, limit=1_000)
    return Wish.objects.get(pk=wish.pk).state


def test_the_form_of_a_project_opens_with_the_wish_filled_in(cast, wished, client_of):
    wish = wished(text="For who works at night")
    page = client_of(cast["kim"]).get(wish.get_absolute_url()).content.decode()
    assert f"/projects/new/?from=wish%3A{wish.pk}" in page
    form = client_of(cast["kim"]).get(f"/projects/new/?from={wish.ref}").content.decode()
    assert wish.title in form
    assert "For who works at night" in form
    others = client_of(cast["tim"]).get(f"/projects/new/?from={wish.ref}").content.decode()
    assert "For who works at night" not in others


def test_a_project_tells_who_is_behind_the_wish_at_each_step(cast, wished, client_of):
    wish = operations.support(wished(), by=cast["meral"], at=now())
    response, project = project_of(client_of, cast, wish)
    assert (response.status_code, state(wish)) == (302, "taken")
    assert waits_for(cast["kim"]) == []
    page = client_of(cast["meral"]).get(wish.get_absolute_url()).content.decode()
    assert project.get_absolute_url() in page
    projects.accept(project, by=cast["saskia"], at=now())
    assert state(wish) == "will_do"
    projects.close_out(
        project, outcome="It is there", aspect=aspect(), receiver=cast["kim"], by=cast["saskia"], at=now()
    )
    assert state(wish) == "done"
    steps = ("A project is proposed for it", "The project for it is accepted", "The project for it is closed")
    assert said_to(cast["meral"]) == said_to(cast["tim"]) == {f"“{wish.title}”: {step}" for step in steps}


def test_a_declined_project_is_not_now_and_the_wish_can_be_taken_over_anew(cast, wished, client_of):
    wish = wished()
    _response, project = project_of(client_of, cast, wish)
    with pytest.raises(operations.WrongState):
        operations.take_over(wish, "project:99", by=cast["kim"], at=now())
    projects.decline(project, text="No people", by=cast["saskia"], at=now())
    assert state(wish) == "not_now"
    becoming.turned(project.ref, "done", now())  # it was answered since: nothing comes of the old one
    assert state(wish) == "not_now"
    operations.take_over(wish, "project:99", by=cast["kim"], at=now())


def test_a_wish_becomes_no_restricted_project_and_is_left_as_it_was(cast, wished, client_of):
    wish = wished()
    response, project = project_of(client_of, cast, wish, restricted="on")
    assert (response.status_code, project, state(wish)) == (422, None, "open")
    assert b"Propose it openly." in response.content


def test_only_who_keeps_it_takes_it_over(cast, wished):
    with pytest.raises(Refused):
        becoming.made(wished().ref, "project:1", by=cast["tim"], at=now())
    becoming.made("", "project:1", by=cast["tim"], at=now())
    becoming.made("nothing:1", "project:1", by=cast["tim"], at=now())
    for ref in ("", None, "wish:", "wish:x", "wish:999", "wish:" + "9" * 40, "x:1"):
        assert becoming.given(ref, cast["kim"], now()) is None


def test_a_proposal_is_seen_by_who_may_see_proposals_and_its_outcome_by_all(cast, wished, client_of):
    Body.objects.filter(key="steering").update(charter={"method": "majority"})
    wish = wished()
    address = f"/bodies/steering/proposals/new/?from={wish.ref}"
    assert wish.title in client_of(cast["kim"]).get(address).content.decode()
    sent = client_of(cast["kim"]).post(address, {"title": "A dark theme", "aspect": "homepage"})
    proposal = Proposal.objects.get(title="A dark theme")
    assert (sent.status_code, state(wish), Wish.objects.get().became) == (302, "taken", f"proposal:{proposal.pk}")
    outsider = Person.objects.create(key="nieuw", name="Nieuw")
    wish.refresh_from_db()
    assert queries.page_of(wish, cast["kim"], now()).made is not None
    assert queries.page_of(wish, outsider, now()).made is None


def proposed(cast, client_of, wish, **more):
    """As its keeper proposes it to the body that answers for it, where the accountable decides alone."""
    Body.objects.filter(key="steering").update(charter={"method": "accountable"})
    address = f"/bodies/steering/proposals/new/?from={wish.ref}"
    sent = client_of(cast["kim"]).post(address, {"title": "A dark theme", "aspect": "homepage", **more})
    assert sent.status_code == 302
    return Proposal.objects.get(title="A dark theme")


def test_who_is_behind_a_wish_is_told_of_each_step_of_a_proposal(cast, wished, client_of):
    wish = operations.support(wished(), by=cast["meral"], at=now())
    proposal = proposed(cast, client_of, wish)
    assert said_to(cast["meral"]) == {f"“{wish.title}”: It is proposed, to be decided"}
    bodies.decide(proposal, choice="yes", by=cast["saskia"], at=now())
    steps = ("It is proposed, to be decided", "It is decided: yes", "What was decided holds from now on")
    assert said_to(cast["meral"]) == said_to(cast["tim"]) == {f"“{wish.title}”: {step}" for step in steps}
    assert state(wish) == "will_do"
    operations.answer(wish, "done", by=cast["kim"], at=now())
    assert state(wish) == "done"


def test_a_no_is_told_and_is_not_now(cast, wished, client_of):
    wish = wished()
    proposal = proposed(cast, client_of, wish)
    bodies.decide(proposal, choice="no", by=cast["saskia"], at=now())
    assert said_to(cast["tim"]) == {
        f"“{wish.title}”: It is proposed, to be decided",
        f"“{wish.title}”: It is decided: no",
    }
    assert state(wish) == "not_now"


def test_what_was_decided_and_could_not_be_carried_out_waits_for_an_answer_again(cast, wished, client_of):
    wish = wished()
    proposal = proposed(cast, client_of, wish)
    becoming.turned(proposal_ref := f"proposal:{proposal.pk}", "accepted", now())
    becoming.turned(proposal_ref, "failed", now())
    assert state(wish) == "open"
    assert len(waits_for(cast["kim"])) == 1
    assert f"“{wish.title}”: It was decided, and could not be carried out" in said_to(cast["tim"])


def test_a_project_that_goes_on_in_another_says_so_and_the_other_tells_from_then_on(cast, wished, client_of):
    wish = wished()
    _response, project = project_of(client_of, cast, wish)
    for _twice in range(2):
        becoming.goes_on(project.ref, "project:99", now())
    assert (state(wish), Wish.objects.get().became) == ("taken", "project:99")
    assert f"“{wish.title}”: It goes on in another project" in said_to(cast["tim"])
    becoming.turned("project:99", "done", now())
    assert state(wish) == "done"
