"""What lies near a project while it is proposed (B11): others on its aspects and days, with its people, with its goal.

Only what the asker may see is looked at: of others neither title nor number nor share is told.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from polder.base import likeness
from polder.features.projects import queries
from polder.features.projects.models import GoalWord, Place, Project, Touch
from polder.features.projects.models.register import LIVE
from polder.features.projects.rules.meeting import Days, Ground, Stretch, fullest, meeting, shared_days
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

SHOWN: Final = 20
KINDS: Final = ("aspect", "people", "goal")


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed, as far as it is filled in: without days nothing meets in time."""

    name: str = ""
    goal: str = ""
    days: Days | None = None
    grounds: Sequence[tuple[Aspect, str]] = ()
    people: Sequence[tuple[Person, int]] = ()  # with their share of the week
    itself: int = 0


@dataclass(frozen=True, slots=True)
class Clash:
    """Somebody who is in both; `share` is asked of them on the fullest day that both have, by `projects` in all."""

    person: Person
    share: int
    projects: int

    @property
    def too_much(self) -> bool:
        return self.share > 100


@dataclass(slots=True)
class Near:
    """One other project, and why it is near."""

    project: Project
    days: Days | None = None
    grounds: list[tuple[Aspect, Aspect, str]] = field(default_factory=list)  # mine, theirs, the facet in common
    people: list[Clash] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def kinds(self) -> list[str]:
        held = (self.grounds, self.people, self.words)
        return [kind for kind, some in zip(KINDS, held, strict=True) if some]


@dataclass(frozen=True, slots=True)
class Nearby:
    """The nearest first; `more` says that there are others beyond those shown."""

    found: list[Near]
    more: bool = False

    def __bool__(self) -> bool:
        return bool(self.found)


def draft_of(project: Project) -> Draft:
    """A project as it stands in the register. Two queries."""
    return Draft(
        name=project.name, goal=project.goal, days=Days(project.begins, project.ends), itself=project.pk,
        grounds=[(touch.aspect, touch.facet) for touch in project.touches.select_related("aspect")],
        people=[(place.person, place.share) for place in project.places.filter(left_at=None).select_related("person")],
    )  # fmt: skip


def near_to(draft: Draft, asker: Person, at: datetime) -> Nearby:
    """Others that count and that the asker may see. At most seven queries, whatever the number of projects."""
    seen = queries.projects_visible_to(asker, at).filter(state__in=LIVE).exclude(pk=draft.itself)
    in_time = (
        seen.none() if draft.days is None else seen.filter(begins__lte=draft.days.last, ends__gte=draft.days.first)
    )
    touched = _touching(draft, in_time)
    clashes = _clashes(draft, in_time)
    words = _near_goals(draft, seen)
    rank = dict.fromkeys((*touched, *clashes, *words), 0)
    for some in (touched, clashes, words):
        for number in some:
            rank[number] += 1
    known = seen.select_related("owner", "aspect").in_bulk(list(rank))
    rows = sorted(known.values(), key=lambda row: (-rank[row.pk], row.begins, row.pk))
    found = [Near(row, grounds=_pairs(draft, touched.get(row.pk, ()))) for row in rows[:SHOWN]]
    for near in found:
        if draft.days is not None:
            near.days = shared_days(draft.days, Days(near.project.begins, near.project.ends))
        near.people, near.words = clashes.get(near.project.pk, []), words.get(near.project.pk, [])
    return Nearby(found, more=len(rows) > SHOWN)


def _touching(draft: Draft, in_time: QuerySet[Project]) -> dict[int, list[tuple[Aspect, str]]]:
    """What each of the others touches there. Two queries."""
    if not draft.grounds or draft.days is None:
        return {}
    meets = Q()
    for aspect, facet in draft.grounds:
        line = [int(number) for number in aspect.path.strip("/").split("/")]
        here = Q(aspect__path__startswith=aspect.path) | Q(aspect__in=line)
        meets |= here if facet == "*" else here & Q(facet__in=(facet, "*"))
    touching = Touch.objects.filter(meets, project=OuterRef("pk"))
    numbers = list(in_time.filter(Exists(touching)).order_by("begins", "pk").values_list("pk", flat=True)[: SHOWN + 1])
    found: defaultdict[int, list[tuple[Aspect, str]]] = defaultdict(list)
    for touch in Touch.objects.filter(meets, project__in=numbers).select_related("aspect").order_by("pk"):
        found[touch.project_id].append((touch.aspect, touch.facet))
    return found


def _pairs(draft: Draft, theirs: Sequence[tuple[Aspect, str]]) -> list[tuple[Aspect, Aspect, str]]:
    by_ground = {Ground(aspect.path, facet): aspect for aspect, facet in (*theirs, *draft.grounds)}
    mine = [Ground(aspect.path, facet) for aspect, facet in draft.grounds]
    pairs = meeting(mine, [Ground(aspect.path, facet) for aspect, facet in theirs])
    return [(by_ground[one], by_ground[other], other.facet if one.facet == "*" else one.facet) for one, other in pairs]


def _clashes(draft: Draft, in_time: QuerySet[Project]) -> dict[int, list[Clash]]:
    """By the other project: who is in both. One query."""
    if not draft.people or draft.days is None:
        return {}
    mine: defaultdict[int, int] = defaultdict(int)
    people: dict[int, Person] = {}
    for person, share in draft.people:
        mine[person.pk] += share
        people[person.pk] = person
    places = Place.objects.filter(person__in=mine, left_at=None, project__in=in_time.order_by().values("pk"))
    elsewhere: defaultdict[int, defaultdict[int, list[Stretch]]] = defaultdict(lambda: defaultdict(list))
    for number, who, share, first, last in places.order_by("project__begins", "pk").values_list(
        "project", "person", "share", "project__begins", "project__ends"
    ):
        elsewhere[who][number].append(Stretch(Days(first, last), share))
    found: defaultdict[int, list[Clash]] = defaultdict(list)
    for number, by_project in elsewhere.items():
        here = Stretch(draft.days, mine[number])
        stretches = [here, *(stretch for some in by_project.values() for stretch in some)]
        for project, some in by_project.items():
            both = shared_days(draft.days, some[0].days)
            if both is not None:
                found[project].append(Clash(people[number], fullest(stretches, both), len(by_project) + 1))
    return found


def _near_goals(draft: Draft, seen: QuerySet[Project]) -> dict[int, list[str]]:
    """By the other project: the words that both goals share, as they stand in the draft. Two queries."""
    words = likeness.words_of(f"{draft.name} {draft.goal}")
    if len(words) < likeness.FEWEST:
        return {}
    said = GoalWord.objects.filter(stem__in=words, project__in=seen.order_by().values("pk"))
    shared = said.values("project").annotate(shared=Count("pk"), stems=F("project__stems"))
    percent = likeness.NEAR_PERCENT
    near = shared.filter(shared__gte=likeness.FEWEST).annotate(
        twice=200 * F("shared"), both=percent * (F("stems") + len(words))
    )
    numbers = list(near.filter(twice__gte=F("both")).order_by("-shared", "project").values_list("project", flat=True))
    found: dict[int, list[str]] = {number: [] for number in numbers[: SHOWN + 1]}
    for number, stem in said.filter(project__in=found).values_list("project", "stem"):
        found[number].append(words[stem])
    return {number: sorted(some) for number, some in found.items()}


def load_of(people: Sequence[Person], first: date, last: date, asker: Person, at: datetime) -> dict[int, int]:
    """Of each, the percent of their week that projects ask on the fullest day between two. One query."""
    seen = queries.projects_visible_to(asker, at).filter(state__in=LIVE, begins__lte=last, ends__gte=first)
    stretches: defaultdict[int, list[Stretch]] = defaultdict(list)
    places = Place.objects.filter(person__in=people, left_at=None, project__in=seen.order_by().values("pk"))
    for person, share, begins, ends in places.values_list("person", "share", "project__begins", "project__ends"):
        stretches[person].append(Stretch(Days(begins, ends), share))
    return {person: fullest(some, Days(first, last)) for person, some in stretches.items()}
