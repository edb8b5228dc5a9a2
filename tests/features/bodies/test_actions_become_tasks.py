"""From an action or a decision to a task in the space of the body, with the way back for who may see it."""

from datetime import timedelta

import pytest

from polder.capabilities.spaces import operations as spaces
from polder.capabilities.spaces import trails
from polder.capabilities.spaces.models import Space, Task
from polder.features.bodies import in_spaces, operations, panels
from polder.features.bodies import trails as of_bodies
from polder.ground.organisation.models import Party
from tests.features.bodies.boards import adopted, aspect, body, with_bodies
from tests.governance.cast import at

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db):
    found = with_bodies()
    spaces.open_space(Party.objects.get(ref="body:board"), aspect=aspect("root"), by=found["chief"], at=at)
    return found


def test_an_action_is_offered_as_a_task_once_to_who_works_in_the_space(people, client_of):
    due = (at + timedelta(days=5)).date()
    action = operations.give_action(
        body("board"), title="Ask the depots", owner=people["nina"], due=due, by=people["chief"], at=at
    )
    address = of_bodies.to_the_board(body("board"), [action], people["olga"], at)[action.pk]
    assert address.startswith("/spaces/body/board/tasks/new/?trail=action%3A")
    assert of_bodies.to_the_board(body("board"), [action], people["rob"], at) == {}
    page = client_of(people["olga"]).get(address).content.decode()
    assert "Ask the depots" in page
    form = {"title": "Ask the depots", "owner": "nina"}
    assert client_of(people["olga"]).post(address, form).status_code == 302
    task = Task.objects.get()
    assert task.trail == f"action:{action.pk}"
    shown = panels.actions(body("board"), people["olga"], at) or {}
    assert shown["rows"] == [(action, "")]
    assert trails.found([task.trail], people["nina"], at)[task.trail].title == "Ask the depots"
    assert trails.found([task.trail], people["rob"], at) == {}


def test_an_adopted_decision_is_offered_as_a_task(people, client_of):
    proposal = adopted(people)
    page = client_of(people["olga"]).get(proposal.get_absolute_url()).content.decode()
    assert "/spaces/body/board/tasks/new/?trail=decision%3A" in page
    ref = f"decision:{proposal.decision.pk}"
    assert trails.found([ref], people["olga"], at)[ref].address == proposal.get_absolute_url()


def test_the_space_of_a_body_shows_its_next_meeting_to_who_has_a_seat(people):
    space = Space.objects.select_related("party__body").get()
    meeting = operations.plan(body("board"), begins_at=at + timedelta(days=3), ends_at=at + timedelta(days=3, hours=1), by=people["olga"], at=at)  # fmt: skip
    shown = in_spaces.meetings(space, people["dina"], at) or {}  # she stands in for Nina
    assert (shown["meeting"], shown["leads"]) == (meeting, False)
    assert in_spaces.meetings(space, people["rob"], at) is None
