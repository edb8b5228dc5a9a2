"""The register for who asks. Bounded queries, whatever the number of projects and people."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from polder.features.projects.models import Ask, Milestone, Place, Project, Touch
from polder.features.projects.models.register import LIVE, UNDER_WAY
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body, Person, Seat
from polder.ground.organisation.models.people import active_at

State = Project.State
MOST: Final = 100


def projects_visible_to(person: Person, at: datetime) -> QuerySet[Project]:
    """Every employee sees the open ones; a restricted one is for its people, its owner and who answers for its aspect.

    Guests see those that they are in. One query at once.
    """
    mine = Q(owner=person) | Q(proposed_by=person) | Q(Exists(_places_of(person)))
    if person.kind == Person.Kind.GUEST:
        return Project.objects.filter(Q(Exists(_places_of(person))))
    return Project.objects.filter(Q(restricted=False) | mine | mandate.things_where(person, "publish", at=at))


def hidden_teams(person: Person, at: datetime, prefix: str) -> Q:
    """The condition for teams of restricted projects that do not exist for the person. One query at once."""
    project = f"{prefix}project"
    places = Place.objects.filter(project=OuterRef(f"{project}__pk"), person=person, left_at=None)
    seen = Q(Exists(places))
    if person.kind != Person.Kind.GUEST:
        seen |= Q(**{f"{project}__owner": person}) | Q(**{f"{project}__proposed_by": person})
        seen |= mandate.things_where(person, "publish", at=at, aspect=f"{project}__aspect")
    return Q(**{f"{project}__restricted": True}) & ~seen


def _places_of(person: Person) -> QuerySet[Place]:
    return Place.objects.filter(project=OuterRef("pk"), person=person, left_at=None)


def leads(project: Project, person: Person, at: datetime) -> bool:
    """The owner, or who may publish under its aspect. At most two queries."""
    if not person.counts(at):
        return False
    return project.owner_id == person.pk or mandate.may(person, "publish", project.aspect, at=at).allowed


def may_accept(project: Project, person: Person, at: datetime) -> bool:
    """By the gate, four eyes included: whoever proposed it is its author. At most two queries."""
    return mandate.may(person, "publish", project.aspect, at=at, authors=[project.proposed_by]).allowed


def found(
    person: Person, at: datetime, *, words: str = "", state: str = "", aspect: Aspect | None = None
) -> QuerySet[Project]:
    """The register: with all of the words in name or goal, in a state (`live` for all that count), at or below an aspect."""
    rows = projects_visible_to(person, at).select_related("aspect", "owner")
    for word in words.split()[:8]:
        rows = rows.filter(Q(name__icontains=word) | Q(goal__icontains=word))
    if state == "live":
        rows = rows.filter(state__in=LIVE)
    elif state in State.values:
        rows = rows.filter(state=state)
    if aspect is not None:
        below = Touch.objects.filter(project=OuterRef("pk"), aspect__path__startswith=aspect.path)
        rows = rows.filter(Exists(below))
    return rows.order_by("begins", "name", "pk")


def without_owner(projects: QuerySet[Project], at: datetime) -> QuerySet[Project]:
    """Proposed or under way, and their owner is not here."""
    here = Person.objects.filter(active_at(at)).values("pk")
    return projects.filter(state__in=LIVE).exclude(owner__in=here)


def answered_by(person: Person, at: datetime) -> QuerySet[Project]:
    """Those on whose aspect the person is among who act as the A. One query at once."""
    return Project.objects.filter(mandate.things_answered(person, at=at))


def to_accept(answered: QuerySet[Project]) -> QuerySet[Project]:
    """Proposals that wait for who answers for the aspect. One query."""
    waiting = answered.filter(state=State.PROPOSED)
    return waiting.select_related("aspect", "proposed_by").order_by("proposed_at")[:MOST]


def to_appoint(answered: QuerySet[Project], at: datetime) -> QuerySet[Project]:
    """Those without an owner. One query."""
    return without_owner(answered, at).select_related("aspect", "owner")[:MOST]


def over_time(person: Person, today: date) -> QuerySet[Project]:
    """What the person owns and is still under way after its last day. One query."""
    return Project.objects.filter(owner=person, state__in=UNDER_WAY, ends__lt=today).select_related("aspect")[:MOST]


def asks_for(person: Person) -> QuerySet[Ask]:
    """Who waits to come into a project of the person. One query."""
    waiting = Ask.objects.filter(project__owner=person, project__state__in=LIVE, answered_at=None)
    return waiting.select_related("project", "by").order_by("at")[:MOST]


def missing_voices(projects: Iterable[Project]) -> dict[int, list[str]]:
    """Functions that the aspects touched or the team's charter ask for, and for which nobody has a voting place. Four queries.

    Only of projects that are being set up or under way; advisors do not count (B4).
    """
    looked_at = [project for project in projects if project.is_live]
    numbers = [project.pk for project in looked_at]
    wanted: dict[int, dict[str, str]] = {number: {} for number in numbers}
    for number, required in Touch.objects.filter(project__in=numbers).values_list("project", "aspect__requires"):
        wanted[number] |= {str(each).casefold(): str(each) for each in required}
    bodies = Body.objects.filter(project__in=numbers).values_list("project", "requires", "charter")
    for number, required, charter in bodies:
        quorum = ((charter or {}).get("quorum") or {}).get("functions") or []
        wanted[number] |= {str(each).casefold(): str(each) for each in (*required, *quorum)}
    if any(wanted.values()):
        for number, function in (
            Place.objects.filter(project__in=numbers, left_at=None)
            .exclude(kind=Seat.Kind.ADVISOR)
            .values_list("project", "function")
        ):
            wanted[number].pop(function.casefold(), None)
    return {number: list(functions.values()) for number, functions in wanted.items() if functions}


def roster(project: Project) -> list[Place]:
    """Who is in it, the core before the extended ring, the chair first. One query."""
    order = {kind: rank for rank, kind in enumerate(Seat.Kind.values)}
    rows = project.places.filter(left_at=None).select_related("person", "seat")
    return sorted(rows, key=lambda row: (row.ring != Seat.Ring.CORE, order[row.kind], row.function, row.person.name))


def teams_of(person: Person, at: datetime) -> QuerySet[Project]:
    """What somebody is in now, under way or proposed."""
    inside = Place.objects.filter(person=person, left_at=None).values("project")
    return Project.objects.filter(Q(pk__in=inside) | Q(owner=person), state__in=LIVE)


def works(project: Project, person: Person, at: datetime) -> bool:
    """Has the person a voting place in the core, and while there is a team a seat there? One query."""
    places = project.places.filter(person=person, left_at=None, ring=Seat.Ring.CORE).exclude(kind=Seat.Kind.ADVISOR)
    if project.body_id is not None:
        places = places.filter(seat__isnull=False).filter(Q(seat__valid_until=None) | Q(seat__valid_until__gt=at))
    return person.counts(at) and places.exists()


def to_close(answered: QuerySet[Project]) -> QuerySet[Project]:
    """What its owner says is done, for who answers for the aspect. One query."""
    return (
        answered.filter(closing_asked_at__isnull=False, state__in=UNDER_WAY)
        .select_related("aspect", "owner")
        .order_by("closing_asked_at")[:MOST]
    )


def late_milestones(person: Person, today: date) -> QuerySet[Milestone]:
    """Of the person's own projects: what should be there and is not. One query."""
    rows = Milestone.objects.filter(project__owner=person, project__state__in=UNDER_WAY, reached_on=None, due__lt=today)
    return rows.select_related("project").order_by("due", "pk")[:MOST]
