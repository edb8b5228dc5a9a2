"""When a step happens: a local moment, or so much later than the step before. Pure (base/time.py has the rules)."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from polder.base.time import InvalidMoment, add_days, add_hours, add_working_days, parse_moment
from polder.capabilities.rehearsing.errors import Misfit

_LATER = re.compile(r"\+(?P<count>[0-9]{1,6})(?P<unit>d|h|wd)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The organisation's zone and the days on which nobody works."""

    zone: ZoneInfo
    holidays: frozenset[date] = frozenset()


def step_moment(written: str, before: datetime | None, calendar: Calendar) -> datetime:
    """The moment of a step. `before` is that of the step before, None for the first one. Raises Misfit."""
    try:
        if written.startswith("+"):
            return _later(written, before, calendar)
        found = parse_moment(written, calendar.zone)
    except InvalidMoment as wrong:
        raise Misfit(str(wrong)) from None
    if before is not None and found < before:
        raise Misfit(
            _("Time runs back here, from %(before)s to %(then)s.") % {"before": said(before), "then": said(found)}
        )
    return found


def _later(written: str, before: datetime | None, calendar: Calendar) -> datetime:
    found = _LATER.fullmatch(written)
    if found is None:
        sentence = _("“%(what)s” is not a time: write +2d (days), +4h (hours) or +3wd (working days).")
        raise Misfit(sentence % {"what": written[:40]})
    if before is None:
        raise Misfit(_("The first step names a moment, such as at: 2026-03-02T09:00."))
    count = int(found["count"])
    match found["unit"]:
        case "d":
            # Of a local time that comes twice the first is meant, which lies before the second.
            return max(before, add_days(before, count, calendar.zone))
        case "h":
            return add_hours(before, count)
    return add_working_days(before, count, calendar.zone, calendar.holidays)


def said(at: datetime) -> str:
    """A moment as a line of output says it; the offset tells the two hours apart that summer time shows twice."""
    local = at.replace(tzinfo=None)
    return local.isoformat(timespec="minutes" if not (at.second or at.microsecond) else "auto") + at.strftime("%z")
