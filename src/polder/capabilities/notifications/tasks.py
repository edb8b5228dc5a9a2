"""What waits for a person: one registry, so that the inbox is the same on every surface.

    tasks.register(
        "route",
        tasks.Source(
            kinds={"consult": _("Advise"), "approve": _("Approve")},
            for_person=queries.tasks_for,
            actions=(tasks.Action("approve", "approve", _("Approve"), operations.approve_one, bulk=True, mail=True),),
        ),
    )

A task is no row of its own: it follows from how things are at `at`, so it is never late to appear and never left behind.
Whoever wants mail about it tells a notice of the same kind and thing (notices.py, `task=True`).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, tzinfo
from typing import Protocol

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise

from polder.ground.ledger import once
from polder.ground.ledger.remembering import remembered
from polder.ground.organisation.models import Person

type Text = str | Promise


@dataclass(frozen=True, slots=True)
class Task:
    """One thing that one person is asked to do. `kind` and `thing` together name it.

    `due` is a moment, or a day by the end of which; `since` when it was asked. `letter` (with `state` as in the design
    system: "take" for a caretaker) or `severity` is the mark before it. `verb` is what its button says, `address` where
    the whole of it can be seen and done. `shown` says which version of the thing it speaks of, where there are several:
    what is done with the task is bound to it. `acting_for` names whose place is taken, where that is a deputy's part.
    `language` is that of the title, where it is somebody's and not ours.
    """

    kind: str
    thing: str  # "page:4"
    title: str
    detail: str
    address: str
    verb: str
    letter: str = ""
    state: str = ""
    severity: str = ""
    due: datetime | date | None = None
    late: bool = False
    since: datetime | None = None
    shown: str = ""
    acting_for: str = ""
    language: str = ""

    @property
    def key(self) -> str:
        """`approve/page:4`: its name in addresses."""
        return f"{self.kind}/{self.thing}"

    @property
    def mark(self) -> str:
        """`approve/page:4@7`: its name in forms, with the version that was shown."""
        return f"{self.key}@{self.shown}" if self.shown else self.key


class Run(Protocol):
    """Does it, as the operation does, and says in a sentence what was done. Raises PolderError.

    `shown` is the version that whoever does it had before them; "" where the task named none.
    """

    def __call__(self, thing: str, *, by: Person, at: datetime, shown: str) -> Text: ...


@dataclass(frozen=True, slots=True)
class Action:
    """What can be done with a task of `kind` without opening it.

    `label` is a verb ("Still right"). `bulk`: for many at once. `quick`: a button in the list. `mail`: a button in mail,
    which leads to a page that says `effect` and asks once more. `primary`: it is what the task asks for.
    """

    key: str
    kind: str
    label: Text
    run: Run
    effect: Text = ""
    bulk: bool = False
    quick: bool = False
    mail: bool = False
    primary: bool = True


@dataclass(frozen=True, slots=True)
class Source:
    """Where tasks come from. `kinds` says what each kind is called above the list ("Approve").

    `for_person` takes a bounded number of queries whatever the number of tasks and people. `panel` is one task in full, as HTML, with what can be done in it; without one the
    inbox shows title, detail and the button.
    """

    kinds: Mapping[str, Text]
    for_person: Callable[[Person, datetime], Iterable[Task]]
    actions: Sequence[Action] = ()
    panel: Callable[[HttpRequest, Task, datetime], str] | None = None


class RegistrationError(Exception):
    """Two sources want the same key or kind, or an action is about a kind that its source lacks. Stops the start."""


_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """Add a source, in `ready()`. Raises RegistrationError."""
    if key in _sources:
        raise RegistrationError(f"There is a source of tasks {key!r} already.")
    taken = set(kinds()) & set(source.kinds)
    if taken:
        raise RegistrationError(f"The kinds of task {sorted(taken)} have a source already.")
    for action in source.actions:
        if action.kind not in source.kinds:
            raise RegistrationError(f"The action {action.key!r} is about {action.kind!r}, which {key!r} does not give.")
    _sources[key] = source


def kinds() -> dict[str, Text]:
    """Every kind of task and what it is called, in the order of registration."""
    return {kind: label for source in _sources.values() for kind, label in source.kinds.items()}


def for_person(person: Person, at: datetime) -> list[Task]:
    """All that waits for the person at `at`: the late first, then by due moment, what has none last.

    Somebody inactive has nothing (G1). As many queries as the sources take, whatever the number of tasks.
    """
    if not person.counts(at):
        return []
    with once.looking():
        found = [task for source in _sources.values() for task in source.for_person(person, at)]
    zone = timezone.get_current_timezone()
    return sorted(found, key=lambda task: _order(task, zone))


def shown_to(person: Person, at: datetime) -> list[Task]:
    """As `for_person`, for what a page shows: worked out once until anything happens (ledger/remembering.py)."""
    return remembered("tasks", person.pk, at=at, make=lambda: for_person(person, at))


def kinds_for(person: Person, at: datetime, among: Collection[str] | None = None) -> set[str]:
    """The kinds of what waits for the person; with `among` only these, and only their sources are asked."""
    if not person.counts(at):
        return set()
    wanted = set(kinds() if among is None else among)
    sources = [source for source in _sources.values() if not wanted.isdisjoint(source.kinds)]
    return {task.kind for source in sources for task in source.for_person(person, at)} & wanted


def find(person: Person, kind: str, thing: str, at: datetime) -> Task | None:
    """The task, if it waits for the person at `at`. Asks its own source alone."""
    source = source_of(kind)
    if source is None or not person.counts(at):
        return None
    return next((task for task in source.for_person(person, at) if (task.kind, task.thing) == (kind, thing)), None)


def source_of(kind: str) -> Source | None:
    """The source that gives tasks of this kind."""
    return next((source for source in _sources.values() if kind in source.kinds), None)


def actions_of(kind: str) -> list[Action]:
    """What can be done with tasks of this kind without opening them."""
    source = source_of(kind)
    return [action for action in source.actions if action.kind == kind] if source else []


def action_of(kind: str, key: str) -> Action | None:
    """The action `key` of tasks of this kind."""
    return next((action for action in actions_of(kind) if action.key == key), None)


def due_moment(task: Task, zone: tzinfo) -> datetime | None:
    """By when: a day ends at its last moment in `zone`."""
    if task.due is None or isinstance(task.due, datetime):
        return task.due
    return datetime.combine(task.due, time.max, zone)


_NEVER = datetime.max.replace(tzinfo=UTC)


def _order(task: Task, zone: tzinfo) -> tuple[bool, datetime, int, int]:
    return (not task.late, due_moment(task, zone) or _NEVER, *_weight(task))


def _weight(task: Task) -> tuple[int, int]:
    """Decisions before advice before work; then findings by how bad they are."""
    severities = ("critical", "high", "medium", "low")
    return (
        "ACRI".index(task.letter) if task.letter and task.letter in "ACRI" else 4,
        severities.index(task.severity) if task.severity in severities else 0,
    )
