"""P8: the ladder of review is told, step by step, to who is asked at that moment; each in their own channels."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as sent_mail
from django.utils import timezone

from polder.base.time import from_local
from polder.capabilities.notifications import mailing, sending
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.operations import Day, choose
from polder.capabilities.publishing import operations, review_notices
from polder.capabilities.publishing.models import Page
from polder.governance import operations as matrix
from polder.governance.changes import Assign
from polder.governance.facts import AspectKey, PartyKey
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(published) -> Page:
    found = published("leave", aspect="leave")
    Notice.objects.all().delete()
    return found


def day_of(page: Page, step: int) -> datetime:
    page.refresh_from_db()
    assert page.review_on is not None
    zone = ZoneInfo("Europe/Amsterdam")
    return from_local(datetime.combine(page.review_on + timedelta(days=step), time(0, 10)), zone)


def told(page: Page) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(kind="review", thing=f"page:{page.pk}").select_related("person")
    return sorted((row.key.partition(":")[2], row.person.key) for row in rows)


THEIRS = ["meral", "noor", "omar", "tim"]  # the unit HR, and whoever is intranet manager


def test_those_who_do_the_work_are_told_at_each_step_once_and_the_a_when_it_is_late(cast, page):
    review_notices.tell(day_of(page, -29))
    assert told(page) == []
    for step in (-28, -20, -14, 0, 13):
        for _turn in range(2):
            review_notices.tell(day_of(page, step))
    assert told(page) == sorted((step, key) for step in ("-28", "-14", "0") for key in THEIRS)
    review_notices.tell(day_of(page, 14))
    assert ("14", "meral") in told(page)
    assert len(told(page)) == 13
    review_notices.tell(day_of(page, 300))
    assert len(told(page)) == 13


def test_a_missed_round_tells_the_step_the_page_is_on_and_none_that_went_by(cast, page):
    review_notices.tell(day_of(page, 3))
    assert told(page) == [("0", key) for key in THEIRS]


def test_who_is_asked_is_asked_at_the_moment_of_telling(cast, page):
    review_notices.tell(day_of(page, -28))
    given = Assign(AspectKey("leave"), "content", PartyKey("person:kim"), "R", None, None)
    matrix.apply_lines([given], title="Kim helps", by=None, at=timezone.now())
    people.leave(cast["tim"], by=None, at=timezone.now(), left_on=day_of(page, -20))
    review_notices.tell(day_of(page, -14))
    assert [key for step, key in told(page) if step == "-14"] == ["kim", "meral", "noor", "omar"]


def test_what_was_verified_is_told_of_no_more_and_begins_anew(cast, page):
    review_notices.tell(day_of(page, -28))
    at = day_of(page, -20)
    operations.verify(page, by=cast["tim"], at=at)
    review_notices.tell(at + timedelta(days=30))
    assert {step for step, _key in told(page)} == {"-28"}
    review_notices.tell(day_of(page, -28))
    assert len(told(page)) == 8


def test_a_page_that_readers_do_not_see_is_not_asked_about(cast, page):
    review_notices.tell(day_of(page, -28))
    operations.unpublish(page, by=cast["meral"], at=day_of(page, -27))
    review_notices.tell(day_of(page, 0))
    assert len(told(page)) == 4  # readers do not see it: nobody needs to look


def test_it_comes_in_the_morning_with_what_else_is_due_and_with_a_button(cast, published, page):
    other = published("parental-leave", aspect="leave")
    Notice.objects.all().delete()
    Person.objects.exclude(key="tim").update(email=None)
    choose({}, Day(morning=time(8), quiet_from=time(18), quiet_until=time(9)), by=cast["tim"], at=timezone.now())
    night = day_of(page, -28)
    review_notices.tell(night)
    mailing.make_due(night + timedelta(hours=8))
    sending.send_due(night + timedelta(hours=8))
    assert [one.body for one in sent_mail.outbox] == []
    mailing.make_due(night + timedelta(hours=9))
    sending.send_due(night + timedelta(hours=9))
    [message] = sent_mail.outbox
    assert page.title in message.body
    assert other.title in message.body
    assert "Klopt nog: http" in message.body


def test_no_mail_leaves_about_what_was_verified_meanwhile(cast, page):
    night = day_of(page, -28)
    review_notices.tell(night)
    operations.verify(page, by=cast["omar"], at=night + timedelta(hours=1))
    mailing.make_due(night + timedelta(days=2))
    sending.send_due(night + timedelta(days=2))
    assert sent_mail.outbox == []


def test_a_deputy_bridges_for_an_a_who_left(cast, published):
    page = published("pay", aspect="salary")
    review_notices.tell(day_of(page, -28))
    assert told(page) == [("-28", "meral")]
    people.leave(cast["meral"], by=None, at=timezone.now(), left_on=day_of(page, -20))
    review_notices.tell(day_of(page, -14))
    assert told(page)[0] == ("-14", "omar")


def test_a_round_with_nothing_to_tell_costs_next_to_nothing(cast, page, count_queries):
    with count_queries(4):
        assert review_notices.tell(timezone.now()) == 0
