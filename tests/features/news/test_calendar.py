"""One calendar of all news: nobody sees plans that are not theirs; what comes together is said before it does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polder.capabilities.publishing import operations as route
from polder.features.news import operations, planning
from polder.features.news.planning import Entry, Period
from polder.features.news.queries import calendar as queries
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party

ZONE = ZoneInfo("Europe/Amsterdam")
TODAY = date(2026, 11, 25)  # a Wednesday


def entry(kind, day=TODAY, item=1, audience=None, hour=9):
    at = None if kind == "deadline" else datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    return Entry(kind, day, at, item, f"Item {item}", f"/{item}/", "News", audience)


def found(entries, overlap=lambda one, other: one is None or other is None or one == other):
    return [(clash.kind, [each.item for each in clash.entries]) for clash in planning.clashes(entries, TODAY, overlap)]


def test_a_month_is_shown_with_the_whole_weeks_around_it():
    period = Period.of_month(TODAY)
    assert (period.first, period.last) == (date(2026, 10, 26), date(2026, 12, 6))
    assert (period.before, period.after) == (date(2026, 10, 31), date(2026, 12, 1))
    week = Period.of_week(TODAY)
    assert (week.first, week.last, week.after) == (date(2026, 11, 23), date(2026, 11, 29), date(2026, 11, 30))


def test_the_load_of_an_audience_counts_what_is_for_everybody_too():
    entries = [entry("live"), entry("scheduled", item=2, audience=7), entry("expiry", item=3, audience=7)]
    loads = {load.audience: list(load.weeks) for load in planning.loads(Period.of_week(TODAY), entries)}
    assert loads == {None: [1], 7: [2]}


def test_two_deadlines_on_a_day_clash_for_people_who_must_read_both():
    both = [entry("deadline", item=1, audience=7), entry("deadline", item=2, audience=8)]
    assert found(both) == []
    assert found([entry("deadline", item=1), entry("deadline", item=2, audience=8)]) == [("deadlines", [1, 2])]
    tomorrow = TODAY + timedelta(days=1)
    assert found([entry("deadline", item=1), entry("deadline", tomorrow, item=2)]) == []


def test_two_items_cannot_stand_above_the_others_at_once():
    later = TODAY + timedelta(days=3)
    assert found([entry("highlight", item=1), entry("highlight", later, item=2)]) == [("highlights", [1, 2])]
    assert found([entry("highlight", item=1, audience=7), entry("highlight", later, item=2, audience=8)]) == []


def test_more_than_three_items_on_a_day_for_one_audience_are_too_many():
    general = [entry("scheduled", item=n) for n in range(3)]
    assert found(general) == []
    assert found([*general, entry("scheduled", item=9, audience=7)]) == [("crowded", [0, 1, 2, 9])]
    assert found([*general, entry("live", item=9)]) == [("crowded", [0, 1, 2, 9])]
    yesterday = TODAY - timedelta(days=1)
    assert found([entry("live", yesterday, item=n) for n in range(5)]) == []  # cannot be mended any more


@pytest.fixture
def now():
    return timezone.now()


def kinds(person, now):
    period = Period.of_month(now.astimezone(ZONE).date())
    return {(each.kind, each.title) for each in queries.entries(person, now, period, ZONE)}


@pytest.mark.django_db
def test_readers_see_what_is_for_them_and_planners_what_is_planned(cast, channel, item_in, now):
    live, draft = item_in(channel, "bonus"), item_in(channel, "idea", live=False)
    secret, soon = item_in(channel, "secret"), item_in(channel, "soon", live=False)
    route.aim(secret, parties=[Party.objects.get(ref="unit:hr")], by=cast["meral"], at=now)
    route.submit(soon, by=cast["omar"], at=now, minor=True)
    route.approve(soon, publish_at=now + timedelta(seconds=1), by=cast["meral"], at=now)
    today = now.astimezone(ZONE).date()
    route.require_reading(live, audience=[], before=today, by=cast["meral"], at=now)
    assert kinds(cast["bas"], now) == {("live", "Bonus"), ("deadline", "Bonus")}
    assert kinds(cast["meral"], now) == {
        ("live", "Bonus"), ("deadline", "Bonus"), ("live", "Secret"), ("scheduled", "Soon"),
    }  # fmt: skip
    assert queries.drafts(cast["bas"], now) == []
    assert queries.drafts(cast["meral"], now) == [draft]
    assert (queries.plans(cast["bas"], now), queries.plans(cast["meral"], now)) == (False, True)


@pytest.mark.django_db
def test_what_expires_and_stands_above_the_others_is_on_its_day(cast, channel, item_in, now):
    item = item_in(channel, "bonus")
    soon = now + timedelta(seconds=5)
    route.stay(item, until=soon, by=cast["meral"], at=now)
    operations.highlight(item, until=soon, by=cast["meral"], at=now)
    assert {kind for kind, _title in kinds(cast["bas"], now)} == {"live", "expiry", "highlight"}
    route.run_due(soon)
    assert {kind for kind, _title in kinds(cast["meral"], soon)} == {"live", "expiry"}  # “expired”, for who keeps it
    assert kinds(cast["bas"], soon) == set()


def test_what_is_for_a_wider_audience_counts_for_who_is_within_it():
    shared = planning.Sharing({frozenset({None, 7, 8}), frozenset({None, 8}), frozenset({None})})
    entries = [entry("live"), entry("live", item=2, audience=7), entry("scheduled", item=3, audience=8)]
    loads = {load.audience: list(load.weeks) for load in planning.loads(Period.of_week(TODAY), entries, shared.within)}
    assert loads == {None: [1], 7: [3], 8: [2]}
    whole = planning.Sharing({frozenset({None, 8})})  # it has everybody
    assert [list(load.weeks) for load in planning.loads(Period.of_week(TODAY), entries[::2], whole.within)] == [
        [2],
        [2],
    ]
    many = [*entries, entry("scheduled", item=4, audience=8)]
    crowded = planning.clashes(many, TODAY, shared.overlaps, shared.within)
    assert [(clash.audience, len(clash.entries)) for clash in crowded] == [(7, 4)]


def test_what_the_planner_may_not_see_clashes_only_with_what_they_may():
    hidden = replace(entry("deadline", item=2), title="", address="")
    assert found([entry("deadline"), hidden]) == [("deadlines", [1, 2])]
    assert found([hidden, replace(hidden, item=3)]) == []


@pytest.mark.django_db
def test_audiences_share_people_or_lie_within_another(cast, channel, item_in, now):
    numbers = {}
    for ref in ("unit:hr", "unit:hr-east", "unit:it", "unit:waterland"):
        item = item_in(channel, ref.partition(":")[2])
        route.aim(item, parties=[Party.objects.get(ref=ref)], by=cast["meral"], at=now)
        item.refresh_from_db()
        numbers[ref.partition(":")[2]] = item.audience_id
    entries = [entry("live", audience=number) for number in numbers.values()]
    shared = queries.sharing(entries, now)
    hr, east, it, everybody = numbers.values()
    assert (shared.overlaps(hr, east), shared.overlaps(hr, it), shared.overlaps(None, it)) == (True, False, True)
    assert (shared.within(east, hr), shared.within(hr, east), shared.within(hr, everybody)) == (True, False, True)
    assert shared.within(None, everybody)
    with CaptureQueriesContext(connection) as made:
        assert queries.sharing(entries, now).left_out == []
    assert len(made) == 0  # kept for a while


@pytest.mark.django_db
def test_beyond_a_few_audiences_the_screen_says_that_they_are_not_compared(
    cast, channel, item_in, now, client_of, monkeypatch
):
    for ref in ("unit:hr", "unit:it"):
        item = item_in(channel, ref.partition(":")[2])
        route.aim(item, parties=[Party.objects.get(ref=ref)], by=cast["meral"], at=now)
    client = client_of(cast["meral"])
    assert "have many audiences" not in client.get("/news/calendar/").content.decode()
    monkeypatch.setattr(queries, "MOST_COMPARED", 1)
    assert "only the 1 that gets most is compared" in client.get("/news/calendar/").content.decode()


@pytest.mark.django_db
def test_what_is_not_for_the_planner_counts_without_a_word_of_it(cast, channel, item_in, now, client_of):
    """Kim writes news of the homepage; what HR tells HR she may not read."""
    today = now.astimezone(ZONE).date()
    homepage = operations.open_channel(Aspect.objects.get(key="homepage"), by=cast["saskia"], at=now)
    mine, secret = item_in(homepage, "party", by="kim", approver="saskia"), item_in(channel, "dismissals")
    soon = item_in(channel, "merger", live=False)
    hr = [Party.objects.get(ref="unit:hr")]
    route.require_reading(mine, audience=[], before=today, by=cast["saskia"], at=now)
    route.require_reading(secret, audience=hr, before=today, by=cast["meral"], at=now)
    route.aim(secret, parties=hr, by=cast["meral"], at=now)
    route.submit(soon, by=cast["omar"], at=now, minor=True)
    route.approve(soon, publish_at=now + timedelta(seconds=1), by=cast["meral"], at=now)
    period = Period.of_week(today)
    seen = queries.entries(cast["kim"], now, period, ZONE)
    rest = queries.others(now, period, ZONE, seen)
    assert {(each.kind, each.item, each.title, each.address) for each in rest} == {
        ("live", secret.pk, "", ""), ("deadline", secret.pk, "", ""), ("scheduled", soon.pk, "", ""),
    }  # fmt: skip
    page = client_of(cast["kim"]).get("/news/calendar/").content.decode()
    assert "2 items must be read by" in page
    assert "something else, for HR" in page
    assert ("Dismissals" in page, "Merger" in page, f"/route/{soon.pk}/" in page) == (False, False, False)


@pytest.mark.django_db
def test_the_screen_says_what_comes_together_to_who_plans(cast, channel, item_in, now, client_of):
    today = now.astimezone(ZONE).date()
    for slug in ("one", "two"):
        route.require_reading(item_in(channel, slug), audience=[], before=today, by=cast["meral"], at=now)
    page = client_of(cast["meral"]).get("/news/calendar/").content.decode()
    assert "2 items must be read by" in page
    assert "In numbers" in page
    reader = client_of(cast["bas"]).get("/news/calendar/?view=week").content.decode()
    assert ("One" in reader, "What comes together" in reader) == (True, False)
    for day in ("2026-13-40", "x", "9999-12-31"):
        assert client_of(cast["bas"]).get("/news/calendar/", {"day": day}).status_code == 200


@pytest.mark.django_db
def test_the_calendar_costs_the_same_for_few_and_for_many(cast, channel, item_in, client_of):
    def cost():
        client.get("/news/calendar/")
        with CaptureQueriesContext(connection) as made:
            client.get("/news/calendar/")
        return len(made)

    client = client_of(cast["meral"])
    item_in(channel, "first")
    few = cost()
    for number in range(12):
        item_in(channel, f"item-{number}")
    assert cost() <= few <= 20
