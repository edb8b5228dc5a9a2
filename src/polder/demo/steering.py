"""Where Polderveen is going: four goals of its steering group, one in each state."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from polder.base.time import midnight
from polder.demo.deciding import STEERING
from polder.demo.diary import Entry
from polder.features.direction import operations
from polder.features.direction.models import Goal
from polder.governance import serving
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body, Person

CHAIR: Final = "anna-de-wit"


@dataclass(frozen=True, slots=True)
class Aim:
    """Days are days from today. `results`: days, value, words. `serves`: titles of what serves it, by kind."""

    title: str
    why: str
    owner: str
    measure: str
    unit: str
    start: int
    target: int
    begins: int
    due: int
    results: Sequence[tuple[int, float, str]]
    serves: Sequence[tuple[str, str]] = ()
    dropped: str = ""


FIND: Final = Aim(
    "Who searches finds it", "At the front desk residents wait while we look.", "willemijn-brouwer",
    "Searches that end with a click on a result", "%", 61, 85, -200, 180,
    ((-130, 66, "The old search, with words put right"), (-60, 72, "Files are found since this week"), (-9, 77, "Zero results from 21% to 14%")),
    (("project", "A search that finds"), ("project", "Answers at the front desk"), ("aspect", "search")),
)  # fmt: skip
OUTSIDE: Final = Aim(
    "The depots read along", "Who works outside hears news from the notice board, days later.", "theo-brouwer",
    "Colleagues of the depots who open the intranet in a week", "%", 8, 60, -190, 110,
    ((-120, 9, "Two telephones at Depot East"), (-40, 17, "Ten telephones; the cabinet is late")),
    (("project", "The depots read along"), ("aspect", "mobile")),
)  # fmt: skip
RIGHT: Final = Aim(
    "What is written here still holds", "A page that is wrong costs more than none.", "fatima-benali",
    "Pages that were looked at again in time", "%", 54, 90, -200, 40,
    ((-140, 63, ""), (-80, 81, "Reminders come by mail now"), (-20, 92, "Only the archive of 2019 is left")),
    (("aspect", "knowledge-base"),),
)  # fmt: skip
CHAT: Final = Aim(
    "Half of the questions are answered by a chatbot", "", "imane-idrissi", "Questions of residents that a chatbot answers",
    "%", 0, 50, -180, 200, ((-100, 3, "A trial with the waste calendar"),),
    dropped="Three in ten answers were wrong. We make the search better first.",
)  # fmt: skip


def steered(today: date, zone: Any) -> Iterator[Entry]:
    """Each goal set, measured, and one of them dropped."""
    for number, aim in enumerate((FIND, OUTSIDE, RIGHT, CHAT)):
        yield Entry(_moment(today, aim.begins, zone, number), partial(_set, aim, today))
        for days, value, text in aim.results:
            yield Entry(_moment(today, days, zone, number), partial(_measure, aim, value, text))
        if aim.dropped:
            yield Entry(_moment(today, -70, zone, number), partial(_drop, aim))
        if aim.serves:
            yield Entry(_moment(today, -2, zone, number), partial(_serve, aim))


def _moment(today: date, days: int, zone: Any, number: int) -> datetime:
    """During office hours; at a weekend the Friday before."""
    day = today + timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return midnight(day, zone) + timedelta(hours=15, minutes=number)


def _set(aim: Aim, today: date, at: datetime) -> None:
    operations.set_goal(
        Body.objects.get(key=STEERING), aspect=Aspect.objects.get(key="intranet"), title=aim.title, why=aim.why,
        owner=_person(aim.owner), measure=aim.measure, unit=aim.unit, start=aim.start, target=aim.target,
        begins=today + timedelta(days=aim.begins), due=today + timedelta(days=aim.due), by=_person(CHAIR), at=at,
    )  # fmt: skip


def _measure(aim: Aim, value: float, text: str, at: datetime) -> None:
    operations.note_result(_goal(aim), value, on=at.date(), text=text, by=_person(aim.owner), at=at)


def _drop(aim: Aim, at: datetime) -> None:
    operations.drop(_goal(aim), aim.dropped, by=_person(CHAIR), at=at)


def _serve(aim: Aim, at: datetime) -> None:
    """By its owner, of what they may see."""
    goal, owner = _goal(aim), _person(aim.owner)
    known = dict(Aspect.objects.values_list("key", "pk"))
    offered = {title: ref for _label, rows in serving.suggestions(goal.aspect, owner, at) for ref, title in rows}
    for kind, name in aim.serves:
        ref = f"aspect:{known[name]}" if kind == "aspect" else offered.get(name, "")
        if ref:
            operations.link(goal, ref, by=owner, at=at)


def _goal(aim: Aim) -> Goal:
    return Goal.objects.select_related("aspect", "owner").get(title=aim.title)


def _person(key: str) -> Person:
    return Person.objects.get(key=key)
