"""All projects in time, by aspect: bars, milestones, where two meet. Shares of the window in percent, for SVG attributes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import combinations, groupby

from django.utils.formats import date_format

from polder.base.time import add_months
from polder.features.projects import queries
from polder.features.projects.models import Milestone, Project, Touch
from polder.features.projects.rules.meeting import Days, Ground, days_of, meeting, shared_days
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

BACK_MONTHS, WINDOW_MONTHS, LONGEST_MONTHS = 2, 12, 60
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a day, at `x` percent of the window."""

    x: float
    label: str
    day: date
    good: bool = False
    late: bool = False


@dataclass(slots=True)
class Meeting:
    """Where a bar meets another's aspect and days: from `x`, `width` percent."""

    other: Project
    days: Days
    x: float
    width: float


@dataclass(slots=True)
class Bar:
    """A project from `x` on, `width` percent; what lies outside the window is cut off."""

    project: Project
    x: float
    width: float
    milestones: list[Mark] = field(default_factory=list)
    meets: list[Meeting] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Group:
    """The projects that an aspect governs."""

    aspect: Aspect
    bars: list[Bar]


@dataclass(frozen=True, slots=True)
class Window:
    """From the first day until the last; `months` begin at their marks, `today` is None outside."""

    days: Days
    months: list[Mark]
    today: float | None
    earlier: date
    later: date

    def at(self, day: date) -> float:
        """Where the morning of a day lies, in percent."""
        return round((day - self.days.first).days * 100 / days_of(*self.days), 2)


@dataclass(frozen=True, slots=True)
class Timeline:
    window: Window
    groups: list[Group]
    more: bool


def window_of(begin: date | None, today: date, months: int = WINDOW_MONTHS) -> Window:
    """Whole months, from the one of `begin` on; by default from two months ago."""
    months = max(1, min(months, LONGEST_MONTHS))
    first = (begin or add_months(today, -BACK_MONTHS)).replace(day=1)
    last = add_months(first, months) - timedelta(days=1)
    window = Window(Days(first, last), [], None, add_months(first, -months // 2), add_months(first, months // 2))
    marks = [add_months(first, number) for number in range(months)]
    named = [Mark(window.at(day), date_format(day, "M" if day.month > 1 else "Y"), day) for day in marks]
    return Window(
        window.days, named, window.at(today) if first <= today <= last else None, window.earlier, window.later
    )


def of(person: Person, at: datetime, window: Window, today: date, aspect: Aspect | None = None) -> Timeline:
    """What the person may see of it, by governing aspect. Five queries, whatever the number of projects."""
    seen = queries.found(person, at, aspect=aspect).exclude(state=Project.State.DROPPED)
    inside = seen.filter(begins__lte=window.days.last, ends__gte=window.days.first)
    rows = list(inside.order_by("aspect__name", "aspect", "begins", "pk")[: SHOWN + 1])
    shown = rows[:SHOWN]
    bars = {row.pk: _bar(row, window) for row in shown}
    for milestone in Milestone.objects.filter(project__in=bars, due__range=window.days).order_by("due", "pk"):
        bars[milestone.project_id].milestones.append(
            Mark(
                window.at(milestone.due), milestone.title, milestone.due, good=milestone.reached_on is not None,
                late=milestone.is_late(today),
            )
        )  # fmt: skip
    _mark_meetings(shown, bars, window)
    groups = [Group(each, [bars[row.pk] for row in some]) for each, some in groupby(shown, key=lambda row: row.aspect)]
    return Timeline(window, groups, more=len(rows) > SHOWN)


def _bar(project: Project, window: Window) -> Bar:
    x, width = _stretch(Days(project.begins, project.ends), window)
    return Bar(project, x, width)


def _stretch(days: Days, window: Window) -> tuple[float, float]:
    """Where days lie in the window, cut off at its edges; at least a hair wide."""
    first, last = max(days.first, window.days.first), min(days.last, window.days.last)
    x = window.at(first)
    return x, max(0.4, round(window.at(last + timedelta(days=1)) - x, 2))


def _mark_meetings(rows: Sequence[Project], bars: dict[int, Bar], window: Window) -> None:
    """Pairs that count and meet in aspect and time. One query."""
    grounds: defaultdict[int, list[Ground]] = defaultdict(list)
    for number, path, facet in Touch.objects.filter(project__in=bars).values_list("project", "aspect__path", "facet"):
        grounds[number].append(Ground(path, facet))
    for one, other in combinations([row for row in rows if row.is_live], 2):
        days = shared_days(Days(one.begins, one.ends), Days(other.begins, other.ends))
        if days is None or shared_days(days, window.days) is None or not meeting(grounds[one.pk], grounds[other.pk]):
            continue
        x, width = _stretch(days, window)
        bars[one.pk].meets.append(Meeting(other, days, x, width))
        bars[other.pk].meets.append(Meeting(one, days, x, width))


def met(groups: Iterable[Group]) -> int:
    """How many bars meet another."""
    return sum(bool(bar.meets) for group in groups for bar in group.bars)
