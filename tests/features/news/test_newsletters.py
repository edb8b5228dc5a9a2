"""Newsletters hold for each reader what is for them, in their language, once, and are never empty."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Locale

from polder.capabilities.notifications import mailing
from polder.capabilities.notifications.models import MailOut, Notice
from polder.capabilities.publishing import operations as route
from polder.capabilities.publishing.audiences import Aim
from polder.features.news import operations
from polder.features.news.models import Issue, NewsItem
from polder.features.news.operations import Terms
from polder.features.news.queries import letters
from polder.features.news.rhythm import next_issue
from polder.governance import index
from polder.governance.errors import Refused
from polder.ground.ledger import acts
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Party, Person, Unit
from polder.ground.organisation.operations import people

pytestmark = pytest.mark.django_db
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
WEEK = timedelta(days=7)


@pytest.fixture
def now():
    return timezone.now() - 2 * WEEK


@pytest.fixture
def letter(cast, channel, now):
    terms = Terms(name="HR this week", channels=[channel], about="What is new for you.")
    return operations.begin_newsletter(channel.aspect, terms, by=cast["meral"], at=now)


def told(issue):
    return {notice.person.key for notice in Notice.objects.filter(kind="newsletter", thing=f"issue:{issue.pk}")}


def aim(item, cast, at, *refs):
    route.aim(item, parties=[Party.objects.get(ref=ref) for ref in refs], by=cast["meral"], at=at)


def active(cast, at):
    return {person.key for person in cast.values() if person.counts(at)}


@pytest.mark.parametrize(
    ("rhythm", "after", "comes"),
    [
        ("weekly", datetime(2026, 3, 5, 6, tzinfo=UTC), datetime(2026, 3, 5, 7, tzinfo=UTC)),  # Thursday, before eight
        ("weekly", datetime(2026, 3, 5, 7, tzinfo=UTC), datetime(2026, 3, 12, 7, tzinfo=UTC)),
        ("weekly", datetime(2026, 3, 26, 12, tzinfo=UTC), datetime(2026, 4, 2, 6, tzinfo=UTC)),  # over summer time
        ("daily", datetime(2026, 3, 6, 12, tzinfo=UTC), datetime(2026, 3, 9, 7, tzinfo=UTC)),  # not at the weekend
        ("monthly", datetime(2026, 1, 2, 12, tzinfo=UTC), datetime(2026, 2, 2, 7, tzinfo=UTC)),  # the 1st is a Sunday
    ],
)
def test_an_issue_comes_out_in_its_rhythm(rhythm, after, comes):
    assert next_issue(rhythm, 3, time(8), after, AMSTERDAM) == comes


def test_a_holiday_is_no_working_day():
    found = next_issue("monthly", 0, time(8), datetime(2026, 12, 30, tzinfo=UTC), AMSTERDAM, {date(2027, 1, 1)})
    assert found.date() == date(2027, 1, 4)


def test_only_who_may_publish_there_keeps_a_newsletter(cast, channel, letter, now):
    for act in (
        lambda: operations.begin_newsletter(
            channel.aspect, Terms(name="X", channels=[channel]), by=cast["kim"], at=now
        ),
        lambda: operations.change_newsletter(letter, Terms(name="X", channels=[channel]), by=cast["kim"], at=now),
        lambda: operations.bring_out(letter, by=cast["kim"], at=now),
        lambda: operations.stop_newsletter(letter, by=cast["kim"], at=now),
    ):
        with pytest.raises(Refused):
            act()
    for wrong in (Terms(name=" ", channels=[channel]), Terms(name="X", channels=[]),
                  Terms(name="X", channels=[channel], rhythm="hourly")):  # fmt: skip
        with pytest.raises(operations.Invalid):
            operations.change_newsletter(letter, wrong, by=cast["meral"], at=now)


def test_each_gets_what_is_for_them_and_nobody_an_empty_one(cast, channel, letter, item_in, now):
    at = now + timedelta(hours=1)
    aim(item_in(channel, "bonus", at=at), cast, at, "unit:hr")
    operations.bring_out_due(letter.next_at)
    issue = Issue.objects.get()
    assert told(issue) == {"meral", "omar", "tim"}
    assert issue.reached == 3
    assert letters.items_for(cast["bas"], letters.items_of(issue), letter.next_at, "en") == []
    item_in(channel, "party", at=letter.next_at)
    operations.bring_out_due(letter.next_at + WEEK)
    second = Issue.objects.get(number=2)
    assert told(second) == active(cast, letter.next_at)
    assert [item.slug for item in letters.items_of(second)] == ["party"]


def test_a_clock_that_comes_twice_or_late_makes_one_issue(cast, channel, letter, item_in, now):
    item_in(channel, "bonus", at=now + timedelta(hours=1))
    late = letter.next_at + 5 * WEEK
    for _ in range(2):
        operations.bring_out_due(late)
    assert Issue.objects.count() == 1
    letter.refresh_from_db()
    assert letter.next_at > late
    operations.bring_out_due(letter.next_at)  # nothing new: nothing comes out
    assert Issue.objects.count() == 1
    assert Event.objects.filter(kind="newsletter.brought_out").count() == 1


def test_what_was_published_anew_is_not_sent_again(cast, channel, letter, item_in, now):
    item = item_in(channel, "bonus", at=now + timedelta(hours=1))
    operations.bring_out_due(letter.next_at)
    at = letter.next_at + timedelta(hours=1)
    route.edit(item, values={"title": "A bonus"}, by=cast["omar"], at=at)
    route.submit(item, by=cast["omar"], at=at, minor=True)
    route.approve(item, by=cast["meral"], at=at)
    operations.bring_out_due(letter.next_at + WEEK)
    assert Issue.objects.count() == 1


def test_people_say_no_or_yes(cast, channel, letter, item_in, now):
    operations.choose_newsletter(letter, wants=False, by=cast["tim"], at=now)
    item_in(channel, "bonus", at=now + timedelta(hours=1))
    operations.bring_out_due(letter.next_at)
    assert told(Issue.objects.get()) == active(cast, letter.next_at) - {"tim"}
    asked = Terms(name="HR this week", channels=[channel], by_default=False)
    operations.change_newsletter(letter, asked, by=cast["meral"], at=letter.next_at)
    operations.choose_newsletter(letter, wants=True, by=cast["tim"], at=letter.next_at)
    item_in(channel, "party", at=letter.next_at + timedelta(hours=1))
    operations.bring_out_due(letter.next_at + WEEK)
    assert told(Issue.objects.get(number=2)) == {"tim"}


def test_the_mail_is_in_their_language_with_what_is_for_them(cast, channel, letter, item_in, now):
    at = now + timedelta(hours=1)
    english, dutch = item_in(channel, "bonus", at=at), item_in(channel, "toeslag", at=at)
    secret = item_in(channel, "secret", at=at)
    aim(secret, cast, at, "unit:it")
    locale = Locale.objects.get_or_create(language_code="nl")[0]
    NewsItem.objects.filter(pk=dutch.pk).update(locale=locale, translation_key=english.translation_key)
    for key, language in (("tim", "nl"), ("omar", "en")):
        Person.objects.filter(pk=cast[key].pk).update(language=language)
    out = letter.next_at
    operations.bring_out_due(out)
    for key in ("tim", "omar"):
        mailing.make_for(cast[key].pk, out)
    mails = MailOut.objects.filter(thing__startswith="issue:")
    tim, omar = (mails.get(person=cast[key]) for key in ("tim", "omar"))
    assert ("Toeslag" in tim.text, "Bonus" in tim.html, "Secret" in tim.html) == (True, False, False)
    assert ("Bonus" in omar.html, "Toeslag" in omar.text) == (True, False)
    assert "HR this week" in tim.subject
    assert "http" in omar.text
    route.unpublish(english, by=cast["meral"], at=out)
    route.unpublish(dutch, by=cast["meral"], at=out)
    Notice.objects.filter(person=cast["meral"], kind="newsletter").update(mail_due=out)
    mailing.make_for(cast["meral"].pk, out)  # nothing is left of it: no mail
    assert not mails.filter(person=cast["meral"]).exists()


def test_the_archive_holds_for_each_what_was_in_it_for_them(cast, channel, letter, item_in, now, client_of):
    at = now + timedelta(hours=1)
    aim(item_in(channel, "bonus", at=at), cast, at, "unit:hr")
    operations.bring_out(letter, by=cast["meral"], at=at)
    tim, bas = client_of(cast["tim"]), client_of(cast["bas"])
    address = "/news/letters/hr-this-week/"
    assert "Bonus" in tim.get(f"{address}1/").content.decode()
    assert "Issue 1" in tim.get(address).content.decode()
    assert bas.get(f"{address}1/").status_code == 404
    assert "Issue 1" not in bas.get(address).content.decode()
    assert tim.post(f"{address}do/decline/").status_code == 302
    assert "You do not get it" in tim.get("/news/letters/").content.decode()


def test_only_a_keeper_looks_as_somebody_else_and_sees_no_more_than_they_may(
    cast, channel, letter, item_in, now, client_of
):
    at = now + timedelta(hours=1)
    item_in(channel, "party", at=at)
    aim(item_in(channel, "bonus", at=at), cast, at, "unit:it")
    address = "/news/letters/hr-this-week/preview/?person=bas"
    assert client_of(cast["kim"]).get(address).status_code == 403
    page = client_of(cast["meral"]).get(address).content.decode()
    assert "As Bas Kok would get it now" in page
    assert ("Party" in page, "Bonus" in page) == (True, True)  # she publishes there
    tims = client_of(cast["meral"]).get("/news/letters/hr-this-week/preview/?person=tim").content.decode()
    assert ("Party" in tims, "Bonus" in tims) == (True, False)
    assert client_of(cast["meral"]).get("/news/letters/hr-this-week/preview/?person=nobody").status_code == 422


def test_a_newsletter_for_some_does_not_exist_for_others(cast, channel, letter, now, client_of):
    hr = Terms(name="HR this week", channels=[channel], audience=Aim((Party.objects.get(ref="unit:hr"),)))
    operations.change_newsletter(letter, hr, by=cast["meral"], at=now)
    bas = client_of(cast["bas"])
    assert bas.get("/news/letters/hr-this-week/").status_code == 404
    assert "HR this week" not in bas.get("/news/letters/").content.decode()
    with pytest.raises(operations.WrongState):
        operations.choose_newsletter(letter, wants=True, by=cast["bas"], at=now)


def test_it_is_begun_changed_and_stopped_on_screens(cast, channel, client_of):
    meral = client_of(cast["meral"])
    given = {"aspect": "hr-content", "name": "Monthly", "about": "", "channels": [channel.pk], "rhythm": "monthly",
             "weekday": "0", "hour": "09:00", "by_default": "on"}  # fmt: skip
    assert meral.post("/news/letters/new/", {"name": ""}).status_code == 422
    assert meral.post("/news/letters/new/", given)["Location"] == "/news/letters/monthly/"
    assert meral.post("/news/letters/monthly/settings/", {**given, "name": "Each month"}).status_code == 302
    assert "Each month" in meral.get("/news/letters/monthly/").content.decode()
    assert meral.post("/news/letters/monthly/do/stop/").status_code == 302
    assert meral.post("/news/letters/monthly/do/bring-out/").status_code == 409
    assert client_of(cast["bas"]).get("/news/letters/monthly/settings/").status_code == 403


def test_it_can_be_for_a_place_and_for_who_speaks_a_language(cast, channel, client_of):
    people.change(cast["tim"], location="Edam", by=None, at=timezone.now())
    people.change(cast["bas"], languages=["fy"], by=None, at=timezone.now())
    meral, address = client_of(cast["meral"]), "/news/letters/edam/"
    given = {"aspect": "hr-content", "name": "Edam", "channels": [channel.pk], "rhythm": "weekly", "weekday": "0",
             "hour": "09:00", "by_default": "on", "audience": ["place:Edam", "language:fy"]}  # fmt: skip
    assert meral.post("/news/letters/new/", given)["Location"] == address
    for key, status in (("tim", 200), ("bas", 200), ("kim", 404)):
        assert client_of(cast[key]).get(address).status_code == status
    assert "Edam and Frysk" in meral.get(address).content.decode()
    people.change(cast["tim"], location="Hoorn", by=None, at=timezone.now())
    kept = meral.get(f"{address}settings/").content.decode()
    assert 'value="place:Edam" selected' in kept  # nobody works there any more; saving does not open it to everyone
    assert meral.post(f"{address}settings/", {**given, "audience": ["place:Edam"]}).status_code == 302
    assert client_of(cast["bas"]).get(address).status_code == 404
    assert meral.post(f"{address}settings/", {**given, "audience": ["place:Nowhere"]}).status_code == 422


def test_bringing_out_takes_as_many_queries_for_many_as_for_few(cast, channel, letter, item_in, now):
    def cost(slug, at):
        item_in(channel, slug, at=at)
        with CaptureQueriesContext(connection) as queries:
            issue = operations.bring_out(letter, by=cast["meral"], at=at)
        return len(queries), issue.reached

    few, reached = cost("one", now + timedelta(hours=1))
    with acts.act(alone=True):
        hr = Unit.objects.get(key="hr")
        people = Person.objects.bulk_create([Person(key=f"new-{n}", name=f"New {n}", unit=hr) for n in range(300)])
        Party.objects.bulk_create([Party(ref=f"person:{one.key}", kind="person", person=one) for one in people])
        index.rebuild()
        acts.record("organisation.loaded", thing="organisation:1", by=None, at=now)
    many, reached_then = cost("two", now + timedelta(hours=2))
    assert reached_then == reached + 300
    assert many <= few
