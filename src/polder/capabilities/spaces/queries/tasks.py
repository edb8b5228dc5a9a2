"""Tasks as a list, as a board, and as what waits for somebody. Bounded queries, however many there are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import BooleanField, Case, Count, ExpressionWrapper, F, IntegerField, Q, QuerySet, Value, When

from polder.base.validity import valid_at
from polder.capabilities.spaces import membership
from polder.capabilities.spaces.models import Space, Task
from polder.capabilities.spaces.models.tasks import OPEN
from polder.governance import mandate
from polder.ground.organisation.models import Person
from polder.ground.organisation.models.people import active_at

IN_A_COLUMN: Final = 30
SOON: Final = timedelta(days=7)  # so long before its day a task stands in the inbox

_ORDER: Final = Case(
    *(When(state=state, then=Value(place)) for place, state in enumerate(("doing", "todo", "done", "dropped"))),
    output_field=IntegerField(),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks: one's own, those that are late, those in some states, with words in their title."""

    mine: bool = False
    late: bool = False
    state: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A state with the first of its tasks; `count` is of all."""

    state: Task.State
    tasks: list[Task]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.tasks)


def visible_to(person: Person, at: datetime) -> QuerySet[Task]:
    """Tasks in spaces that the person may see."""
    return Task.objects.filter(space__in=membership.visible_to(person, at).values("pk"))


def of_space(space: Space, wanted: Wanted, person: Person, at: datetime, today: date) -> QuerySet[Any]:
    """Open ones first, then by day. Each with `strays`: its owner is no member any more."""
    rows = (
        Task.objects.filter(space=space)
        .select_related("owner")
        .annotate(strays=ExpressionWrapper(_strays(at), BooleanField()))
    )
    if wanted.mine:
        rows = rows.filter(owner=person)
    if wanted.late:
        rows = rows.filter(state__in=OPEN, due__lt=today)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    for word in wanted.words.split()[:8]:
        rows = rows.filter(title__icontains=word)
    return rows.order_by(_ORDER, F("due").asc(nulls_last=True), "pk")


def board(rows: QuerySet[Any], states: Collection[Task.State] = tuple(Task.State)) -> list[Column]:
    """A column for each state; what was done or dropped last stands first. One query for each and one to count."""
    counted = dict(rows.order_by().values("state").annotate(n=Count("pk")).values_list("state", "n"))
    columns = []
    for state in states:
        some = rows.filter(state=state)
        if state not in OPEN:
            some = some.order_by("-moved_at", "-pk")
        columns.append(Column(state, list(some[:IN_A_COLUMN]), counted.get(state, 0)))
    return columns


def counts(space: Space, person: Person, today: date) -> dict[str, int]:
    """How many are open, one's own, late. One query."""
    is_open = Q(state__in=OPEN)
    return Task.objects.filter(space=space).aggregate(
        open=Count("pk", filter=is_open), mine=Count("pk", filter=is_open & Q(owner=person)),
        late=Count("pk", filter=is_open & Q(due__lt=today)),
    )  # fmt: skip


def of_owner(person: Person, at: datetime, today: date) -> QuerySet[Task]:
    """What the person is to do within a week, and what is late, as long as they belong there. Two queries."""
    rows = Task.objects.filter(doable(at), owner=person, state__in=OPEN, due__lte=today + SOON)
    return rows.select_related("space__party__unit", "space__party__body").order_by("due", "pk")[:100]


def doable(at: datetime) -> Q:
    """A condition for tasks that their owner can still do: they belong there and it is in use, or it was entrusted to them."""
    here = membership.belonging("owner", "space", at) & Q(space__closed_at=None)
    return here | (Q(entrusted=True) & active_at(at, "owner__"))


def strayed(person: Person, at: datetime) -> QuerySet[Task]:
    """Open tasks whose owner belongs there no more, in spaces that the person steers. Two queries."""
    in_use = Q(closed_at=None) & (Q(party__body=None) | valid_at(at, "party__body__"))
    steered = Space.objects.filter(mandate.things_answered(person, at=at), in_use).values("pk")
    rows = Task.objects.filter(_strays(at), space__in=steered, state__in=OPEN)
    return rows.select_related("owner", "space__party__unit", "space__party__body").order_by("due", "pk")[:100]


def _strays(at: datetime) -> Q:
    belongs = membership.belonging("owner", "space", at)
    return ~(belongs | (Q(entrusted=True) & active_at(at, "owner__")))
