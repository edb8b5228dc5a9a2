"""Who is in a space, and until when; how it opens, closes and is handed over."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from polder.capabilities.discussion import operations as talk
from polder.capabilities.discussion.errors import NotFound as NothingToTalkAbout
from polder.capabilities.discussion.errors import WrongState as TalkClosed
from polder.capabilities.notifications import notices
from polder.capabilities.notifications import operations as telling
from polder.capabilities.notifications import tasks as inbox
from polder.capabilities.notifications.models import Notice
from polder.capabilities.spaces import holdings, membership, operations, panels
from polder.capabilities.spaces.errors import Invalid, NotFound, WrongState
from polder.capabilities.spaces.models import Space, Task
from polder.capabilities.spaces.operations.files import ready
from polder.capabilities.spaces.queries import spaces
from polder.governance.errors import Refused
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.ledger.queries import entries, events_visible_to
from polder.ground.organisation import panels as on_people
from polder.ground.organisation.models import Body, Party, Seat
from polder.ground.organisation.operations import bodies, people
from tests.capabilities.spaces.conftest import opened

pytestmark = pytest.mark.django_db


def sees(space, person, at):
    return membership.visible_to(person, at).filter(pk=space.pk).exists()


def works(space, person, at):
    return membership.standing(space, person, at).works


def test_the_people_of_a_unit_and_of_those_below_it_are_in_its_space(cast, of_hr):
    members = {person.key for person in membership.members(of_hr.party, cast.at)}
    assert members == {"meral", "omar", "tim"}
    assert {key for key, person in cast.items() if works(of_hr, person, cast.at)} >= members
    assert not sees(of_hr, cast["noor"], cast.at)


def test_whoever_has_a_letter_on_its_aspect_sees_it_and_by_edit_works_there(cast, of_group):
    intranet_manager = Party.objects.get(ref="role:intranet-manager")
    holders = [row.person for row in intranet_manager.role.holdings.all() if row.holds(cast.at)]
    assert holders
    assert all(sees(of_group, person, cast.at) for person in holders)
    assert all(works(of_group, person, cast.at) for person in holders)


def test_advisors_see_and_talk_and_who_stands_in_works(cast, of_group):
    assert sees(of_group, cast["omar"], cast.at)
    assert not works(of_group, cast["omar"], cast.at)
    talk.say(f"space:{of_group.pk}", "Have you asked the works council?", by=cast["omar"], at=cast.at)
    Seat.objects.filter(body__key="working-group", person=cast["bas"]).update(alternate=cast["noor"])
    assert sees(of_group, cast["noor"], cast.at)
    assert works(of_group, cast["noor"], cast.at)


def test_a_right_ends_with_the_seat(cast, of_group):
    later = cast.at + timedelta(days=120)  # Bas's seat ends on 1 July
    assert sees(of_group, cast["bas"], cast.at)
    assert not sees(of_group, cast["bas"], later)
    with pytest.raises(NotFound):
        operations.add_task(of_group, title="Late", owner=cast["kim"], by=cast["bas"], at=later)
    with pytest.raises(NothingToTalkAbout):
        talk.say(f"space:{of_group.pk}", "Still here", by=cast["bas"], at=later)


def test_the_space_of_a_body_that_ended_is_read_by_who_has_letters_and_changed_by_nobody(cast, of_group):
    operations.add_task(of_group, title="Open end", owner=cast["kim"], by=cast["kim"], at=cast.at)
    ends = cast.at + timedelta(days=10)
    bodies.end(Body.objects.get(key="working-group"), by=None, at=cast.at, valid_until=ends)
    later = ends + timedelta(days=1)
    assert not sees(of_group, cast["bas"], later)
    assert sees(of_group, cast["saskia"], later)
    assert "space_left" not in {task.kind for task in inbox.for_person(cast["saskia"], cast.at)}
    assert [task.title for task in inbox.for_person(cast["saskia"], later) if task.kind == "space_left"] == [
        str(of_group)
    ]
    with pytest.raises(WrongState):
        operations.add_task(of_group, title="More", owner=cast["saskia"], by=cast["saskia"], at=later)
    with pytest.raises(TalkClosed):
        talk.say(f"space:{of_group.pk}", "Hello", by=cast["saskia"], at=later)


def test_opening_asks_the_gate_and_happens_once(cast):
    party, aspect = Party.objects.get(ref="unit:hr"), Aspect.objects.get(key="hr-content")
    with pytest.raises(Refused):
        operations.open_space(party, aspect=aspect, by=cast["noor"], at=cast.at)
    operations.open_space(party, aspect=aspect, by=cast["omar"], at=cast.at)
    with pytest.raises(WrongState):
        operations.open_space(party, aspect=aspect, by=cast["meral"], at=cast.at)
    with pytest.raises(Invalid):
        operations.open_space(Party.objects.get(ref="person:omar"), aspect=aspect, by=cast["omar"], at=cast.at)
    assert Event.objects.filter(kind="space.opened").count() == 1


def test_the_usual_aspect_is_what_the_unit_answers_for_else_the_root(cast):
    usual = {ref: spaces.default_aspect(Party.objects.get(ref=ref), cast.at).key for ref in ("unit:hr", "unit:waterland", "body:steering")}  # fmt: skip
    assert usual == {"unit:hr": "hr-content", "unit:waterland": "intranet", "body:steering": "intranet"}


def test_who_may_publish_closes_it_with_a_reason_and_opens_it_again(cast, of_hr):
    with pytest.raises(Refused):
        operations.close_space(of_hr, reason="Done", by=cast["tim"], at=cast.at)
    with pytest.raises(Invalid):
        operations.close_space(of_hr, reason="  ", by=cast["meral"], at=cast.at)
    operations.close_space(of_hr, reason="We work elsewhere", by=cast["meral"], at=cast.at)
    assert sees(of_hr, cast["tim"], cast.at)
    with pytest.raises(WrongState):
        operations.add_task(of_hr, title="More", owner=cast["tim"], by=cast["tim"], at=cast.at)
    operations.reopen_space(of_hr, by=cast["meral"], at=cast.at)
    operations.add_task(of_hr, title="More", owner=cast["tim"], by=cast["tim"], at=cast.at)


def test_a_space_is_handed_over_with_all_that_it_holds(cast, of_group):
    task = operations.add_task(of_group, title="Go on", owner=cast["bas"], by=cast["kim"], at=cast.at)
    done = operations.add_task(of_group, title="Past", owner=cast["bas"], by=cast["kim"], at=cast.at)
    operations.move_task(done, "done", by=cast["bas"], at=cast.at)
    said = talk.say(f"task:{task.pk}", "Half of it is there", by=cast["bas"], at=cast.at)
    operations.add_files(of_group, ready([SimpleUploadedFile("a.txt", b"a")]), by=cast["kim"], at=cast.at)
    assert [each.words for each in holdings.held(of_group, cast.at)] == ["1 open task", "1 file"]
    to = Aspect.objects.get(key="hr-content")
    with pytest.raises(Refused):
        operations.hand_over(of_group, aspect=to, person=cast["omar"], by=cast["bas"], at=cast.at)
    with pytest.raises(Invalid):
        operations.hand_over(of_group, aspect=to, person=cast["noor"], by=cast["saskia"], at=cast.at)
    went = operations.hand_over(of_group, aspect=to, person=cast["omar"], by=cast["saskia"], at=cast.at)
    assert went | {"tasks": 1, "files": 1} == went
    task.refresh_from_db()
    said.refresh_from_db()
    assert (task.owner.key, Task.objects.get(pk=done.pk).owner.key, said.aspect.key) == ("omar", "bas", "hr-content")
    assert {"omar", "meral"} <= set(
        Notice.objects.filter(kind="space_handed_over").values_list("person__key", flat=True)
    )
    operations.close_space(of_group, reason="The work is done", by=cast["meral"], at=cast.at)
    operations.move_task(task, "done", by=cast["omar"], at=cast.at)
    assert not [each for each in inbox.for_person(cast["omar"], cast.at) if each.kind == "task"]


def test_features_add_panels_and_what_is_held(cast, of_hr, client_of, monkeypatch):
    monkeypatch.setattr(panels, "_panels", {})
    monkeypatch.setattr(holdings, "_keepers", dict(holdings._keepers))
    panels.register(panels.Panel("none", "aside", "spaces/_way.html", lambda space, asker, at: None))
    panels.register(panels.Panel("a", "main", "spaces/_state.html", lambda space, asker, at: 1))
    assert [each.template for each in panels.shown("main", of_hr, asker=cast["tim"], at=cast.at)] == [
        "spaces/_state.html"
    ]
    assert panels.shown("aside", of_hr, asker=cast["tim"], at=cast.at) == []
    with pytest.raises(ValueError, match="already"):
        panels.register(panels.Panel("a", "aside", "x", lambda space, asker, at: None))
    assert client_of(cast["tim"]).get(of_hr.get_absolute_url()).status_code == 200


def test_a_space_is_not_there_for_others_on_any_address(cast, of_hr, client_of):
    task = operations.add_task(of_hr, title="Secret plan", owner=cast["tim"], by=cast["tim"], at=cast.at)
    inside, outside = client_of(cast["tim"]), client_of(cast["anna"])
    root = of_hr.get_absolute_url()
    for address in (
        root,
        f"{root}tasks/",
        f"{root}tasks/?view=board",
        f"{root}tasks/new/",
        f"{root}end/",
        task.get_absolute_url(),
    ):
        assert inside.get(address).status_code == 200, address
        assert outside.get(address).status_code == 404, address
    for address in (
        f"{root}end/close/",
        f"{root}tasks/new/",
        f"{task.get_absolute_url()}move/",
        task.get_absolute_url(),
    ):
        assert outside.post(address, {"to": "done", "reason": "x", "title": "x"}).status_code == 404, address
    assert b"Secret plan" not in outside.get("/spaces/?show=all").content
    assert root.encode() not in outside.get("/units/hr/").content


def test_from_the_page_of_its_party_one_gets_to_the_space_or_to_opening_it(cast, client_of):
    page = client_of(cast["tim"]).get("/units/hr/")
    assert b"/spaces/unit/hr/open/" in page.content
    assert client_of(cast["anna"]).get("/spaces/unit/hr/open/").status_code == 404
    meral = client_of(cast["meral"])
    assert meral.get("/spaces/unit/hr/open/").status_code == 200
    assert meral.post("/spaces/unit/hr/open/", {"aspect": "salary-forged"}).status_code == 422
    assert meral.post("/spaces/unit/hr/open/", {"aspect": "hr-content"}, follow=True).status_code == 200
    assert Space.objects.get().aspect.key == "hr-content"
    assert b"/spaces/unit/hr/" in client_of(cast["tim"]).get("/units/hr/").content
    assert b"HR" in client_of(cast["tim"]).get("/spaces/").content


def test_its_screens_cost_the_same_with_few_and_with_many(cast, of_hr, client_of):
    client, root = client_of(cast["tim"]), of_hr.get_absolute_url()

    def costs():
        return [asked(client, address) for address in (root, f"{root}tasks/", f"{root}tasks/?view=board", "/spaces/")]

    add_tasks(of_hr, cast, 2)
    costs()
    few = costs()
    add_tasks(of_hr, cast, 40)
    assert costs() == few
    assert max(few) < 60


def add_tasks(space, cast, number):
    for each in range(number):
        operations.add_task(space, title=f"Task {each}", owner=cast["tim"], by=cast["tim"], at=cast.at)


def asked(client, address):
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_whoever_left_is_in_no_space(cast, of_hr):
    people.leave(cast["tim"], by=None, at=cast.at, left_on=cast.at)
    cast["tim"].refresh_from_db()
    assert not sees(of_hr, cast["tim"], cast.at)
    assert "tim" not in {person.key for person in membership.members(of_hr.party, cast.at)}
    assert opened("unit:hr-east", "hr-content", cast["meral"], cast.at).pk


def test_members_hear_what_is_said_and_once(cast, of_group):
    talk.say(f"space:{of_group.pk}", "Hello @bas", by=cast["kim"], at=cast.at)
    told = Notice.objects.filter(kind="space_said").values_list("person__key", flat=True)
    assert list(told.all()) == ["omar"]  # Kim said it, Bas is mentioned
    task = operations.add_task(of_group, title="Ask", owner=cast["omar"], by=cast["kim"], at=cast.at)
    talk.say(f"task:{task.pk}", "When?", by=cast["kim"], at=cast.at)
    assert list(told.all()) == ["omar", "omar"]
    rows = list(Notice.objects.filter(kind="space_said"))
    said = notices.words_for(cast["omar"], rows, cast.at)
    assert [words.title for words in said.values()] == [
        "Kim Smit says something in “Intranet working group”",
        "Kim Smit says something in “Ask”",
    ]
    assert notices.words_for(cast["meral"], rows, cast.at) == {}


def test_what_a_leaver_owns_is_counted_before_they_leave(cast, of_hr, client_of):
    add_tasks(of_hr, cast, 2)
    shown = [each.panel for each in on_people.shown("leaving", cast["tim"], asker=cast["anna"], at=cast.at)]
    assert 2 in shown


def test_one_reacts_to_what_is_said_and_not_to_a_space(cast, of_hr):
    ref = f"space:{of_hr.pk}"
    said = talk.say(ref, "Hello", by=cast["tim"], at=cast.at)
    assert talk.react(ref, "thanks", comment=said, by=cast["omar"], at=cast.at)
    with pytest.raises(TalkClosed):
        talk.react(ref, "thanks", by=cast["omar"], at=cast.at)


def test_a_space_is_in_the_ledger_for_who_may_see_it_and_what_is_in_it_for_who_did_it(cast, of_hr, client_of):
    add_tasks(of_hr, cast, 1)
    operations.add_files(of_hr, ready([SimpleUploadedFile("a.txt", b"a")]), by=cast["tim"], at=cast.at)

    def kinds(person):
        found = events_visible_to(person, cast.at).values_list("kind", flat=True)
        return {kind.partition(".")[0] for kind in found} & {"space", "task", "space_file"}

    assert (kinds(cast["anna"]), kinds(cast["meral"]), kinds(cast["tim"])) == (
        set(),
        {"space"},
        {"space", "task", "space_file"},
    )
    number = Event.objects.get(kind="task.added").number
    assert client_of(cast["anna"]).get(f"/ledger/{number}/").status_code == 404
    said = entries(Event.objects.filter(kind="space.opened"), cast["tim"], cast.at)
    assert [each.text for each in said] == ["Meral Aydin opened a space for HR."]


def test_who_mutes_a_space_hears_of_it_by_name_only_and_as_they_chose_when_they_hear_it_again(cast, of_hr, client_of):
    def told(key, comment):
        rows = Notice.objects.filter(person=cast[key], thing=f"comment:{comment.pk}")
        return sorted(rows.values_list("kind", flat=True))

    def say(text):
        return talk.say(f"space:{of_hr.pk}", text, by=cast["tim"], at=cast.at)

    telling.choose({("space_said", "mail"): "daily"}, telling.Day(), by=cast["omar"], at=cast.at)
    operations.mute(of_hr, by=cast["omar"], at=cast.at)
    operations.mute(of_hr, by=cast["omar"], at=cast.at)
    first = say("Lunch at twelve")
    assert (told("omar", first), told("meral", first)) == ([], ["space_said"])
    assert told("omar", say("@omar brings the bread")) == ["mentioned"]
    operations.add_task(of_hr, title="Bring bread", owner=cast["omar"], by=cast["tim"], at=cast.at)
    assert Notice.objects.filter(person=cast["omar"], kind="task_given").exists()
    client = client_of(cast["omar"])
    assert "Muted spaces" in client.get(reverse("notifications:settings")).content.decode()
    answer = client.post(reverse("spaces:hear", args=[of_hr.party.ref]), {"back": "settings"})
    assert answer["Location"] == reverse("notifications:settings")
    again = say("Dinner at six")
    assert told("omar", again) == ["space_said"]
    assert Notice.objects.get(person=cast["omar"], thing=f"comment:{again.pk}").mail_held
    own = Event.objects.filter(kind__in=["space.muted", "space.heard"])
    assert [event.kind for event in own] == ["space.muted", "space.heard"]
    seen = {key: events_visible_to(cast[key], cast.at).filter(pk__in=own).count() for key in ("omar", "tim", "meral")}
    assert seen == {"omar": 2, "tim": 0, "meral": 0}


def test_only_who_sees_a_space_mutes_it_and_who_muted_it_may_always_hear_it_again(cast, of_hr, client_of):
    with pytest.raises(NotFound):
        operations.mute(of_hr, by=cast["bas"], at=cast.at)
    assert client_of(cast["bas"]).post(reverse("spaces:mute", args=[of_hr.party.ref])).status_code == 404
    assert client_of(cast["bas"]).post(reverse("spaces:hear", args=[of_hr.party.ref])).status_code == 404
    client = client_of(cast["omar"])
    assert client.post(reverse("spaces:mute", args=[of_hr.party.ref])).status_code == 302
    assert "Muted: hear it again" in client.get(of_hr.get_absolute_url()).content.decode()
