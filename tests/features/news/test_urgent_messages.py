"""Urgent messages have a mandate of their own, take two people under four eyes, and stand on pages until they are over."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications import operations as telling
from polder.capabilities.notifications.models import Hours, Notice, Preference
from polder.capabilities.publishing.audiences import Aim
from polder.features.news import operations, standing
from polder.features.news.models import Broadcast
from polder.governance.changes import ChangeAspect
from polder.governance.errors import Refused
from polder.governance.facts import AspectKey
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Party
from polder.ground.organisation.operations import people
from tests.features.news.matrix import apply

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


def write(urgent, by, at, *, audience=(), ends_at=None, title="The hall is closed"):
    aim = audience if isinstance(audience, Aim) else Aim(tuple(Party.objects.get(ref=ref) for ref in audience))
    return operations.broadcast(
        urgent, title=title, text="Work at home.", audience=aim, ends_at=ends_at or at + HOUR, by=by, at=at
    )


def sent(urgent, cast, at, **more):
    row = write(urgent, cast["kim"], at, **more)
    return operations.approve(row, by=cast["anna"], at=at)


def test_who_answers_for_the_channel_may_not_send(cast, urgent, now):
    with pytest.raises(Refused):
        write(urgent, cast["meral"], now)
    operations.name_urgent(urgent, under=None, by=cast["saskia"], at=now)
    urgent.refresh_from_db()
    with pytest.raises(operations.WrongState):
        write(urgent, cast["kim"], now)


def test_only_who_sets_the_a_of_both_names_the_aspect(cast, channel, siren, now):
    for key in ("meral", "anna", "kim"):
        with pytest.raises(Refused):
            operations.name_urgent(channel, under=siren, by=cast[key], at=now)
    for wrong in (channel.aspect, Aspect.objects.get(key="intranet")):
        with pytest.raises(operations.Invalid):
            operations.name_urgent(channel, under=wrong, by=cast["saskia"], at=now)
    operations.name_urgent(channel, under=siren, by=cast["saskia"], at=now)
    channel.refresh_from_db()
    assert channel.urgent_under == siren


def test_four_eyes_one_writes_and_another_sends(cast, urgent, now):
    row = write(urgent, cast["anna"], now)
    assert row.sent_at is None
    with pytest.raises(Refused) as refused:
        operations.approve(row, by=cast["anna"], at=now)
    assert refused.value.code == "four_eyes"
    asked = {notice.person.key for notice in Notice.objects.filter(kind="broadcast")}
    assert "saskia" in asked  # the next A up, because the A is barred
    assert "anna" not in asked
    assert [task.title for task in tasks.for_person(cast["saskia"], now) if task.kind == "broadcast"] == [row.title]
    operations.approve(row, by=cast["saskia"], at=now)
    assert [task for task in tasks.for_person(cast["saskia"], now) if task.kind == "broadcast"] == []
    with pytest.raises(operations.WrongState):
        operations.approve(row, by=cast["saskia"], at=now)
    kinds = Event.objects.filter(thing=f"broadcast:{row.pk}").order_by("number").values_list("kind", flat=True)
    assert list(kinds) == ["broadcast.proposed", "broadcast.sent"]


def test_without_four_eyes_who_may_publish_sends_at_once(cast, urgent, now):
    apply([ChangeAspect(AspectKey("siren"), {"four_eyes": False})], cast, now)
    row = write(urgent, cast["anna"], now)
    assert (row.sent_by, row.sent_at) == (cast["anna"], now)
    assert write(urgent, cast["kim"], now).sent_at is None  # an R writes, and asks


def test_it_reaches_everybody_at_once_by_all_roads_whatever_they_chose(cast, urgent, now):
    Hours.objects.create(person=cast["tim"], quiet_from="00:00", quiet_until="23:59")
    Preference.objects.create(person=cast["tim"], kind="urgent", channel="mail", rhythm="never")
    row = sent(urgent, cast, now)
    active = [person for person in cast.values() if person.counts(now) and person.kind == "employee"]
    rows = Notice.objects.filter(kind="urgent")
    assert row.reached == rows.count() == len(active)
    assert {(each.shown_at, each.mail_due, each.mail_held, each.push_due) for each in rows} == {(now, now, False, now)}
    with pytest.raises(telling.Unknown):
        telling.choose({("urgent", "mail"): "never"}, telling.Day(), by=cast["tim"], at=now)


def test_it_is_for_its_audience_and_does_not_exist_for_others(cast, urgent, now, client_of):
    row = sent(urgent, cast, now, audience=["unit:hr"])
    assert {notice.person.key for notice in Notice.objects.filter(kind="urgent")} == {"meral", "omar", "tim"}
    tim, bas = client_of(cast["tim"]), client_of(cast["bas"])
    assert row.title in tim.get("/pages/").content.decode()
    assert tim.get(row.get_absolute_url()).status_code == 200
    for address in ("/pages/", "/news/urgent/", "/notices/"):
        assert row.title not in bas.get(address).content.decode()
    assert bas.get(row.get_absolute_url()).status_code == 404
    assert bas.post(f"{row.get_absolute_url()}put-away/").status_code == 404
    said = notices.words_for(cast["tim"], Notice.objects.filter(person=cast["tim"], kind="urgent"), now)
    assert [words.title for words in said.values()] == ["Urgent: The hall is closed"]


def test_it_stands_until_it_is_put_away_ended_or_over(cast, urgent, now, client_of):
    row = sent(urgent, cast, now)
    tim, omar = client_of(cast["tim"]), client_of(cast["omar"])
    answer = tim.post(f"{row.get_absolute_url()}put-away/", {"next": "/pages/"})
    assert (answer.status_code, answer["Location"]) == (302, "/pages/")
    assert row.title not in tim.get("/pages/").content.decode()
    assert row.title in omar.get("/pages/").content.decode()
    assert standing.for_person(cast["omar"], row.ends_at) == []
    with pytest.raises(Refused):
        operations.end(row, by=cast["meral"], at=now)
    operations.end(row, by=cast["anna"], at=now + timedelta(minutes=1))
    assert row.title not in omar.get("/pages/").content.decode()
    with pytest.raises(operations.WrongState):
        operations.end(row, by=cast["anna"], at=now + timedelta(minutes=2))


def test_pages_pay_nothing_while_nothing_stands_and_one_query_while_something_does(cast, urgent, now, client_of):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def cost(client):
        client.get("/pages/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/pages/")
        return len(queries)

    client = client_of(cast["tim"])
    before = cost(client)
    for number in range(3):
        sent(urgent, cast, now, title=f"Number {number}")
    assert cost(client) == before + 1


@pytest.mark.parametrize("days", [0, 8])
def test_it_has_an_end_that_is_to_come_and_not_far_away(cast, urgent, now, days):
    with pytest.raises(operations.Invalid):
        write(urgent, cast["kim"], now, ends_at=now + timedelta(days=days))


def test_it_needs_words_and_somebody_to_reach(cast, urgent, now):
    with pytest.raises(operations.Invalid):
        write(urgent, cast["kim"], now, title=" ")
    with pytest.raises(operations.Invalid):
        write(urgent, cast["kim"], now, title="x" * 121)
    nobody = write(urgent, cast["kim"], now, audience=["role:search-specialist"])
    with pytest.raises(operations.Invalid):
        operations.approve(nobody, by=cast["anna"], at=now)


def test_what_was_taken_back_or_came_too_late_is_never_sent(cast, urgent, now):
    row = write(urgent, cast["kim"], now)
    operations.withdraw(row, by=cast["kim"], at=now)
    with pytest.raises(operations.WrongState):
        operations.approve(row, by=cast["anna"], at=now)
    late = write(urgent, cast["kim"], now)
    with pytest.raises(operations.WrongState):
        operations.approve(late, by=cast["anna"], at=late.ends_at)
    assert not Notice.objects.filter(kind="urgent").exists()


def test_the_screen_shows_how_many_get_it_before_anything_is_kept(cast, urgent, now, client_of):
    kim, anna = client_of(cast["kim"]), client_of(cast["anna"])
    given = {"channel": urgent.pk, "title": "Closed", "text": "Stay home.", "audience": ["unit:hr"],
             "ends_at": timezone.localtime(now + 5 * HOUR).strftime("%Y-%m-%dT%H:%M")}  # fmt: skip
    page = kim.post("/news/urgent/new/", given).content.decode()
    assert "3 people get it at once" in page
    assert "Anna de Wit" in page  # who looks at it first
    counted = page.partition('name="counted" value="')[2].partition('"')[0]
    changed = {**given, "title": "Open", "counted": counted}
    assert "Is this right?" in kim.post("/news/urgent/new/", changed).content.decode()
    assert not Broadcast.objects.exists()
    kim.post("/news/urgent/new/", {**given, "counted": counted})
    row = Broadcast.objects.get()
    assert "Send to 3 people" in anna.get(row.get_absolute_url()).content.decode()
    anna.post(f"{row.get_absolute_url()}approve/", {"next": "/"})
    row.refresh_from_db()
    assert row.reached == 3
    assert client_of(cast["meral"]).get("/news/urgent/new/").status_code == 403
    assert kim.post("/news/urgent/new/", {"title": "x"}).status_code == 422
    late = kim.post("/news/urgent/new/", {**given, "ends_at": "2026-01-01T10:00"})
    assert (late.status_code, "That moment has passed" in late.content.decode()) == (422, True)


def test_who_names_the_aspect_does_so_in_the_settings_of_the_channel(cast, channel, siren, client_of):
    saskia, address = client_of(cast["saskia"]), f"/news/in/{channel.slug}/"
    page = saskia.get(f"{address}settings/").content.decode()
    assert "Urgent messages fall under" in page
    assert saskia.post(f"{address}urgent/", {"under": "siren"}).status_code == 302
    assert saskia.post(f"{address}urgent/", {"under": "nothing"}).status_code == 422
    assert client_of(cast["meral"]).post(f"{address}urgent/", {"under": "siren"}).status_code == 403
    channel.refresh_from_db()
    assert channel.urgent_under.key == "siren"


def test_it_can_be_for_everybody_at_a_place(cast, urgent, now, client_of):
    people.change(cast["tim"], location="Edam", by=None, at=now)
    people.change(cast["bas"], location="Edam", by=None, at=now)
    kim = client_of(cast["kim"])
    given = {"channel": urgent.pk, "title": "Closed", "text": "Stay home.", "audience": ["place:Edam"],
             "ends_at": timezone.localtime(now + 5 * HOUR).strftime("%Y-%m-%dT%H:%M")}  # fmt: skip
    page = kim.post("/news/urgent/new/", given).content.decode()
    assert "2 people get it at once" in page
    assert "It is for: Edam." in page
    counted = page.partition('name="counted" value="')[2].partition('"')[0]
    kim.post("/news/urgent/new/", {**given, "counted": counted})
    row = operations.approve(Broadcast.objects.get(), by=cast["anna"], at=timezone.now())
    assert {notice.person.key for notice in Notice.objects.filter(kind="urgent")} == {"tim", "bas"}
    assert row.title in client_of(cast["bas"]).get("/pages/").content.decode()
    assert "Edam" in client_of(cast["tim"]).get(row.get_absolute_url()).content.decode()
