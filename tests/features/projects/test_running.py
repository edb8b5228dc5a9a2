"""A project under way tells how it stands, and leaves nothing behind when it is closed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.calendars import sources
from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import operations as pages
from polder.capabilities.publishing import tree
from polder.capabilities.publishing.audiences import audience_of
from polder.capabilities.spaces import operations as spaces
from polder.capabilities.spaces.models import Space
from polder.features.bodies import operations as bodies
from polder.features.bodies.errors import NoBody
from polder.features.pages.models import ContentPage
from polder.features.projects import leaving, operations, queries, timeline
from polder.features.projects.errors import Invalid, NotAssigned, Orphans, WrongState
from polder.features.projects.models import Milestone, Project
from polder.governance import mandate
from polder.governance.errors import Refused
from polder.governance.models import Assignment
from polder.governance.operations import assign
from polder.ground.organisation.models import Body, Party
from tests.features.projects.plans import DAY, LEAVE, OTHER, aspect, at, day, proposed, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(cast) -> Project:
    """Runs from today for sixty days; Noor is in its core, Bas advises."""
    made = running(cast, "tim", first=0, last=60, people=[("noor", "Communications", 20)])
    operations.add_person(made, operations.Member(cast["bas"], "IT", kind="advisor"), by=cast["tim"], at=at)
    return made


def test_the_core_tells_how_it_stands_and_others_do_not(cast, project):
    operations.report(project, done="Asked around", next="A first page", by=cast["noor"], at=at)
    operations.report(project, done="A first page", next="Try it", blocked="No server", by=cast["tim"], at=at)
    assert [row.next for row in project.reports.all()] == ["Try it", "A first page"]
    for stranger in ("bas", "kim"):
        with pytest.raises(NotAssigned):
            operations.report(project, done="x", next="y", by=cast[stranger], at=at)
    with pytest.raises(Invalid):
        operations.report(project, done=" ", next="y", by=cast["tim"], at=at)
    with pytest.raises(WrongState):
        operations.report(
            proposed(cast, "noor", about="design", name="Photos", goal=OTHER, first=200, last=210), done="x", next="y",
            by=cast["noor"], at=at,
        )  # fmt: skip


def test_milestones_stand_in_the_calendar_and_move_with_a_newer_number(cast, project):
    made = operations.set_milestone(project, title="First page", due=day(20), by=cast["noor"], at=at)
    with pytest.raises(Invalid):
        operations.set_milestone(project, title="Too late", due=day(61), by=cast["noor"], at=at)
    operations.move_milestone(made, day(25), by=cast["tim"], at=at)
    found = [
        entry for key, entry in sources.entries(cast["noor"], at, at + timedelta(days=90), at) if key == "projects"
    ]
    assert [(entry.title, entry.begins, entry.sequence, entry.body) for entry in found] == [
        ("First page", day(25), 1, project.body.key), ("Last day of Leave in one place", day(60), 0, project.body.key),
    ]  # fmt: skip
    assert not [
        key for key, _entry in sources.entries(cast["kim"], at, at + timedelta(days=90), at) if key == "projects"
    ]
    late = at + timedelta(days=30)
    assert [row.title for row in queries.late_milestones(cast["tim"], day(30))] == ["First page"]
    operations.reach_milestone(made, by=cast["tim"], at=late)
    assert not queries.late_milestones(cast["tim"], day(30))
    with pytest.raises(WrongState):
        operations.move_milestone(made, day(40), by=cast["tim"], at=late)


def test_a_risk_has_a_weight_and_an_owner_in_the_project(cast, project):
    risk = operations.note_risk(
        project,
        title="Nobody has time",
        chance=4,
        effect=4,
        owner=cast["noor"],
        measure="Plan Fridays",
        by=cast["tim"],
        at=at,
    )
    assert (risk.weight, risk.severity) == (16, "critical")
    with pytest.raises(Invalid):
        operations.note_risk(
            project, title="x", chance=1, effect=1, owner=cast["kim"], measure="y", by=cast["tim"], at=at
        )
    operations.close_risk(risk, by=cast["noor"], at=at)
    with pytest.raises(WrongState):
        operations.close_risk(risk, by=cast["noor"], at=at)


def test_a_team_has_a_space_as_soon_as_it_is_there(cast, project):
    space = Space.objects.get(party__body=project.body)
    assert (space.aspect.key, space.opened_by) == ("leave", cast["meral"])


def test_nothing_is_closed_while_something_would_be_left_without_a_receiver(cast, project):
    operations.note_risk(
        project,
        title="Nobody has time",
        chance=2,
        effect=2,
        owner=cast["noor"],
        measure="Fridays",
        by=cast["tim"],
        at=at,
    )
    space = Space.objects.get(party__body=project.body)
    spaces.add_task(space, title="Write the page", owner=cast["noor"], by=cast["noor"], at=at)
    assign(
        aspect("leave"),
        party=Party.objects.get(body=project.body),
        letter="R",
        facet="content",
        by=cast["meral"],
        at=at,
    )
    left = leaving.of(project, cast["meral"], at)
    assert sorted(held.words for held in left.held) == ["1 open risk", "1 open task"]
    assert [(leaving.words_of(each), each.needed) for each in left.letters] == [
        ("R on “Leave and absence” (content)", True)
    ]
    close = {"outcome": "It is there", "aspect": aspect("leave"), "by": cast["meral"], "at": at}
    with pytest.raises(Refused):
        operations.close_out(project, **{**close, "by": cast["tim"]}, receiver=cast["omar"])
    with pytest.raises(Orphans) as told:
        operations.close_out(project, **close)
    assert len(told.value.details) == 3
    with pytest.raises(Orphans):
        operations.close_out(project, **close, receiver=cast["omar"])
    project.refresh_from_db()
    assert project.state == "running"
    letter = Assignment.objects.get(party__body=project.body)
    closed = operations.close_out(project, **close, receiver=cast["omar"], letters={letter.pk: cast["omar"]})
    assert (closed.state, closed.outcome) == ("ended", "It is there")
    assert not [seat for seat in project.body.seats.all() if seat.holds(at)]
    assert not queries.roster(project)
    assert not mandate.may(cast["noor"], "edit", aspect("leave"), at=at + timedelta(seconds=1)).allowed
    [given] = Assignment.objects.filter(aspect__key="leave", letter="R", valid_until=None)
    assert given.party.ref == "person:omar"
    space.refresh_from_db()
    assert space.closed_at == at
    assert {task.owner for task in space.tasks.all()} == {cast["omar"]}
    assert {risk.owner for risk in project.risks.all()} == {cast["omar"]}


def test_a_receiver_who_does_no_work_there_receives_nothing(cast, project):
    with pytest.raises(Exception, match="does no work under"):
        operations.close_out(
            project, outcome="Done", aspect=aspect("leave"), receiver=cast["bas"], by=cast["meral"], at=at
        )
    project.refresh_from_db()
    project.body.refresh_from_db()
    assert project.state == "running"
    assert project.body.holds(at)


def test_its_owner_says_that_it_is_done_and_who_answers_closes_it(cast, project):
    operations.ask_to_close(project, by=cast["tim"], at=at)
    assert list(queries.to_close(queries.answered_by(cast["meral"], at))) == [project]
    with pytest.raises(WrongState):
        operations.ask_to_close(project, by=cast["tim"], at=at)
    operations.close_out(
        project, outcome="Done", aspect=aspect("leave"), receiver=cast["omar"], by=cast["meral"], at=at
    )
    assert not queries.to_close(queries.answered_by(cast["meral"], at))
    with pytest.raises(WrongState):
        operations.close_out(project, outcome="Done", aspect=aspect("leave"), by=cast["meral"], at=at)


def test_one_that_was_to_begin_later_can_be_closed_before_it_began(cast):
    coming = running(cast, "tim", first=20, last=60)
    closed = operations.close_out(
        coming, outcome="No longer wanted", aspect=aspect("leave"), receiver=cast["omar"], by=cast["meral"], at=at
    )
    coming.body.refresh_from_db()
    assert closed.state == "ended"
    assert not coming.body.holds(at + timedelta(days=30))
    assert not coming.body.seats.exists()


def test_the_timeline_marks_where_two_meet_and_costs_the_same_with_few_and_with_many(cast, project, count_queries):
    operations.set_milestone(project, title="First page", due=day(20), by=cast["noor"], at=at)
    other = proposed(
        cast, "omar", name="Leave again", goal=LEAVE, about="hr-content", first=30, last=90, in_spite="Yes."
    )
    proposed(cast, "noor", name="Photographs", goal=OTHER, about="design", first=30, last=90, in_spite="Fridays.")
    window = timeline.window_of(None, DAY)
    with count_queries(8):
        shown = timeline.of(cast["kim"], at, window, DAY)
    bars = {bar.project.name: bar for group in shown.groups for bar in group.bars}
    [meeting] = bars[project.name].meets
    assert (meeting.other, meeting.days) == (other, (day(30), day(60)))
    assert bars["Photographs"].meets == []
    assert [mark.label for mark in bars[project.name].milestones] == ["First page"]
    assert all(0 <= bar.x <= 100 and 0 < bar.width <= 100 for bar in bars.values())
    assert window.today is not None
    Milestone.objects.bulk_create([Milestone(project=other, title=f"M{n}", due=day(31 + n)) for n in range(30)])
    with count_queries(8):
        timeline.of(cast["kim"], at, window, DAY)


@pytest.mark.parametrize(
    "query", ["", "?as=table", "?from=nonsense&months=7", "?from=0001-01-01", "?months=36&aspect=leave", "?aspect=%00"]
)
def test_the_timeline_answers_whatever_is_asked(cast, client_of, project, query):
    operations.change(project, ends=timezone.localdate() + timedelta(days=30), by=cast["tim"], at=at)
    answer = client_of(cast["kim"]).get(f"/projects/timeline/{query}")
    assert answer.status_code == 200
    assert b"style=" not in answer.content


def test_everything_can_be_done_on_the_page(cast, client_of):
    now = timezone.now()
    shift = (timezone.localdate(now) - DAY).days
    project = running(cast, "tim", first=shift, last=shift + 60, when=now)
    client, page = client_of(cast["tim"]), project.get_absolute_url()
    cast["kim"].operator = True
    cast["kim"].save()
    registrar = client_of(cast["kim"])
    due = (timezone.localdate() + timedelta(days=9)).isoformat()
    for verb, given in (
        ("report", {"done": "A", "next": "B", "blocked": "C"}),
        ("milestone", {"title": "First page", "due": due}),
        ("risk", {"title": "Time", "chance": "4", "effect": "5", "owner": "tim", "measure": "Fridays"}),
        ("ask-to-close", {}),
    ):
        assert client.post(f"{page}{verb}/", given).status_code == 302, verb
    milestone, risk = project.milestones.get(), project.risks.get()
    moved = (timezone.localdate() + timedelta(days=12)).isoformat()
    numbers = {"milestone": str(milestone.pk), "risk": str(risk.pk), "due": moved}
    for verb in ("move", "reach", "close-risk"):
        assert client.post(f"{page}{verb}/", numbers).status_code == 302, verb
    wrong = {"due": "soon", "chance": "9", "milestone": "x", "risk": "²", "place": "9" * 40, "ask": ""}
    for verb in ("report", "milestone", "risk", "move", "reach", "close-risk", "remove", "answer", "merge", "nothing"):
        assert client.post(f"{page}{verb}/", wrong).status_code in {404, 422}, verb
    shown = client.get(page).content.decode()
    assert "First page" in shown
    assert "/spaces/" in shown
    space = Space.objects.get(party__body=project.body)
    elsewhere = (
        space.get_absolute_url(), project.body.get_absolute_url(), aspect("hr-content").get_absolute_url(), "/people/tim/",
        "/people/tim/leave/", "/year/", "/inbox/",
    )  # fmt: skip
    for address in elsewhere:
        asker = registrar if address.endswith("leave/") else client
        answer = asker.get(address)
        assert (answer.status_code, project.name in answer.content.decode()) == (200, address != "/inbox/"), address
    answering = client_of(cast["meral"])
    assert answering.get(f"{page}close/").status_code == 200
    closed = answering.post(f"{page}close/", {"outcome": "Done", "aspect": "leave", "receiver": "omar"})
    assert (closed.status_code, closed["Location"]) == (302, page)
    assert client.get(f"{page}close/").status_code == 404


def test_what_the_team_agreed_planned_and_was_asked_goes_somewhere_before_it_ends(cast, project, client_of):
    team = project.body
    Body.objects.filter(key="steering").update(charter={})
    Body.objects.filter(pk=team.pk).update(charter={"aspects": ["leave"]})
    team.refresh_from_db()
    action = bodies.give_action(
        team, title="Ask the works council", owner=cast["noor"], due=day(9), by=cast["tim"], at=at
    )
    meeting = bodies.plan(team, begins_at=at + timedelta(days=3), by=cast["tim"], at=at)
    asked = bodies.propose(team, aspect=aspect("leave"), title="A pilot first?", by=cast["noor"], at=at)
    assert sorted(each.words for each in leaving.of(project, cast["meral"], at).named) == [
        "1 action agreed in meetings", "1 meeting is called off", "1 proposal goes to the body above",
    ]  # fmt: skip
    close = {"outcome": "It is there", "aspect": aspect("leave"), "by": cast["meral"], "at": at}
    with pytest.raises(Orphans) as lost:
        operations.close_out(project, **close)
    assert list(lost.value.details) == ["1 action agreed in meetings"]
    operations.close_out(project, **close, receiver=cast["omar"])
    for row in (action, meeting, asked):
        row.refresh_from_db()
    assert (action.owner, action.done_at, meeting.cancelled_at) == (cast["omar"], None, at)
    assert (asked.body.key, asked.state) == ("steering", "forwarded")
    assert Notice.objects.filter(kind="meeting_cancelled", person=cast["noor"]).exists()
    client = client_of(cast["omar"])
    page = client.get(team.get_absolute_url()).content.decode()
    assert f"/actions/{action.pk}/done/" in page
    assert client.post(f"/actions/{action.pk}/done/").status_code == 302


def test_a_project_is_not_closed_over_what_only_the_body_could_decide(cast, project):
    Body.objects.filter(pk=project.body.pk).update(charter={"aspects": ["leave"]})
    project.body.refresh_from_db()
    bodies.propose(project.body, aspect=aspect("leave"), title="A pilot first?", by=cast["noor"], at=at)
    close = {"outcome": "It is there", "aspect": aspect("leave"), "receiver": cast["omar"], "by": cast["meral"]}
    with pytest.raises(NoBody, match="A pilot first"):
        operations.close_out(project, **close, at=at)
    project.refresh_from_db()
    assert project.state == "running"
    assert project.body.holds(at + timedelta(days=1))


def test_a_page_only_for_the_team_is_given_other_readers_before_it_ends(cast, project, client_of):
    team = Party.objects.get(body=project.body)
    assign(aspect("leave"), party=team, letter="R", facet="content", by=cast["meral"], at=at)
    page = ContentPage(title="How we work", slug="how", body=[("text", "<p>On Fridays.</p>")])
    page.audience = audience_of([team])
    pages.write(page, parent=tree.part("pages"), aspect=aspect("leave"), by=cast["noor"], at=at)
    pages.publish_as_decided(page, by=cast["meral"], at=at, seen=page.revision_number)
    named = {each.words: each for each in leaving.of(project, cast["meral"], at).named}
    assert set(named) == {"1 page of “Leave and absence” goes with its letter", "1 page is for them only"}
    assert named["1 page is for them only"].things[0][0] == "How we work"
    letter = Assignment.objects.get(party=team)
    close = {
        "outcome": "It is there", "aspect": aspect("leave"), "receiver": cast["omar"], "by": cast["meral"],
        "letters": {letter.pk: cast["omar"]}, "at": at,
    }  # fmt: skip
    with pytest.raises(Orphans) as lost:
        operations.close_out(project, **close)
    assert list(lost.value.details) == ["1 page is for them only"]
    screen = client_of(cast["meral"]).get(f"{project.get_absolute_url()}close/").content.decode()
    assert "How we work" in screen
    ContentPage.objects.filter(pk=page.pk).update(audience=None)
    assert operations.close_out(project, **close).state == "ended"
