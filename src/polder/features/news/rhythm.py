"""When the next issue of a newsletter is made: pure functions, no clock, no database."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta, tzinfo

from polder.base.time import from_local, is_working_day


def next_issue(
    rhythm: str, weekday: int, hour: time, after: datetime, zone: tzinfo, holidays: Collection[date] = ()
) -> datetime:
    """The first moment after `after`, local in `zone`: every working day, every `weekday`, or each month's first working day."""
    day = after.astimezone(zone).date()
    for _step in range(70):  # two months hold every one of them
        if _comes_out(rhythm, weekday, day, holidays):
            moment = from_local(datetime.combine(day, hour), zone)
            if moment > after:
                return moment
        day += timedelta(days=1)
    raise AssertionError("No month is without working days.")


def _comes_out(rhythm: str, weekday: int, day: date, holidays: Collection[date]) -> bool:
    if rhythm == "weekly":
        return day.weekday() == weekday
    if not is_working_day(day, holidays):
        return False
    earlier = (day.replace(day=number) for number in range(1, day.day))
    return rhythm == "daily" or not any(is_working_day(each, holidays) for each in earlier)
