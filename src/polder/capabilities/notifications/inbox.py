"""The inbox as it is shown: tasks by day, what is late first, one of them in full."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from django.utils.translation import gettext as _

from polder.base.words import TimeLeft, say_left
from polder.capabilities.notifications import tasks
from polder.capabilities.notifications.tasks import Action, Task, Text

PAGE = 30  # rows at first; a person with hundreds asks for more


@dataclass(frozen=True, slots=True)
class Row:
    """A task in the list. `left` is what its clock says; `quick` what can be done at once; `chosen` beside many others."""

    task: Task
    left: TimeLeft | None
    quick: Sequence[Action]
    choosable: bool
    open: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under a heading of time."""

    key: str
    title: str
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Tab:
    """A kind with how many there are; "" is all."""

    kind: str
    label: Text
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class Inbox:
    """`bulk`: what can be done with several of those shown. `more` rows are not shown. `chosen` is the one in full.

    `named` says whether the address names it; else it is the first.
    """

    tabs: Sequence[Tab]
    groups: Sequence[Group]
    total: int
    shown: int
    bulk: Sequence[Action]
    chosen: Task | None
    named: bool

    @property
    def more(self) -> int:
        return self.total - self.shown


def arrange(
    found: Sequence[Task], at: datetime, zone: tzinfo, *, kind: str = "", key: str = "", most: int = PAGE
) -> Inbox:
    """`found` as `tasks.for_person` gives it; `kind` narrows the list, `key` names the one in full."""
    wanted = [task for task in found if not kind or task.kind == kind]
    shown = wanted[:most]
    named = next((task for task in wanted if task.key == key), None)
    chosen = named or (shown[0] if shown else None)
    bulk = _bulk(shown)
    choosable = {action.kind for action in bulk}
    rows = [(task, _row(task, at, zone, chosen, choosable)) for task in shown]
    return Inbox(_tabs(found, kind), _groups(rows, at, zone), len(wanted), len(shown), bulk, chosen, named is not None)


def _tabs(found: Iterable[Task], current: str) -> list[Tab]:
    counted = Counter(task.kind for task in found)
    tabs = [Tab("", _("All"), counted.total(), not current)]
    # One that was chosen stays when its last task is done: its reader is told that nothing is left.
    for kind, label in tasks.kinds().items():
        if counted[kind] or kind == current:
            tabs.append(Tab(kind, label, counted[kind], kind == current))
    return tabs


def _bulk(shown: Iterable[Task]) -> list[Action]:
    """What can be done with at least two of the tasks at once."""
    counted = Counter(task.kind for task in shown)
    return [action for kind, n in counted.items() if n > 1 for action in tasks.actions_of(kind) if action.bulk]


def _row(task: Task, at: datetime, zone: tzinfo, chosen: Task | None, choosable: set[str]) -> Row:
    due = tasks.due_moment(task, zone)
    left = say_left(due, at, begun=task.since) if due else None
    quick = [action for action in tasks.actions_of(task.kind) if action.quick]
    return Row(task, left, quick, task.kind in choosable, chosen is not None and task.key == chosen.key)


def _groups(rows: Iterable[tuple[Task, Row]], at: datetime, zone: tzinfo) -> list[Group]:
    titles = {
        "late": _("Late"),
        "today": _("Today"),
        "week": _("This week"),
        "later": _("Later"),
        "open": _("Without a date"),
    }
    found: dict[str, list[Row]] = {key: [] for key in titles}
    today = at.astimezone(zone).date()
    for task, row in rows:
        found[_when(task, at, today, zone)].append(row)
    return [Group(key, title, found[key]) for key, title in titles.items() if found[key]]


def _when(task: Task, at: datetime, today: date, zone: tzinfo) -> str:
    due = tasks.due_moment(task, zone)
    if task.late or (due is not None and due <= at):
        return "late"
    if due is None:
        return "open"
    day = due.astimezone(zone).date()
    if day == today:
        return "today"
    sunday = today + timedelta(days=6 - today.weekday())
    return "week" if day <= sunday else "later"
