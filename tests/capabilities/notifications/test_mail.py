"""Mail: at once or in the morning, in the reader's language, with buttons that ask first; nothing lost, nothing doubled."""

import re
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail as sent_mail
from django.test import Client

from polder.capabilities.notifications import acting, mailing, notices, operations, outages, sending
from polder.capabilities.notifications.models import MailOut, Notice
from polder.capabilities.notifications.operations import Day
from tests.capabilities.notifications.postoffice import post_office

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor(cast):
    person = cast["noor"]
    person.language = "en"
    person.save()
    return person


def make_and_send(at: datetime) -> list:
    before = len(sent_mail.outbox)
    mailing.make_due(at)
    sending.send_due(at)
    return sent_mail.outbox[before:]


def tell(person, thing="page:1", kind="alarm", key="1", *, at):
    notices.tell([person], kind, thing=thing, event_at=at, key=key)


def test_what_is_told_at_once_is_mailed_once_in_text_and_html(cast, kinds, noor):
    tell(noor, at=cast.at)
    [message] = make_and_send(cast.at)
    assert message.to == ["noor@waterland.example"]
    assert message.subject == "Something happened to page:1"
    assert "/people/?page:1" in message.body
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    assert '<html lang="en">' in html
    tell(noor, at=cast.at)
    assert make_and_send(cast.at + timedelta(minutes=5)) == []
    assert MailOut.objects.get().text == ""


def test_mails_about_one_thing_make_one_thread(cast, kinds, noor):
    tell(noor, at=cast.at)
    [first] = make_and_send(cast.at)
    tell(noor, key="2", at=cast.at + timedelta(days=1))
    tell(noor, thing="page:2", key="3", at=cast.at + timedelta(days=1))
    second, other = make_and_send(cast.at + timedelta(days=1))
    assert second.extra_headers["In-Reply-To"] == first.extra_headers["Message-ID"]
    assert second.extra_headers["Message-ID"] != first.extra_headers["Message-ID"]
    assert "In-Reply-To" not in other.extra_headers


def test_a_digest_comes_in_the_readers_own_morning_and_language(cast, kinds, noor):
    noor.language = "nl"
    noor.save()
    operations.choose({}, Day(zone="America/New_York", morning=time(9)), by=noor, at=cast.at)
    for number in range(3):
        tell(noor, thing=f"page:{number}", kind="told", key=str(number), at=cast.at)
    morning = datetime(2026, 3, 16, 13, tzinfo=UTC)  # nine in New York, where summer time has begun
    assert make_and_send(morning - timedelta(minutes=1)) == []
    [message] = make_and_send(morning)
    assert "en nog 2" in message.subject
    assert "Dit is er gebeurd" in message.body
    assert make_and_send(morning + timedelta(days=1)) == []


def test_a_digest_is_never_empty(cast, kinds, noor):
    tell(noor, kind="told", at=cast.at)
    tell(noor, kind="told", thing="page:666", key="2", at=cast.at)  # what noor may no longer see
    operations.read_all(by=noor, at=cast.at)
    assert make_and_send(cast.at + timedelta(days=2)) == []
    assert MailOut.objects.count() == 0


def test_who_left_or_has_no_address_is_sent_nothing(cast, kinds, noor):
    tim = cast["tim"]
    noor.left_on, tim.email = cast.at + timedelta(minutes=1), None
    noor.save(), tim.save()
    tell(noor, at=cast.at)
    tell(tim, at=cast.at)
    assert make_and_send(cast.at + timedelta(hours=1)) == []
    assert not Notice.objects.filter(mail_due__isnull=False).exists()


def test_quiet_hours_hold_mail_until_they_end_but_not_what_is_urgent(cast, desk, noor):
    operations.choose({}, Day(quiet_from=time(18), quiet_until=time(7)), by=noor, at=cast.at)
    evening = datetime(2026, 3, 16, 20, tzinfo=UTC)
    desk.ask(noor, "page:1")
    desk.ask(noor, "page:2")
    for number in (1, 2):
        tell(noor, kind="approve_it", thing=f"page:{number}", at=evening)
    tell(noor, kind="approve_it", thing="page:1", key="reminder", at=evening)
    tell(noor, kind="alarm", at=evening)
    [alarm] = make_and_send(evening)
    assert alarm.subject.startswith("Something happened")
    [held] = make_and_send(datetime(2026, 3, 17, 6, tzinfo=UTC))
    assert held.subject == "Title of page:1, and 1 more"


def test_mail_about_a_task_leaves_only_while_it_waits(cast, desk, noor):
    desk.ask(noor, "page:1")
    for number in (1, 2):
        tell(noor, kind="approve_it", thing=f"page:{number}", at=cast.at)
    [message] = make_and_send(cast.at)
    assert message.subject == "Title of page:1"


def test_a_task_stands_in_the_inbox_and_not_among_the_notices(cast, desk, noor):
    tell(noor, kind="approve_it", at=cast.at)
    tell(noor, kind="alarm", at=cast.at)
    assert notices.kinds_of(noor, cast.at) == {"alarm"}
    assert [notice.kind for notice in notices.told(noor, cast.at)] == ["alarm"]
    assert notices.kinds_of(noor, cast.at - timedelta(seconds=1)) == set()


def button_in(message) -> str:
    found = re.search(r"http://\S+(/inbox/act/\S+)", message.body)
    assert found
    return urlsplit(found[1]).path


def test_a_button_in_a_mail_asks_to_sign_in_then_once_more_and_does_it_then(desk, noor, client_of):
    at = datetime.now(UTC)
    desk.ask(noor, "page:1")
    tell(noor, kind="approve_it", at=at)
    address = button_in(make_and_send(at)[0])
    assert Client().get(address).status_code == 302
    assert Client().post(address).status_code == 302
    client = client_of(noor)
    page = client.get(address)
    assert b"It becomes true." in page.content
    assert desk.approved == []
    client.post(address)
    assert desk.approved == [("noor", "page:1")]
    assert client.post(address).status_code == 409
    assert len(desk.approved) == 1


def test_a_button_works_for_whom_it_was_sent_to_for_a_month_and_cannot_be_made_up(cast, desk, noor, client_of):
    desk.ask(noor, "page:1")
    desk.ask(cast["tim"], "page:1")
    now = datetime.now(UTC)
    link = acting.Link(noor.pk, "approve_it", "page:1", "approve", now)
    assert client_of(cast["tim"]).post(acting.address(link)).status_code == 403
    old = acting.Link(noor.pk, "approve_it", "page:1", "approve", now - timedelta(days=31))
    client = client_of(noor)
    assert client.post(acting.address(old)).status_code == 410
    for forged in (acting.address(link)[:-2] + "x/", "/inbox/act/0~page:1~approve/", "/inbox/act/~~~~~/"):
        assert client.post(forged).status_code == 410
    assert desk.approved == []


def test_while_the_server_is_down_mail_waits_and_the_server_is_tried_ever_more_seldom(cast, kinds, noor, settings):
    for number in range(3):
        tell(noor, thing=f"page:{number}", key=str(number), at=cast.at)
    mailing.make_due(cast.at)
    with post_office() as office:
        settings.MAILERS = office.mailers
        office.answers["HELLO"] = b""
        tries = []
        for minute in range(60):
            before = office.connections
            sending.send_due(cast.at + timedelta(minutes=minute))
            if office.connections > before:
                tries.append(minute)
        assert tries == [0, 1, 2, 4, 8, 16, 31, 46]
        assert sending.waiting().count() == 3
        trouble = outages.of(sending.SERVER)
        assert trouble is not None
        assert trouble.since == cast.at
        del office.answers["HELLO"]
        at = cast.at + timedelta(hours=2)
        assert sending.send_due(at) == 1  # one to see whether it is back
        assert sending.send_due(at) == 2
        assert outages.of(sending.SERVER) is None
        assert sending.send_due(at) == 0
    assert len(office.taken) == 3
    assert len({message["Message-ID"] for message in office.taken}) == 3
    body = office.taken[0].get_body(("plain",))
    assert "Something happened to page:0" in body.get_content()


def test_nobody_listening_is_an_outage_too(cast, kinds, noor, settings):
    with post_office() as office:
        settings.MAILERS = office.mailers
    tell(noor, at=cast.at)
    mailing.make_due(cast.at)
    assert sending.send_due(cast.at) == 0
    assert outages.names() == {"mail"}
    assert sending.waiting().get().attempts == 0


def test_an_address_that_is_refused_holds_nobody_else_up(cast, kinds, noor, settings):
    tell(noor, at=cast.at)
    mailing.make_due(cast.at)
    with post_office() as office:
        settings.MAILERS = office.mailers
        office.answers["RCPT"] = b"550 No such user here"
        sending.send_due(cast.at)
        assert outages.names() == set()
        refused = MailOut.objects.get()
        assert (refused.state, refused.trouble) == (MailOut.State.REFUSED, "550 No such user here")
        tell(noor, thing="page:2", key="2", at=cast.at)
        mailing.make_due(cast.at)
        office.answers["RCPT"] = b"451 Try later"
        sending.send_due(cast.at)
        assert sending.waiting().get().due > cast.at
        del office.answers["RCPT"]
        assert sending.send_due(cast.at) == 0
        assert sending.send_due(cast.at + timedelta(minutes=1)) == 1


def test_two_workers_send_each_mail_once(cast, kinds, noor):
    for number in range(4):
        tell(noor, thing=f"page:{number}", key=str(number), at=cast.at)
    mailing.make_due(cast.at)
    mine = sending._claim("one", cast.at, most=2)
    other = sending._claim("two", cast.at, most=9)
    assert len(mine) == len(other) == 2
    assert {mail.pk for mail in mine}.isdisjoint(mail.pk for mail in other)
    assert len(sending._claim("three", cast.at + timedelta(minutes=6), most=9)) == 4  # both were killed


def test_a_hostile_title_stays_text_and_one_line(cast, kinds, noor, monkeypatch):
    bad = "Bcc: x@evil.example\r\n\r\n<script>alert(1)</script>"
    words = lambda person, some, at: {notice.pk: notices.Words(bad, "/") for notice in some}  # noqa: E731
    monkeypatch.setitem(notices._kinds, "alarm", notices.Kind("alarm", "Fire", say=words, rhythms={"mail": "once"}))
    tell(noor, at=cast.at)
    [message] = make_and_send(cast.at)
    assert "\n" not in message.subject
    assert "<script>" not in message.alternatives[0][0]
    assert "<script>" in message.body


def test_what_waits_follows_a_new_choice(cast, kinds, noor):
    tell(noor, kind="told", at=cast.at)
    operations.choose({("told", "mail"): "once"}, Day(), by=noor, at=cast.at + timedelta(hours=1))
    assert len(make_and_send(cast.at + timedelta(hours=1))) == 1
    tell(noor, kind="told", key="2", at=cast.at)
    operations.choose({("told", "mail"): "never", ("told", "web"): "weekly"}, Day(), by=noor, at=cast.at)
    assert make_and_send(cast.at + timedelta(days=9)) == []
    with pytest.raises(operations.Unknown):
        operations.choose({("told", "web"): "never"}, Day(), by=noor, at=cast.at)


def test_who_is_away_is_mailed_when_back_and_at_once_what_is_urgent(cast, desk, noor):
    operations.choose({}, Day(away_from=date(2026, 3, 16), away_until=date(2026, 3, 20)), by=noor, at=cast.at)
    tuesday = datetime(2026, 3, 17, 10, tzinfo=UTC)
    desk.ask(noor, "page:1")
    tell(noor, kind="approve_it", thing="page:1", at=tuesday)
    tell(noor, kind="alarm", at=tuesday)
    [alarm] = make_and_send(tuesday)
    assert alarm.subject.startswith("Something happened")
    assert make_and_send(datetime(2026, 3, 20, 22, tzinfo=UTC)) == []
    [held] = make_and_send(datetime(2026, 3, 20, 23, 30, tzinfo=UTC))  # half past midnight in Amsterdam
    assert held.subject == "Title of page:1"


def test_who_comes_back_sooner_is_told_sooner(cast, desk, noor):
    operations.choose({}, Day(away_from=date(2026, 3, 16), away_until=date(2026, 3, 20)), by=noor, at=cast.at)
    desk.ask(noor, "page:1")
    tell(noor, kind="approve_it", thing="page:1", at=cast.at + timedelta(hours=1))
    operations.choose({}, Day(), by=noor, at=cast.at + timedelta(hours=2))
    assert len(make_and_send(cast.at + timedelta(hours=2))) == 1


@pytest.mark.parametrize(
    "days", [(date(2026, 3, 20), date(2026, 3, 16)), (date(2026, 3, 16), None), (None, date(2026, 3, 16))]
)
def test_days_away_have_a_first_and_a_last(cast, noor, client_of, days):
    with pytest.raises(operations.Unknown):
        operations.choose({}, Day(away_from=days[0], away_until=days[1]), by=noor, at=cast.at)
    given = {"morning": "08:00", "weekday": "0", "away_from": days[0] or "", "away_until": days[1] or ""}
    assert client_of(noor).post("/notices/settings/", given).status_code == 422
