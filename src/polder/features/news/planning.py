"""The planning calendar worked out: days with what happens on them, the load on each audience, and clashes. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations
from typing import Final

AT_MOST_A_DAY: Final = 3  # items for one audience; more, and people stop reading
WEEK: Final = timedelta(days=7)

type AudienceNumber = int | None  # None: everybody who works here
type Overlap = Callable[[AudienceNumber, AudienceNumber], bool]
type Within = Callable[[AudienceNumber, AudienceNumber], bool]


def alike(one: AudienceNumber, other: AudienceNumber) -> bool:
    """Is `one` the same as `other`, or is that everybody?"""
    return other is None or one == other


@dataclass(frozen=True, slots=True)
class Sharing:
    """Which audiences share people. `together`: for somebody the audiences that they are in, None among them who works
    here; each set once. `left_out`: audiences that were not compared with others, because there are too many."""

    together: Collection[frozenset[AudienceNumber]] = ()
    left_out: Collection[int] = ()

    def overlaps(self, one: AudienceNumber, other: AudienceNumber) -> bool:
        """Is anybody in both?"""
        return one is None or other is None or one == other or any({one, other} <= some for some in self.together)

    def within(self, one: AudienceNumber, other: AudienceNumber) -> bool:
        """Does everybody of `one` get what is for `other`?"""
        theirs = [some for some in self.together if one in some]
        return alike(one, other) or (bool(theirs) and all(other in some for some in theirs))


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that happens with an item on a day. `kind`: live, scheduled, highlight, deadline, expiry.

    Of what the planner may not see there is no `title` and no `address`: it counts, and is for whom it is for.
    """

    kind: str
    day: date
    at: datetime | None
    item: int
    title: str
    address: str
    channel: str
    audience: AudienceNumber
    language: str = ""  # of the title

    @property
    def appears(self) -> bool:
        return self.kind in {"live", "scheduled"}


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the calendar; `outside` the month that is shown."""

    day: date
    outside: bool
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Load:
    """How many items an audience gets in each week, those for everybody and for wider audiences among them."""

    audience: AudienceNumber
    weeks: Sequence[int]

    @property
    def most(self) -> int:
        return max(self.weeks, default=0)


@dataclass(frozen=True, slots=True)
class Clash:
    """`kind`: deadlines (on a day), highlights (at once), crowded (a day with too many for one audience)."""

    kind: str
    day: date
    entries: Sequence[Entry]
    audience: AudienceNumber = None


@dataclass(frozen=True, slots=True)
class Period:
    """The days shown: a month with the whole weeks around it, or one week. Weeks begin on Monday."""

    first: date
    last: date
    month: date | None = None  # its first day
    days: Sequence[date] = field(default=())

    @classmethod
    def of_month(cls, day: date) -> "Period":
        begin = day.replace(day=1)
        end = (begin + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        return cls._from(monday(begin), monday(end) + timedelta(days=6), begin)

    @classmethod
    def of_week(cls, day: date) -> "Period":
        return cls._from(monday(day), monday(day) + timedelta(days=6), None)

    @classmethod
    def _from(cls, first: date, last: date, month: date | None) -> "Period":
        return cls(first, last, month, tuple(first + timedelta(days=n) for n in range((last - first).days + 1)))

    @property
    def weeks(self) -> list[date]:
        """Their Mondays."""
        return [day for day in self.days if day.weekday() == 0]

    @property
    def before(self) -> date:
        """A day in the period before this one."""
        return (self.month or self.first) - timedelta(days=1)

    @property
    def after(self) -> date:
        """A day in the period after this one."""
        return self.last + timedelta(days=1) if self.month is None else (self.month + timedelta(days=32)).replace(day=1)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def days(period: Period, entries: Iterable[Entry]) -> list[Day]:
    """Every day of the period in order, its entries by time."""
    by_day: defaultdict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_day[entry.day].append(entry)
    return [
        Day(
            day, period.month is not None and (day.year, day.month) != (period.month.year, period.month.month),
            sorted(by_day[day], key=lambda entry: (entry.at is None, entry.at and entry.at.timestamp(), entry.title)),
        )
        for day in period.days
    ]  # fmt: skip


def loads(period: Period, entries: Iterable[Entry], within: Within = alike) -> list[Load]:
    """Everybody first, then the audiences that get most."""
    counted: defaultdict[AudienceNumber, dict[date, int]] = defaultdict(lambda: dict.fromkeys(period.weeks, 0))
    for entry in entries:
        if entry.appears:
            counted[entry.audience][monday(entry.day)] += 1
    counted[None]  # everybody stands there always
    found = []
    for audience in counted:
        theirs = [weeks for other, weeks in counted.items() if within(audience, other)]
        found.append(Load(audience, [sum(weeks[each] for weeks in theirs) for each in period.weeks]))
    return sorted(found, key=lambda load: (load.audience is not None, -sum(load.weeks)))


def clashes(entries: Sequence[Entry], today: date, overlap: Overlap, within: Within = alike) -> list[Clash]:
    """What should not come together, from today on, the soonest first. What has been cannot be mended, nor what is
    nobody's whom the planner could speak to: in each is something that they may see."""
    ahead = [entry for entry in entries if entry.day >= today]
    found = [*_deadlines(ahead, overlap), *_highlights(ahead, today, overlap), *_crowded(ahead, within)]
    return sorted(
        (clash for clash in found if any(entry.address for entry in clash.entries)),
        key=lambda clash: (clash.day, clash.kind),
    )


def _deadlines(entries: Sequence[Entry], overlap: Overlap) -> Iterable[Clash]:
    due = [entry for entry in entries if entry.kind == "deadline"]
    for day in sorted({entry.day for entry in due}):
        yield from _groups("deadlines", day, [entry for entry in due if entry.day == day], overlap)


def _highlights(entries: Sequence[Entry], today: date, overlap: Overlap) -> Iterable[Clash]:
    """Each stands above the others now, until its day."""
    yield from _groups("highlights", today, [entry for entry in entries if entry.kind == "highlight"], overlap)


def _groups(kind: str, day: date, entries: Sequence[Entry], overlap: Overlap) -> Iterable[Clash]:
    """One clash of all that share people with another among them."""
    clashing = {
        entry.item for pair in combinations(entries, 2) if overlap(pair[0].audience, pair[1].audience) for entry in pair
    }
    if clashing:
        yield Clash(kind, day, [entry for entry in entries if entry.item in clashing])


def _crowded(entries: Sequence[Entry], within: Within) -> Iterable[Clash]:
    """More than a few items on one day, for everybody or for an audience together with those for wider ones."""
    by_day: defaultdict[date, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.appears:
            by_day[entry.day].append(entry)
    for day, some in by_day.items():
        general = [entry for entry in some if within(None, entry.audience)]
        if len(general) > AT_MOST_A_DAY:
            yield Clash("crowded", day, general)
            continue
        said: list[list[Entry]] = []
        for audience in sorted({entry.audience for entry in some if entry.audience is not None}):
            theirs = [entry for entry in some if within(audience, entry.audience)]
            if len(theirs) > AT_MOST_A_DAY and theirs not in said:
                said.append(theirs)
                yield Clash("crowded", day, theirs, audience)


def bars(
    loads: Sequence[Load], weeks: int, *, height: int = 36, width: int = 18
) -> Mapping[AudienceNumber, list[Mapping[str, int]]]:
    """Each load as bars of a picture: their places and sizes in its own units, all to one scale."""
    most = max((load.most for load in loads), default=0) or 1
    return {
        load.audience: [
            {"x": number * (width + 6), "y": height - round(height * count / most), "width": width,
             "height": round(height * count / most), "count": count}
            for number, count in enumerate(load.weeks[:weeks])
        ]
        for load in loads
    }  # fmt: skip
