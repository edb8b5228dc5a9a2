"""Four projects of Polderveen: two that search better in the same months with the same people, and two beside them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from polder.base.time import midnight
from polder.demo.diary import Entry
from polder.features.projects import operations
from polder.features.projects.models import Project
from polder.features.projects.operations import Member
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person, Seat


@dataclass(frozen=True, slots=True)
class Plan:
    """`proposed` and the days are days from today. `people`: key, function, share, ring. `milestones`: days, title."""

    name: str
    goal: str
    aspect: str
    owner: str
    function: str
    proposed: int
    first: int
    last: int
    people: Sequence[tuple[str, str, int, str]]
    share: int = 20
    also: Sequence[tuple[str, str]] = ()
    milestones: Sequence[tuple[int, str]] = ()
    in_spite: str = ""


SEARCH = Plan(
    "A search that finds",
    "Colleagues and the front desk find the right answer with one search, in pages, files and people, also when they type it wrong.",
    "search", "willemijn-brouwer", "Knowledge management", -96, -82, 118,
    (("ravi-das", "IT", 60, "core"), ("els-vonk", "Contact centre", 20, "core"), ("ruud-wessels", "Privacy", 5, "extended")),
    share=40, also=(("knowledge-base", "content"),),
    milestones=((-40, "What people search for is known"), (12, "First search over files"), (96, "The old search is off")),
)  # fmt: skip
DESK = Plan(
    "Answers at the front desk",
    "The front desk and colleagues find the right answer in pages and files with one search.",
    "search", "imane-idrissi", "Front desk", -6, 20, 150,
    (("ravi-das", "IT", 60, "core"), ("willemijn-brouwer", "Knowledge management", 20, "extended")),
    share=40, also=(("questions-and-answers", "content"),),
    in_spite="Residents stand before us. We cannot wait until all of the search is new; we begin with the fifty questions we get most.",
)  # fmt: skip
PHOTOS = Plan(
    "Photographs of our own",
    "Every photograph on a page shows Polderveen, with consent that is kept.",
    "design-standards", "ruben-visser", "Communications", -90, -80, 35,
    (("sanne-de-vries", "Communications", 10, "extended"),),
    share=40, milestones=((-30, "An archive with consent"), (28, "The last bought photograph is gone")),
)  # fmt: skip
DEPOTS = Plan(
    "The depots read along",
    "Who works outside reads news and rosters on a telephone of the depot before the morning shift.",
    "mobile", "theo-brouwer", "Depot East", -38, -24, 190,
    (("youssef-el-amrani", "Works council", 10, "core"), ("wendy-kuipers", "IT", 20, "core")),
    share=20, milestones=((-4, "Ten telephones at Depot East"), (60, "Depot West joins in")),
)  # fmt: skip


def happened(today: date, zone: Any) -> Iterator[Entry]:
    """Each proposed, accepted two days later, told of since; the second search still waits for its answer."""
    for plan in (SEARCH, PHOTOS, DEPOTS, DESK):
        yield Entry(_moment(today, plan.proposed, zone), partial(_propose, plan, today))
        if plan is not DESK:
            yield Entry(_moment(today, plan.proposed + 3, zone), partial(_accept, plan, today), timedelta(minutes=20))
    for days, plan, done, then, blocked in (
        (-45, SEARCH, "Asked forty colleagues what they look for", "Read the logs of three months", ""),
        (-9, SEARCH, "Zero-result queries from 21% to 14%", "Search in files, to try in two weeks", ""),
        (-12, PHOTOS, "Two thirds of the pages have our own photographs", "The pages about permits", ""),
        (
            -3,
            DEPOTS,
            "Six telephones are there",
            "Four more, and a cabinet to charge them",
            "The cabinet is not delivered",
        ),
    ):
        yield Entry(_moment(today, days, zone), partial(_tell, plan, done, then, blocked))
    for days, plan, number in ((-39, SEARCH, 0), (-29, PHOTOS, 0)):
        yield Entry(_moment(today, days, zone), partial(_reach, plan, number))


def _moment(today: date, days: int, zone: Any) -> datetime:
    """During office hours; at a weekend the Friday before."""
    day = today + timedelta(days=days)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return midnight(day, zone) + timedelta(hours=11, minutes=-days % 50)


def _propose(plan: Plan, today: date, at: datetime) -> None:
    people = {
        person.key: person for person in Person.objects.filter(key__in=[plan.owner, *(p[0] for p in plan.people)])
    }
    aspects = {
        aspect.key: aspect for aspect in Aspect.objects.filter(key__in=[plan.aspect, *(a[0] for a in plan.also)])
    }
    operations.propose(
        name=plan.name, goal=plan.goal, aspect=aspects[plan.aspect], owner=people[plan.owner], function=plan.function,
        begins=today + timedelta(days=plan.first), ends=today + timedelta(days=plan.last), share=plan.share,
        also=[(aspects[key], facet) for key, facet in plan.also], in_spite=plan.in_spite, by=people[plan.owner], at=at,
        people=[Member(people[key], function, Seat.Kind.MEMBER, ring, share) for key, function, share, ring in plan.people],
    )  # fmt: skip


def _accept(plan: Plan, today: date, at: datetime) -> None:
    """By who answers for its aspect on that day; then its owner sets the milestones and notes a risk."""
    project = _project(plan)
    answers = mandate.accountable(project.aspect, at=at, authors=[project.proposed_by])
    if answers is None:
        raise RuntimeError(f"Nobody answers for {project.aspect} in the demo.")
    operations.accept(project, by=answers.acting[0], at=at)
    for number, (days, title) in enumerate(plan.milestones, 2):
        due = today + timedelta(days=days)
        operations.set_milestone(project, title=title, due=due, by=project.owner, at=at + timedelta(minutes=number))
    if plan is SEARCH:
        operations.note_risk(
            project, title="The logs hold names of residents", chance=3, effect=4, owner=Person.objects.get(key="ruud-wessels"),
            measure="Only counts are kept, no words that a single person typed", by=project.owner, at=at + timedelta(minutes=10),
        )  # fmt: skip


def _tell(plan: Plan, done: str, then: str, blocked: str, at: datetime) -> None:
    project = _project(plan)
    operations.report(project, done=done, next=then, blocked=blocked, by=project.owner, at=at)


def _reach(plan: Plan, number: int, at: datetime) -> None:
    project = _project(plan)
    milestone = project.milestones.get(title=plan.milestones[number][1])
    operations.reach_milestone(milestone, by=project.owner, at=at)


def _project(plan: Plan) -> Project:
    return Project.objects.select_related("aspect", "owner", "proposed_by").get(name=plan.name)
