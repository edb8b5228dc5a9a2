"""Days, moments, spans and lists as people say them, English and Dutch."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from polder.base import words

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "Friday 27 November, 15:30"), ("nl", "vrijdag 27 november, 15.30 uur")]
)
def test_a_moment_is_said_in_the_language_of_the_reader(language, said):
    with override(language):
        assert words.say_moment(datetime(2026, 11, 27, 14, 30, tzinfo=UTC), AMSTERDAM, TODAY) == said


def test_a_midnight_is_said_as_its_day():
    with override("en"):
        assert words.say_moment(datetime(2026, 11, 26, 23, tzinfo=UTC), AMSTERDAM, TODAY) == "Friday 27 November"


def test_another_year_is_named():
    with override("en"):
        assert words.say_day(date(2027, 1, 1), TODAY) == "Friday 1 January 2027"
        assert words.say_day(date(2026, 11, 27), TODAY, weekday=False) == "27 November"


def test_near_days_have_their_own_words():
    with override("nl"):
        said = [words.say_near_day(TODAY + timedelta(n), TODAY) for n in (-1, 0, 1, 2)]
    assert said == ["Gisteren", "Vandaag", "Morgen", "donderdag 26 november"]


def test_spans_may_be_open_on_either_side():
    earlier, later = NOW - timedelta(days=3), NOW + timedelta(days=3)
    with override("en"):
        assert words.say_span(earlier, None, UTC, TODAY) == "since Saturday 21 November, 09:00"
        assert words.say_span(later, None, UTC, TODAY) == "from Friday 27 November, 09:00"
        assert words.say_span(None, later, UTC, TODAY) == "until Friday 27 November, 09:00"
        assert words.say_span(None, None, UTC, TODAY) == "until further notice"


@pytest.mark.parametrize(
    ("left", "said", "tone"),
    [
        (timedelta(days=2, hours=1), "3 days", ""),
        (timedelta(days=1), "1 day", "warn"),
        (timedelta(hours=20), "20 hours", "warn"),
        (timedelta(seconds=5), "1 minute", "warn"),
        (timedelta(0), "1 minute late", "bad"),
        (timedelta(days=-2, hours=-3), "2 days late", "bad"),
    ],
)
def test_a_clock_says_what_is_left_never_too_little_and_what_is_late_never_too_much(left, said, tone):
    with override("en"):
        clock = words.say_left(NOW + left, NOW)
    assert (clock.words, clock.tone) == (said, tone)


def test_a_clock_whose_start_is_known_shows_its_share():
    assert words.say_left(NOW + timedelta(days=1), NOW, begun=NOW - timedelta(days=3)).share == 75


@pytest.mark.parametrize(
    ("names", "options", "said"),
    [
        ([], {}, ""),
        (["Anna"], {}, "Anna"),
        (["Anna", "Bas", "Kim"], {}, "Anna, Bas and Kim"),
        (["Anna", "Bas"], {"either": True}, "Anna or Bas"),
        (["A", "B", "C", "D"], {"at_most": 2}, "A, B and 2 more"),
        (["A", "B", "C"], {"at_most": 2}, "A, B and C"),
    ],
)
def test_lists_are_said_with_their_last_link(names, options, said):
    with override("en"):
        assert words.say_list(names, **options) == said


@pytest.mark.parametrize(
    ("month", "said"), [(1, "januari"), (3, "maart"), (5, "mei"), (8, "augustus"), (10, "oktober"), (12, "december")]
)
def test_no_sentence_of_ours_takes_the_name_of_a_month(month, said):
    """ "May" is a verb on some screens: without a context its Dutch would be the month's."""
    with override("nl"):
        assert words.say_day(date(2026, month, 18), TODAY, weekday=False) == f"18 {said}"


def test_a_span_in_a_list_is_said_in_days():
    begin, end = datetime(2026, 5, 18, 14, 0, tzinfo=UTC), datetime(2026, 8, 1, 7, 30, tzinfo=UTC)
    with override("en"):
        assert words.say_span(begin, end, UTC, TODAY, hours=False) == "from 18 May until 1 August"
        assert words.say_span(begin, None, UTC, TODAY, hours=False) == "since 18 May"
        assert words.say_span(None, None, UTC, TODAY, hours=False) == "until further notice"


@pytest.mark.parametrize(
    ("language", "amount", "said"),
    [
        ("en", 62000, "€\u00a062,000"),
        ("nl", 62000, "€\u00a062.000"),
        ("nl", Decimal("12.5"), "€\u00a012,50"),
        ("en", Decimal("-6300.00"), "−€\u00a06,300"),
    ],
)
def test_money_is_written_as_the_language_writes_it(language, amount, said):
    with override(language):
        assert words.say_money(amount) == said
