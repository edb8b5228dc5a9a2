"""Days, moments, spans and lists as people say them, in the active language (ui.md section 6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from datetime import time as clock_time
from decimal import Decimal
from typing import Final, Literal

from django.utils import formats
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

Tone = Literal["", "warn", "bad"]

_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)
_MINUTE: Final = timedelta(minutes=1)


def say_day(day: date, today: date | None = None, *, weekday: bool = True) -> str:
    """ "Friday 27 November"; with the year when it is not the year of `today`, or when today is not given."""
    other_year = today is None or day.year != today.year
    # Translators: day formats as in Django's `date` filter; Dutch needs no change.
    if weekday:
        pattern = pgettext("day format", "l j F Y") if other_year else pgettext("day format", "l j F")
    else:
        pattern = pgettext("day format", "j F Y") if other_year else pgettext("day format", "j F")
    return date_format(day, pattern)


def say_near_day(day: date, today: date) -> str:
    """ "Today", "Yesterday", "Tomorrow"; else as `say_day`."""
    near = {0: _("Today"), -1: _("Yesterday"), 1: _("Tomorrow")}
    return near.get((day - today).days) or say_day(day, today)


def say_time(clock: clock_time | datetime) -> str:
    """ "15:30", in Dutch "15.30 uur"."""
    # Translators: time format as in Django's `date` filter. Dutch: H.i \\u\\u\\r
    return date_format(clock, pgettext("time format", "H:i"))


def say_moment(at: datetime, zone: tzinfo, today: date | None = None) -> str:
    """ "Friday 27 November, 15:30"; a midnight is said as its day alone, for that is what was written (G2)."""
    local = at.astimezone(zone)
    day = say_day(local.date(), today)
    if local.time() == clock_time.min:
        return day
    return _("%(day)s, %(time)s") % {"day": day, "time": say_time(local)}


def say_span(
    begin: datetime | None, end: datetime | None, zone: tzinfo, today: date | None = None, *, hours: bool = True
) -> str:
    """From when until when, either end open. `end` is the first moment outside (G2).

    Without `hours` both are said as their days alone, without the day of the week: enough in a long list.
    """

    def said(at: datetime | None) -> str:
        if at is None:
            return ""
        return say_moment(at, zone, today) if hours else say_day(at.astimezone(zone).date(), today, weekday=False)

    values = {"begin": said(begin), "end": said(end)}
    if begin and end:
        return _("from %(begin)s until %(end)s") % values
    if begin:
        if today is not None and begin.astimezone(zone).date() > today:
            return _("from %(begin)s") % values
        return _("since %(begin)s") % values
    return (_("until %(end)s") % values) if end else _("until further notice")


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """What a clock shows. `share` is how much of it has passed, 0 to 100, where its start is known."""

    words: str
    tone: Tone
    share: int


def say_left(until: datetime, now: datetime, *, begun: datetime | None = None) -> TimeLeft:
    """ "3 days", "5 hours", "2 days late". Days are counted up, so that a clock never says less than there is."""
    late = until <= now
    words = say_duration(abs(until - now), up=not late)
    if late:
        return TimeLeft(_("%(duration)s late") % {"duration": words}, "bad", 100)
    share = 0
    if begun is not None and begun < until:
        share = min(100, max(0, round(100 * ((now - begun) / (until - begun)))))
    return TimeLeft(words, "warn" if until - now <= timedelta(days=1) else "", share)


def say_duration(length: timedelta, *, up: bool = False) -> str:
    """The largest unit that fits: days, hours or minutes. Rounded down, or up with `up`; never 0 minutes."""
    if length >= _DAY:
        days = _units(length, _DAY, up)
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if length >= _HOUR:
        hours = _units(length, _HOUR, up)
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    minutes = max(1, _units(length, _MINUTE, up))
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def _units(length: timedelta, unit: timedelta, up: bool) -> int:
    return -(-length // unit) if up else length // unit


def say_list(items: Sequence[str], *, either: bool = False, at_most: int = 0) -> str:
    """ "Anna, Bas and Kim"; `either`: "Anna, Bas or Kim"; with `at_most`: "Anna, Bas and 3 more"."""
    names = [str(item) for item in items]
    if at_most and len(names) > at_most + 1:
        rest = len(names) - at_most
        names = [*names[:at_most], ngettext("%(n)d more", "%(n)d more", rest) % {"n": rest}]
        either = False
    if len(names) < 2:
        return "".join(names)
    pattern = _("%(all_but_last)s or %(last)s") if either else _("%(all_but_last)s and %(last)s")
    return pattern % {"all_but_last": ", ".join(names[:-1]), "last": names[-1]}


def say_money(amount: Decimal | float | int) -> str:
    """ "€ 62,000" or "€ 12.50", as the active language writes it; cents only where there are some."""
    value = Decimal(str(amount))
    cents = 0 if value == value.to_integral_value() else 2
    number = formats.number_format(abs(value), decimal_pos=cents, use_l10n=True, force_grouping=True)
    return f"{'−' if value < 0 else ''}€\u00a0{number}"
