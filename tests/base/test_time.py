"""Moments, working days, and the two nights a year that are not 24 hours long (rehearsal.md, "Time")."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polder.base.time import (
    InvalidMoment,
    add_days,
    add_hours,
    add_months,
    add_working_days,
    from_local,
    is_working_day,
    local_day,
    midnight,
    parse_day,
    parse_moment,
    working_days_until,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ZONES = st.sampled_from(["Europe/Amsterdam", "UTC", "America/Sao_Paulo", "Australia/Lord_Howe", "Pacific/Apia"])
DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  hypothesis wants them bare


def at(text: str) -> datetime:
    return parse_moment(text, AMSTERDAM)


def test_a_bare_date_is_midnight_in_the_zone():
    assert at("2026-03-02") == datetime(2026, 3, 1, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-02T09:00", "2026-03-02T08:00:00"),
        ("2026-07-02T09:00:30", "2026-07-02T07:00:30"),
        ("2026-03-02T09:00Z", "2026-03-02T09:00:00"),
        ("2026-03-02t09:00:00z", "2026-03-02T09:00:00"),
        ("2026-03-02 09:00:00-05:00", "2026-03-02T14:00:00"),
        ("2026-03-02T09:00:00.123456789+01:00", "2026-03-02T08:00:00.123456"),
    ],
)
def test_a_moment_may_be_local_or_carry_its_offset(text, utc):
    assert at(text) == datetime.fromisoformat(utc).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "", "soon", "2026", "2026-3-2", "2026-02-30", "02-03-2026", "2026-03-02T", "2026-03-02T9:00",
        "2026-03-02T24:00", "2026-03-02T09:60", "2026-03-02T09:00:60", "2026-03-02T09:00.5",
        "2026-03-02T09:00+25:00", "0001-01-01T00:00+14:00",
        "2026-03-02T09:00 ", "٢٠٢٦-03-02", "2026-W10-1", "20260302", "2026-03-02T09", "9999-12-31T23:59-14:00",
    ],
)  # fmt: skip
def test_what_is_no_moment_is_refused_with_a_sentence_that_shows_it(text):
    with pytest.raises(InvalidMoment) as refused:
        parse_moment(text, AMSTERDAM)
    assert refused.value.code == "invalid_moment"
    assert "2026-03-02" in str(refused.value)


def test_a_local_time_that_summer_time_skips_is_moved_on_by_the_hour_skipped():
    assert at("2026-03-29T02:30").isoformat() == "2026-03-29T03:30:00+02:00"


def test_of_a_local_time_that_comes_twice_the_first_is_meant():
    assert at("2026-10-25T02:30").isoformat() == "2026-10-25T02:30:00+02:00"


def test_a_midnight_that_does_not_exist_begins_the_day_when_the_clocks_say_so():
    assert midnight(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo")).isoformat() == "2018-11-04T01:00:00-02:00"


def test_days_keep_the_local_time_and_hours_really_pass():
    evening = at("2026-03-28T12:00")
    assert add_days(evening, 1, AMSTERDAM) == at("2026-03-29T12:00")
    assert add_hours(evening, 24) == at("2026-03-29T13:00")


def test_a_month_later_is_the_same_day_or_the_last():
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2026, 11, 30), 12) == date(2027, 11, 30)
    assert add_months(date(2026, 1, 15), -1) == date(2025, 12, 15)
    with pytest.raises(InvalidMoment):
        add_months(date(2026, 1, 1), 12 * 9000)


@pytest.mark.parametrize(
    ("begun", "days", "ends"),
    [
        ("2026-03-02T09:00", 1, "2026-03-03T09:00"),  # Monday to Tuesday
        ("2026-03-06T16:55", 1, "2026-03-09T16:55"),  # Friday afternoon loses no day
        ("2026-03-07T10:00", 1, "2026-03-09T10:00"),  # Saturday: Monday is the first
        ("2026-03-06T09:00", 3, "2026-03-11T09:00"),
        ("2026-03-27T02:30", 1, "2026-03-30T02:30"),  # over the night of summer time
        ("2026-04-02T09:00", 2, "2026-04-07T09:00"),  # over Good Friday, a holiday below
        ("2026-04-03T09:00", 0, "2026-04-03T09:00"),
    ],
)
def test_a_clock_of_working_days_ends_at_the_same_local_time(begun, days, ends):
    holidays = {date(2026, 4, 3)}
    assert add_working_days(at(begun), days, AMSTERDAM, holidays) == at(ends)


def test_a_working_clock_cannot_run_backwards_or_leave_the_calendar():
    with pytest.raises(ValueError, match="fewer than 0"):
        add_working_days(at("2026-03-02"), -1, AMSTERDAM)
    with pytest.raises(InvalidMoment):
        add_working_days(at("9999-12-20"), 30, AMSTERDAM)


@given(begun=MOMENTS, days=st.integers(1, 40), zone=ZONES, holidays=st.sets(DAYS, max_size=20))
def test_a_clock_ends_on_a_working_day_with_n_of_them_passed(begun, days, zone, holidays):
    zone = ZoneInfo(zone)
    ends = add_working_days(begun, days, zone, holidays)
    assert is_working_day(local_day(ends, zone), holidays) or ends.astimezone(zone).hour <= 1  # pushed over midnight
    between = (local_day(begun, zone) + timedelta(n) for n in range(1, 400))
    passed = [day for day in between if day <= local_day(ends, zone) and is_working_day(day, holidays)]
    assert len(passed) == days == working_days_until(begun, ends, zone, holidays)


@given(one=st.integers(1, 15), more=st.integers(1, 15), begun=MOMENTS, holidays=st.sets(DAYS, max_size=20))
def test_working_days_add_up(one, more, begun, holidays):
    at_once = add_working_days(begun, one + more, UTC, holidays)
    assert add_working_days(add_working_days(begun, one, UTC, holidays), more, UTC, holidays) == at_once


@given(moment=MOMENTS, zone=ZONES)
def test_a_moment_written_out_reads_back(moment, zone):
    here = moment.astimezone(ZoneInfo(zone))
    assert parse_moment(here.isoformat(), ZoneInfo("UTC")) == moment or here.utcoffset().seconds % 60
    assert parse_day(here.date().isoformat()) == local_day(moment, ZoneInfo(zone))


@given(local=st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)), zone=ZONES)  # noqa: DTZ001
def test_a_local_time_that_exists_is_kept_and_one_that_does_not_is_moved_on(local, zone):
    shown = from_local(local, ZoneInfo(zone)).replace(tzinfo=None)
    assert shown == local or timedelta(0) < shown - local <= timedelta(days=1)
