"""The team of a restricted project does not exist for who is not in it, does not guard it and may not see the project."""

import pytest
from django.utils import timezone

from polder.governance.operations import assign
from polder.ground.ledger import queries as ledger
from polder.ground.organisation.models import Body, Party
from polder.ground.organisation.operations import bodies
from polder.ground.organisation.operations import people as registration
from polder.ground.organisation.queries import closed
from tests.features.projects.plans import DAY, aspect, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(cast) -> Body:
    now = timezone.now()
    shift = (timezone.localdate(now) - DAY).days
    people = [("noor", "IT", 20)]
    hidden = running(cast, "tim", when=now, first=shift + 10, last=shift + 100, restricted=True, people=people)
    guarding = bodies.add(name="Guards", kind="steering_group", by=None, at=now)
    bodies.change(hidden.body, parent=guarding, by=None, at=now)
    return Body.objects.select_related("parent").get(project=hidden)


def guest(cast):
    now = timezone.now()
    return registration.register(
        name="Gus Guest", email="gus@elsewhere.example", kind="guest", sponsor=cast["tim"], by=None, at=now,
        left_on=now.replace(year=now.year + 1),
    )  # fmt: skip


def everywhere(client, team, person):
    """Addresses that told of it, and those of them that still do."""
    addresses = [
        f"/bodies/{team.key}/", f"/bodies/{team.key}/history/", "/bodies/", f"/people/{person.key}/",
        f"/people/{person.key}/history/", f"/bodies/{team.parent.key}/", f"/bodies/{team.parent.key}/history/",
        f"/ledger/about/body:{team.pk}/", f"/bodies/{team.key}/proposals/", f"/bodies/{team.key}/proposals/new/",
        f"/bodies/{team.key}/meetings/new/", f"/bodies/{team.key}/charter/",
    ]  # fmt: skip
    return {address for address in addresses if team.name in client.get(address).content.decode()}


def test_for_others_it_is_nowhere(cast, client_of, team):
    client = client_of(cast["kim"])
    assert everywhere(client, team, cast["noor"]) == set()
    for address in (f"/bodies/{team.key}/", f"/bodies/{team.key}/history/", f"/bodies/{team.key}/proposals/"):
        assert client.get(address).status_code == 404
    assert client.get(f"/ledger/about/body:{team.pk}/").status_code == 404
    seats = [f"seat:{number}" for number in team.seats.values_list("pk", flat=True)]
    about = [entry.event.thing for entry in ledger.timeline(f"person:{cast['noor'].pk}", person=cast["kim"], at=timezone.now()).entries]  # fmt: skip
    assert not set(seats) & set(about)


def test_who_is_in_it_who_answers_and_who_guards_it_see_it(cast, client_of, team):
    bodies.seat(team.parent, person=cast["kim"], kind="member", function="IT", by=None, at=timezone.now())
    for key in ("tim", "noor", "meral", "kim"):
        assert client_of(cast[key]).get(f"/bodies/{team.key}/").status_code == 200, key
        assert team.name in client_of(cast[key]).get("/bodies/").content.decode(), key


def test_an_event_that_names_it_calls_it_a_body(cast, team):
    now = timezone.now()
    assign(aspect("leave"), party=Party.objects.get(body=team), letter="C", by=cast["meral"], at=now)
    newest = ledger.timeline(f"aspect:{aspect('leave').pk}", person=cast["kim"], at=now, limit=1).entries[0]
    assert team.name not in newest.text
    assert "a body" in newest.text


def test_guests_see_only_bodies_that_they_sit_in(cast, client_of, team):
    gus, now = guest(cast), timezone.now()
    client = client_of(gus)
    assert client.get(f"/bodies/{team.parent.key}/").status_code == 404
    assert team.parent.name not in client.get("/bodies/").content.decode()
    bodies.seat(team.parent, person=gus, kind="advisor", function="IT", by=None, at=now)
    assert client.get(f"/bodies/{team.parent.key}/").status_code == 200
    assert team.parent.name in client.get("/bodies/").content.decode()


def test_it_is_trimmed_in_one_query(cast, team, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        assert team not in list(closed.visible_bodies(cast["kim"], timezone.now()))
