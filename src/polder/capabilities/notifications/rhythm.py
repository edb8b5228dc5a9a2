"""When somebody is told, by which road: pure functions over what they chose. No clock, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final, Literal, get_args
from zoneinfo import ZoneInfo

from polder.base.time import from_local

type ChannelName = Literal["web", "mail", "push"]
type RhythmName = Literal["once", "daily", "weekly", "never"]
CHANNELS: Final[tuple[ChannelName, ...]] = get_args(ChannelName.__value__)
RHYTHMS: Final[tuple[RhythmName, ...]] = get_args(RhythmName.__value__)


@dataclass(frozen=True, slots=True)
class Hours:
    """Somebody's day: its zone, when it begins, and when nothing may come in (over midnight too)."""

    zone: ZoneInfo
    morning: time = time(8)
    weekday: int = 0  # Monday
    quiet_from: time | None = None
    quiet_until: time | None = None
    quiet_weekend: bool = False
    away_from: date | None = None
    away_until: date | None = None  # the last day, too


@dataclass(frozen=True, slots=True)
class Due:
    """When a notice is shown here, and when it leaves by mail and push; None: not. `held`: it goes into a digest."""

    shown_at: datetime | None
    mail: datetime | None
    mail_held: bool
    push: datetime | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The rhythm of each channel, for one person and kind."""

    rhythms: Mapping[ChannelName, RhythmName] = field(default_factory=dict)

    def of(self, channel: ChannelName) -> RhythmName:
        return self.rhythms.get(channel, "never")


def due(chosen: Chosen, hours: Hours, at: datetime, *, urgent: bool = False) -> Due:
    """When what happened at `at` is told. What is `urgent` waits for no quiet hours, and for nobody to be back."""
    mail, held = _leaves(chosen.of("mail"), hours, at, urgent)
    push, _held = _leaves(chosen.of("push"), hours, at, urgent)
    return Due(_moment(chosen.of("web"), hours, at), mail, held, push)


def _leaves(rhythm: RhythmName, hours: Hours, at: datetime, urgent: bool) -> tuple[datetime | None, bool]:
    wanted = _moment(rhythm, hours, at)
    if wanted is None:
        return None, False
    if urgent and rhythm == "once":
        return at, False
    allowed = after_quiet(hours, wanted)
    return allowed, rhythm != "once" or allowed != wanted


def _moment(rhythm: RhythmName, hours: Hours, at: datetime) -> datetime | None:
    if rhythm == "never":
        return None
    if rhythm == "once":
        return at
    return next_morning(hours, at, weekly=rhythm == "weekly")


def next_morning(hours: Hours, at: datetime, *, weekly: bool = False) -> datetime:
    """The first morning after `at` in the person's zone; `weekly` the first on their weekday."""
    local = at.astimezone(hours.zone)
    for step in range(9):
        day = local.date() + timedelta(days=step)
        morning = from_local(datetime.combine(day, hours.morning), hours.zone)
        if morning > at and (not weekly or day.weekday() == hours.weekday):
            return morning
    raise AssertionError("nine days hold every weekday")


def after_quiet(hours: Hours, at: datetime) -> datetime:
    """`at`, or the end of the quiet that it falls in."""
    for _step in range(9):  # a night, a weekend, the time one is away, and what of these comes right after it
        ends = _quiet_until(hours, at)
        if ends is None:
            return at
        at = ends
    return at


def _quiet_until(hours: Hours, at: datetime) -> datetime | None:
    """The end of the quiet that `at` falls in; None when it falls in none."""
    local = at.astimezone(hours.zone)
    away, back = hours.away_from, hours.away_until
    if away is not None and back is not None and away <= local.date() <= back:
        return from_local(datetime.combine(back + timedelta(days=1), time.min), hours.zone)
    if hours.quiet_weekend and local.weekday() >= 5:
        monday = local.date() + timedelta(days=7 - local.weekday())
        return from_local(datetime.combine(monday, time.min), hours.zone)
    begin, end = hours.quiet_from, hours.quiet_until
    if begin is None or end is None or begin == end:
        return None
    now = local.time()
    if begin < end:
        inside, days = begin <= now < end, 0
    else:
        inside, days = now >= begin or now < end, int(now >= begin)
    if not inside:
        return None
    ends = from_local(datetime.combine(local.date() + timedelta(days=days), end), hours.zone)
    return ends if ends > at else None
