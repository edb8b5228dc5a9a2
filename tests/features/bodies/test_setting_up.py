"""A body is set up with what is usual for its kind, and says what it lacks."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from polder.features.bodies import missing, operations
from polder.features.bodies.errors import Invalid, NotAssigned
from polder.features.bodies.models import Meeting
from polder.features.bodies.rules import cadence
from polder.governance import finding_words, findings, store
from polder.ground.ledger.models import Event
from polder.ground.organisation.errors import NotAssigned as OperatorsOnly
from polder.ground.organisation.models import Body
from polder.ground.organisation.operations import bodies, operators

pytestmark = pytest.mark.django_db
STEERING = "/set-up/bodies/steering_group/"


@pytest.fixture
def operator(cast):
    operators.name(cast["saskia"], by=None, at=timezone.now())
    cast["saskia"].refresh_from_db()
    return cast["saskia"]


def as_shown(page) -> dict[str, str]:
    """Every field of the form as the page fills it in."""
    form, rows = page.context["form"], page.context["rows"]
    given = {bound.html_name: bound.value() for one in (form, *rows) for bound in one}
    return {name: getattr(value, "pk", value) for name, value in given.items() if value not in (None, "", False)}


def test_a_steering_group_begins_with_what_is_usual_and_shows_who_is_missing(operator, cast, client_of):
    client = client_of(operator)
    page = client.get(STEERING)
    given = as_shown(page) | {"name": "Direction"}
    given["seat-0-person"] = f"{cast['anna'].name} · {cast['anna'].key}"
    given["seat-2-person"] = f"{cast['kim'].name} · {cast['kim'].key}"
    look = client.post(STEERING, given | {"do": "look"})
    assert look.status_code == 200
    assert not Body.objects.filter(name="Direction").exists()
    assert look.context["reading"]["missing"] == ["Communications", "HR", "Knowledge management"]
    assert not look.context["reading"]["no_chair"]
    made = client.post(STEERING, given)
    body = Body.objects.get(name="Direction")
    assert made.url == body.get_absolute_url()
    assert body.cadence == "FREQ=MONTHLY;INTERVAL=3"
    assert (body.charter or {})["quorum"] == {"share": 0.5, "functions": ["IT", "Communications", "HR"]}
    assert [(seat.function, seat.seat) for seat in body.seats.order_by("pk")] == [
        ("Business", "chair"),
        ("IT", "member"),
    ]
    found = {
        each.code: each for each in missing.found(store.reading_now(), timezone.now()) if each.party == "body:direction"
    }
    assert found.keys() == {"missing_voice"}
    assert found["missing_voice"].detail == "Communications, HR, Knowledge management"
    shown = client.get(reverse("governance:findings")).content.decode()
    assert "Direction: nobody sits for Communications, HR, Knowledge management" in shown


def test_only_who_registers_sets_up(cast, client_of):
    for address in ("/set-up/bodies/", STEERING):
        assert client_of(cast["bas"]).get(address).status_code == 403
    assert client_of(cast["bas"]).post(STEERING, {"name": "Mine"}).status_code == 403


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "never"),
        ("FREQ=DAILY", "endless"),
        ("FREQ=MONTHLY;UNTIL=20200101", "ended"),
        ("FREQ=HOURLY", "unknown"),
        ("every second tuesday", "unknown"),
        ("FREQ=MONTHLY;BYDAY=2TU", None),
        ("FREQ=DAILY;COUNT=4", None),
        ("FREQ=DAILY;COUNT=9999", "endless"),
        ("FREQ=DAILY;UNTIL=20990101", "endless"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "endless"),
        ("FREQ=YEARLY;INTERVAL=9999", "never"),
        ("FREQ=MONTHLY;COUNT=1", None),
    ],
)
def test_a_rhythm_by_which_nobody_can_meet_is_refused(rule, why):
    assert cadence.trouble(rule, today=date(2026, 11, 28)) == why


def test_an_impossible_rhythm_is_told_beside_its_field_and_nothing_is_lost(operator, client_of):
    client = client_of(operator)
    given = as_shown(client.get(STEERING)) | {
        "name": "Direction", "rhythm": "own", "rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
    }  # fmt: skip
    answer = client.post(STEERING, given)
    assert answer.status_code == 422
    assert "falls on no day" in answer.content.decode()
    assert 'value="Direction"' in answer.content.decode()


@pytest.fixture
def editors(cast):
    at = timezone.now() - timedelta(days=100)
    body = bodies.add(
        by=None, at=at, name="Editors", kind="working_group", cadence="FREQ=MONTHLY", charter={"up_to": 10.0}
    )
    bodies.seat(body, person=cast["kim"], kind="chair", function="IT", by=None, at=at)
    return body


def codes(body) -> set[str]:
    return {
        each.code for each in missing.found(store.reading_now(), timezone.now()) if each.party == f"body:{body.key}"
    }


def test_a_body_that_should_have_met_is_overdue_until_it_meets(editors, cast):
    assert codes(editors) == {"body_overdue"}
    now = timezone.now()
    listed = findings.open_now(store.reading_now(), now, codes=["body_overdue"])
    assert [each.found.party for each in listed] == ["body:editors"]
    assert listed[0].due > now.date()
    assert "should have met" in finding_words.sentence(store.reading_now(), listed[0].found)
    findings.sync(now)
    operations.meet(editors, present=[cast["kim"]], by=cast["kim"], at=now)
    assert codes(editors) == set()
    findings.sync(now)
    assert Event.objects.filter(kind="finding.closed").exists()


def test_a_body_without_a_chair_says_so(editors):
    Meeting.objects.create(body=editors, begins_at=timezone.now(), ends_at=timezone.now(), opened_at=timezone.now())
    seat = editors.seats.get()
    bodies.end_seat(seat, by=None, at=timezone.now())
    assert codes(editors) == {"no_chair"}


def test_the_chair_changes_words_and_rhythm_and_who_registers_the_limits(editors, operator, cast, client_of):
    now = timezone.now()
    operations.recharter(editors, purpose="Good texts", mandate="", by=cast["kim"], at=now)
    operations.set_rhythm(editors, cadence="FREQ=MONTHLY;UNTIL=20991231", by=cast["kim"], at=now)
    with pytest.raises(OperatorsOnly):
        operations.recharter(editors, purpose="Good texts", mandate="", charter={"up_to": 99.0}, by=cast["kim"], at=now)
    with pytest.raises(NotAssigned):
        operations.set_rhythm(editors, cadence=None, by=cast["bas"], at=now)
    with pytest.raises(Invalid):
        operations.set_rhythm(editors, cadence="FREQ=DAILY", by=cast["kim"], at=now)
    page = client_of(operator).get(reverse("bodies:charter", args=["editors"]))
    given = {
        "purpose": "Good texts",
        "aspects": ["homepage"],
        "up_to": "99",
        "method": "majority",
        "seen": page.context["form"]["seen"].value(),
    }
    assert client_of(operator).post(reverse("bodies:charter", args=["editors"]), given).status_code == 302
    editors.refresh_from_db()
    assert editors.charter == {"aspects": ["homepage"], "up_to": 99.0, "method": "majority", "written": False}
    assert (
        client_of(operator).post(reverse("bodies:charter", args=["editors"]), given | {"up_to": "5"}).status_code == 409
    )
    history = client_of(cast["kim"]).get(reverse("organisation:body_history", args=["editors"])).content.decode()
    assert "set when" in history
    assert "may decide" in history
    page = client_of(cast["kim"]).get(reverse("bodies:rhythm", args=["editors"]))
    assert page.context["form"]["rhythm"].value() == "monthly"
    assert client_of(cast["bas"]).get(reverse("bodies:rhythm", args=["editors"])).status_code == 404
