"""When a body meets (B3): a recurrence rule of RFC 5545 in the organisation's local time, moved to working days.

Rules come from people: one that never ends is followed as far as is asked, one that never occurs gives nothing.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from dateutil.rrule import rrulestr

from polder.governance.organisation_file.cadence import checked_cadence
from polder.governance.organisation_file.errors import MisfitError

DEFAULTS: Final = {
    "steering_group": "FREQ=MONTHLY;INTERVAL=3",
    "working_group": "FREQ=MONTHLY",
    "project_team": "FREQ=WEEKLY;INTERVAL=2",
    "community_of_practice": "FREQ=MONTHLY;INTERVAL=2",
}
"""By kind of body, where nothing else was said and after an UNTIL has passed."""

CHOICES: Final = {
    "weekly": "FREQ=WEEKLY",
    "fortnightly": "FREQ=WEEKLY;INTERVAL=2",
    "monthly": "FREQ=MONTHLY",
    "two_months": "FREQ=MONTHLY;INTERVAL=2",
    "quarterly": "FREQ=MONTHLY;INTERVAL=3",
    "half_year": "FREQ=MONTHLY;INTERVAL=6",
}
"""The rhythms that have a name."""

Trouble = Literal["unknown", "endless", "ended", "never"]

FARTHEST: Final = timedelta(days=3 * 366)
_MOST: Final = 500  # in that time: three a week is a rhythm, every working day is none
_SEARCHED: Final = 14  # days after a date on which a working day is looked for


def dates(
    cadence: str, kind: str, *, anchor: date, after: date, until: date, works: Callable[[date], bool]
) -> list[date]:
    """The working days on which the body meets, after the one day up to and including the other."""
    return list(series(cadence, kind, anchor=anchor, after=after, until=until, works=works))


def series(
    cadence: str, kind: str, *, anchor: date, after: date, until: date, works: Callable[[date], bool]
) -> dict[date, date]:
    """As `dates`, each with the day of the rule itself, which stays the same when holidays change.

    `anchor` is the day the rhythm is counted from, once and for all (DTSTART). After the UNTIL of a cadence the default of the kind goes on, so
    that “monthly until go-live” needs no second change.
    """
    until = min(until, after + FARTHEST)
    parts = _parts(cadence)
    ends = _day(parts.get("UNTIL", ""))
    found = _occurrences(parts, anchor, min(until, ends) if ends else until)
    if ends is not None and ends < until and kind in DEFAULTS:
        found += [day for day in _occurrences(_parts(DEFAULTS[kind]), anchor, until) if day > ends]
    moved: dict[date, date] = {}
    for day in sorted(found):
        working = _on_or_after(day, works)
        if working is not None and after < working <= until:
            moved.setdefault(working, day)
    return moved


def first(cadence: str, set_on: date) -> date:
    """The day a rhythm counts from where nobody said one: when it was set, and what is counted begins the day after."""
    return set_on + timedelta(days=1) if "COUNT" in _parts(cadence) else set_on


def trouble(cadence: str, *, today: date, since: date | None = None) -> Trouble | None:
    """Why nobody can meet by it: no rule at all, nearly every day for years, over already, or on no day to come."""
    try:
        parts = _parts(checked_cadence(cadence))
        ends = _day(parts.get("UNTIL", ""))
        if ends is not None and ends < today:
            return "ended"
        anchor = since or first(cadence, today)
        farthest = max(today, anchor) + FARTHEST
        ahead = [day for day in _occurrences(parts, anchor, min(farthest, ends or farthest)) if day > today]
        return "endless" if len(ahead) > _MOST else None if ahead else "never"
    except (MisfitError, ValueError, OverflowError):
        return "unknown"


def named(cadence: str) -> tuple[str, date | None, str]:
    """Its name of CHOICES, its last day, and itself where it has no name: what a form shows of it."""
    parts = _parts(cadence)
    try:
        ends = _day(parts.pop("UNTIL", ""))
    except ValueError:  # loaded before such days were refused
        return "own", None, cadence
    plain = ";".join(f"{name}={value}" for name, value in sorted(parts.items()) if (name, value) != ("INTERVAL", "1"))
    for name, rule in CHOICES.items():
        if ";".join(sorted(rule.split(";"))) == plain:
            return name, ends, ""
    return "own", None, cadence


def last_expected(
    cadence: str, kind: str, *, anchor: date, held: date, today: date, works: Callable[[date], bool]
) -> date | None:
    """The first day after `held` on which the body should have met, if it has come."""
    return next(iter(dates(cadence, kind, anchor=anchor, after=held, until=today, works=works)), None)


def _parts(cadence: str) -> dict[str, str]:
    listed = cadence.upper().removeprefix("RRULE:").split(";")
    return dict(part.split("=", 1) for part in listed if "=" in part)


def _day(until: str) -> date | None:
    return datetime.strptime(until[:8], "%Y%m%d").date() if until else None  # noqa: DTZ007  # a day has no zone


def _occurrences(parts: dict[str, str], anchor: date, until: date) -> list[date]:
    """Days, never more than up to `until`: an impossible rule would otherwise be searched until the year 9999."""
    if until < anchor:
        return []
    kept = {name: value for name, value in parts.items() if name not in {"UNTIL", "COUNT"} and not _of_the_clock(name)}
    kept |= _in_each_month(kept, anchor)
    kept["UNTIL"] = f"{until:%Y%m%d}T235959"
    rule = rrulestr(
        ";".join(f"{name}={value}" for name, value in kept.items()), dtstart=datetime.combine(anchor, _NOON)
    )
    found = [moment.date() for moment in rule]
    return found[: int(parts["COUNT"])] if "COUNT" in parts else found


def _in_each_month(parts: dict[str, str], anchor: date) -> dict[str, str]:
    """“Monthly on this day” means the last day of a month that lacks it; RFC 5545 by itself would skip that month."""
    if anchor.day <= _SHORTEST or any(name.startswith("BY") and name != "BYMONTH" for name in parts):
        return {}
    day = {"BYMONTHDAY": ",".join(map(str, range(_SHORTEST, anchor.day + 1))), "BYSETPOS": "-1"}
    if parts["FREQ"] == "MONTHLY":
        return day
    leap = parts["FREQ"] == "YEARLY" and "BYMONTH" not in parts and (anchor.month, anchor.day) == (2, 29)
    return {"BYMONTH": "2", **day} if leap else {}


def _of_the_clock(name: str) -> bool:
    return name in {"BYHOUR", "BYMINUTE", "BYSECOND"}


_NOON = time(12)
_SHORTEST: Final = 28  # days that every month has


def _on_or_after(day: date, works: Callable[[date], bool]) -> date | None:
    return next((later for step in range(_SEARCHED) if works(later := day + timedelta(days=step))), None)
