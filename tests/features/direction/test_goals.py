"""A steering group sets goals, their owners measure, everybody who works here sees how they stand."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from polder.capabilities.calendars import sources
from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.features.bodies import operations as meetings
from polder.features.bodies.models import Budget
from polder.features.direction import chart, operations, reactions
from polder.features.direction.models import Goal, Result
from polder.features.projects import operations as projects
from polder.governance import serving
from polder.governance.errors import Refused
from polder.ground.ledger import outbox
from polder.ground.ledger.models import Event
from polder.ground.ledger.queries import events_visible_to
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import people as registration
from tests.features.direction.goals import aspect, body, day, goal_of, now, values

pytestmark = pytest.mark.django_db


@pytest.fixture
def goal(cast):
    return goal_of(cast)


@pytest.fixture
def guest(cast):
    return Person.objects.create(
        key="gast", name="Gast", kind="guest", sponsor=cast["meral"], left_on=now() + timedelta(days=30)
    )


def operator(cast):
    Person.objects.filter(key="bas").update(operator=True)
    return Person.objects.get(key="bas")


def state(goal):
    goal.refresh_from_db()
    return goal.state(day(0))


def measured(goal, cast, value, on=0, by="kim"):
    return operations.note_result(goal, value, on=day(on), by=cast[by], at=now())


def asks(person, at=None):
    return [task.thing for task in tasks.for_person(person, at or now()) if task.kind == "goal_result"]


def test_a_goal_is_set_by_who_holds_the_mandate_about_what_the_body_stands_for(cast):
    for by in ("kim", "tim", "omar"):
        with pytest.raises(Refused):
            goal_of(cast, by=by)
    goal = goal_of(cast)
    assert goal.next_on is not None
    assert Event.objects.get(kind="goal.set").aspect == goal.aspect_id
    outbox.deliver("tests", clock=now, limit=100)
    [notice] = Notice.objects.filter(kind="goal_owner")
    said = notices.words_for(cast["kim"], [notice], now())[notice.pk]
    assert (notice.person, "Nine in ten" in said.title) == (cast["kim"], True)


def test_a_body_sets_no_goal_about_what_it_does_not_stand_for(cast):
    other = type(body()).objects.create(key="crew", kind="working_group", name="Crew")
    with pytest.raises(operations.Invalid):
        operations.set_goal(other, aspect=aspect(), by=cast["saskia"], at=now(), **values(cast))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "}, {"title": "x" * 201}, {"measure": "\x00"}, {"unit": "x" * 21}, {"why": "x" * 2001}, {"target": 50},
        {"target": float("inf")}, {"start": float("nan")}, {"target": 10**13}, {"due": day(-100)}, {"due": day(-101)},
        {"due": day(40_000)}, {"begins": day(-40_000)}, {"every": 2},
    ],
)  # fmt: skip
def test_what_cannot_be_a_goal_is_refused_with_words(cast, wrong):
    with pytest.raises(operations.Invalid):
        goal_of(cast, **wrong)
    assert not Goal.objects.exists()


def test_nobody_who_has_left_and_no_guest_owns_a_goal(cast, guest):
    registration.leave(cast["tim"], left_on=now(), by=None, at=now() - timedelta(days=1))
    cast["tim"].refresh_from_db()
    for owner in (cast["tim"], guest):
        with pytest.raises(operations.Invalid):
            goal_of(cast, owner=owner)


def test_its_owner_measures_and_the_newest_day_counts(cast, goal):
    assert state(goal) == "behind"  # nothing was measured in a hundred days
    measured(goal, cast, 70)
    assert state(goal) == "on_course"
    measured(goal, cast, 51, on=-50)
    assert (state(goal), goal.newest.value) == ("on_course", 70)
    measured(goal, cast, 52)
    assert (state(goal), goal.results.count()) == ("behind", 3)
    measured(goal, cast, 95, by="saskia")
    assert (state(goal), goal.next_on) == ("reached", None)
    with pytest.raises(Refused):
        measured(goal, cast, 1, by="tim")


def test_a_result_is_of_a_day_that_was_and_a_number_that_can_be_kept(cast, goal):
    for value, on in ((1, 1), (1, -101), (float("nan"), 0), (10**13, 0)):
        with pytest.raises(operations.Invalid):
            measured(goal, cast, value, on=on)
    assert not Result.objects.exists()


def test_what_was_said_of_it_holds_until_the_next_result(cast, goal):
    measured(goal, cast, 52)
    with pytest.raises(operations.Invalid):
        operations.say_state(goal, "on_course", " ", by=cast["saskia"], at=now())
    with pytest.raises(operations.Invalid):
        operations.say_state(goal, "reached", "Nearly", by=cast["saskia"], at=now())
    with pytest.raises(Refused):
        operations.say_state(goal, "on_course", "I think so", by=cast["kim"], at=now())
    operations.say_state(goal, "on_course", "The new search came this week.", by=cast["saskia"], at=now())
    assert state(goal) == "on_course"
    measured(goal, cast, 53)
    assert (state(goal), goal.said_why) == ("behind", "")


def test_a_goal_that_is_dropped_says_why_and_asks_nothing_until_it_is_taken_up_again(cast, goal):
    assert asks(cast["kim"]) == [goal.ref]
    with pytest.raises(operations.Invalid):
        operations.drop(goal, "", by=cast["saskia"], at=now())
    operations.drop(goal, "The search is bought in.", by=cast["saskia"], at=now())
    assert (state(goal), asks(cast["kim"])) == ("dropped", [])
    with pytest.raises(operations.WrongState):
        measured(goal, cast, 60)
    operations.resume(goal, by=cast["saskia"], at=now())
    assert (state(goal), asks(cast["kim"])) == ("behind", [goal.ref])
    with pytest.raises(operations.WrongState):
        operations.resume(goal, by=cast["saskia"], at=now())


def test_the_owner_is_asked_once_for_each_result_that_is_overdue(cast, goal):
    def told():
        return Notice.objects.filter(kind="goal_result").count()

    reactions.remind(now())
    reactions.remind(now())
    assert (told(), asks(cast["kim"])) == (1, [goal.ref])
    measured(goal, cast, 70)
    reactions.remind(now())
    assert (told(), asks(cast["kim"])) == (1, [])
    reactions.remind(now() + timedelta(days=100))
    assert told() == 2


def test_when_its_owner_has_left_who_answers_for_it_is_asked(cast, goal):
    registration.leave(cast["kim"], left_on=now(), by=None, at=now() - timedelta(days=1))
    reactions.remind(now())
    assert Notice.objects.get(kind="goal_result").person == cast["saskia"]
    assert asks(cast["saskia"]) == [goal.ref]
    assert asks(cast["tim"]) == []


def test_it_changes_with_its_owner_told_and_nothing_that_differs_leaves_no_trace(cast, goal):
    operations.change(goal, **values(cast), by=cast["saskia"], at=now())
    assert not Event.objects.filter(kind="goal.changed").exists()
    operations.change(goal, **values(cast, owner=cast["tim"], target=80), by=cast["saskia"], at=now())
    outbox.deliver("tests", clock=now, limit=100)
    assert set(Notice.objects.filter(kind="goal_owner").values_list("person__key", flat=True)) == {"kim", "tim"}
    with pytest.raises(Refused):
        operations.change(goal, title="Mine", by=cast["kim"], at=now())


def test_aspects_projects_and_nothing_else_serve_it_as_far_as_one_may_see_them(cast, goal, client_of):
    def project(name, **rest):
        return projects.propose(
            name=name, goal=f"{name} will be so", aspect=aspect("homepage"), owner=cast["tim"], function="IT", begins=day(1),
            ends=day(90), in_spite="x", by=cast["tim"], at=now(), **rest,
        )  # fmt: skip

    open_one, hidden = project("A search that finds"), project("Secret", restricted=True)
    operations.link(goal, open_one.ref, by=cast["kim"], at=now())
    operations.link(goal, open_one.ref, by=cast["kim"], at=now())
    operations.link(goal, f"aspect:{aspect('homepage').pk}", by=cast["kim"], at=now())
    for thing in (hidden.ref, "project:999", "project:", "", "nothing:1", "aspect:" + "9" * 30, "person:1"):
        with pytest.raises(operations.Invalid):
            operations.link(goal, thing, by=cast["saskia"], at=now())
    page = client_of(cast["tim"]).get(goal.get_absolute_url()).content.decode()
    assert open_one.get_absolute_url() in page
    offered = dict(serving.suggestions(aspect(), cast["tim"], now()))
    assert [title for _ref, title in offered["Projects"]] == ["A search that finds"]
    operations.unlink(goal, open_one.ref, by=cast["kim"], at=now())
    with pytest.raises(operations.WrongState):
        operations.unlink(goal, open_one.ref, by=cast["kim"], at=now())
    assert goal.services.count() == 1


def test_a_budget_serves_it_with_its_amount_and_guests_are_told_nothing_of_money(cast, goal, guest, client_of):
    budget = Budget.objects.create(aspect=aspect("homepage"), year=day(0).year, planned=1_500)
    assert dict(serving.suggestions(aspect(), cast["kim"], now()))["Budget"][0][0] == f"budget:{budget.pk}"
    operations.link(goal, f"budget:{budget.pk}", by=cast["kim"], at=now())
    assert "1,500" in client_of(cast["tim"]).get(goal.get_absolute_url()).content.decode()
    assert serving.found([f"budget:{budget.pk}"], guest, now()) == {}


def test_before_its_owner_leaves_it_is_shown_as_without_one(cast, goal, client_of):
    dropped = goal_of(cast, title="A goal that was given up")
    operations.drop(dropped, "x", by=cast["saskia"], at=now())
    client = client_of(operator(cast))
    page = client.get("/people/kim/leave/").content.decode()
    assert ("Goals that would be without an owner" in page, goal.title in page) == (True, True)
    assert dropped.title not in page
    assert "Goals that would be" not in client.get("/people/tim/leave/").content.decode()


def test_in_two_windows_the_second_is_told_what_changed_and_chooses(cast, goal, client_of):
    client, address = client_of(cast["saskia"]), f"{goal.get_absolute_url()}change/"
    form = client.get(address).context["form"]
    opened = {name: form[name].value() for name in form.fields} | {
        "owner": "kim",
        "begins": goal.begins,
        "due": goal.due,
    }
    assert client.post(address, {**opened, "target": "80"}).status_code == 302
    second = client.post(address, {**opened, "title": "Everybody finds it"})
    assert (second.status_code, "Everybody finds it" in second.content.decode()) == (409, True)
    assert "Somebody changed this while you were editing." in second.content.decode()
    goal.refresh_from_db()
    assert (goal.target, goal.title) == (80, "Nine in ten find what they look for")
    again = {**opened, "title": "Everybody finds it", "seen": second.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    for seen in ("[]", "{", '{"due": [1]}', '{"target": {}, "due": 4, "owner": "x"}', "9" * 30):
        assert client.post(address, {**opened, "seen": seen}).status_code in {302, 409}


def test_its_results_are_drawn_beside_the_straight_line(cast, goal, client_of):
    assert 'class="through"' not in client_of(cast["tim"]).get(goal.get_absolute_url()).content.decode()
    measured(goal, cast, 20, on=-100)
    measured(goal, cast, 70, on=-10)
    measured(goal, cast, 66, on=-10)
    drawn = chart.of(goal, list(goal.results.all()), day(0))
    assert (drawn.begins.x, drawn.target.x, len(drawn.dots)) == (0, 600, 2)
    lower, higher = drawn.dots
    assert lower.y > drawn.begins.y > higher.y > drawn.target.y
    assert all(0 <= dot.y <= 160 for dot in (lower, higher, drawn.begins, drawn.target))
    page = client_of(cast["tim"]).get(goal.get_absolute_url()).content.decode()
    assert "Results through time: 66% now" in page
    assert f'points="{drawn.points}"' in page


def test_its_last_day_is_in_the_calendar_of_its_owner_and_of_the_body(cast, goal):
    def days(person):
        begin, end = now() + timedelta(days=200), now() + timedelta(days=300)
        return [entry.begins for key, entry in sources.entries(person, begin, end, now()) if key == "goals"]

    assert days(cast["kim"]) == days(cast["saskia"]) == [goal.due]
    assert days(cast["meral"]) == []


def test_it_stands_in_the_papers_of_each_meeting_of_its_body(cast, goal, client_of):
    begins = now() + timedelta(days=3)
    meeting = meetings.plan(body(), begins_at=begins, ends_at=begins + timedelta(hours=1), by=cast["saskia"], at=now())
    for address in (f"/meetings/{meeting.pk}/papers/", meeting.get_absolute_url()):
        page = client_of(cast["saskia"]).get(address).content.decode()
        assert '<h2 id="goals-h">How our goals stand</h2><span class="badge accent">1</span></header>' in page
        assert f"{goal.title}: 0% of the way" in page


def test_for_guests_there_is_no_roadmap(cast, goal, guest, client_of):
    assert events_visible_to(cast["tim"], now()).filter(thing=goal.ref).exists()
    assert not events_visible_to(guest, now()).filter(thing=goal.ref).exists()
    for path in ("/direction/", "/direction/new/", goal.get_absolute_url(), f"{goal.get_absolute_url()}change/"):
        assert client_of(guest).get(path).status_code == 404


def test_one_picture_with_its_numbers_one_click_away(cast, goal, client_of):
    measured(goal, cast, 54)
    client = client_of(cast["tim"])
    drawn = client.get("/direction/").content.decode()
    assert f"{goal.title}: 10% of the way" in drawn
    assert "1 of 1 goals is behind" in drawn
    table = client.get("/direction/?as=table").content.decode()
    assert ("<table" in table, "54%" in table) == (True, True)
    operations.drop(goal, "x", by=cast["saskia"], at=now())
    assert goal.title not in client.get("/direction/").content.decode()
    assert goal.title in client.get("/direction/?dropped=1&body=steering").content.decode()


def test_goals_are_set_and_measured_on_the_screens(cast, client_of):
    client = client_of(cast["saskia"])
    filled = {**values(cast), "owner": "kim", "body": "steering", "aspect": "intranet", "every": "3"}
    assert client_of(cast["tim"]).get("/direction/new/").status_code == 404
    assert client.get("/direction/new/").status_code == 200
    wrong = client.post("/direction/new/", {**filled, "target": "50"})
    assert (wrong.status_code, b"must differ" in wrong.content) == (400, True)
    sent = client.post("/direction/new/", filled)
    made = Goal.objects.get()
    assert sent["Location"] == made.get_absolute_url()
    address = made.get_absolute_url()
    owner = client_of(cast["kim"])
    assert owner.post(f"{address}result/", {"value": "x", "on": ""}).status_code == 422
    assert owner.post(f"{address}result/", {"value": "60", "on": day(5)}).status_code == 400
    assert owner.post(f"{address}result/", {"value": "60", "on": day(0)}).status_code == 302
    assert client.post(f"{address}say/", {"state": "on_course", "why": "It will come."}).status_code == 302
    assert owner.post(f"{address}drop/", {"why": "x"}).status_code == 403
    for verb, posted, status in (
        ("link", {"thing": "\x00"}, 400),
        ("unlink", {}, 409),
        ("nonsense", {}, 404),
        ("resume", {}, 409),
    ):
        assert client.post(f"{address}{verb}/", posted).status_code in {status}, verb
    assert client.post(f"{address}change/", {**filled, "title": "Everybody finds it"}).status_code == 302
    assert owner.get(f"{address}change/").status_code == 403
    assert "Everybody finds it" in owner.get(address).content.decode()


def test_the_roadmap_costs_the_same_with_few_and_with_many(cast, goal, client_of):
    client = client_of(cast["kim"])
    operations.link(goal, f"aspect:{aspect('homepage').pk}", by=cast["saskia"], at=now())
    measured(goal, cast, 60)

    def price(path):
        with CaptureQueriesContext(connection) as made:
            client.get(path)
        return len(made)

    paths = ("/direction/", "/direction/?as=table", goal.get_absolute_url())
    for path in paths:
        client.get(path)  # what is kept for the next request is kept
    few = [price(path) for path in paths]
    for number in range(15):
        other = goal_of(cast, title=f"Goal {number}")
        operations.link(other, f"aspect:{aspect('homepage').pk}", by=cast["saskia"], at=now())
        measured(other, cast, 60)
        measured(goal, cast, 50 + number)
    for path in paths:
        client.get(path)
    assert [price(path) for path in paths] == few
    assert max(few) <= 40
