"""A project is proposed, and changed: by any employee, told first what lies near it (B11)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.base.time import add_months
from polder.features.projects import near
from polder.features.projects.errors import Invalid, NearOthers, NotAssigned, WrongState
from polder.features.projects.models import Foreseen, Place, Project, Touch
from polder.features.projects.operations import teams
from polder.features.projects.operations.common import (
    LONGEST_GOAL,
    Member,
    locked,
    note,
    one_line,
    remember_words,
    require_lead,
    some_text,
    today,
)
from polder.features.projects.rules.meeting import Days
from polder.governance import becoming
from polder.governance.models import Aspect, FacetChoice
from polder.ground.ledger import acts
from polder.ground.organisation import naming
from polder.ground.organisation.models import Person, Seat
from polder.ground.organisation.operations import editing, registration
from polder.ground.organisation.watch import Change, changing

LONGEST_MONTHS = 120
MOST_ASPECTS, MOST_PEOPLE = 20, 200
EDITED = ("name", "goal", "begins", "ends")

type Grounds = Sequence[tuple[Aspect, str]]


def propose(
    *, name: str, goal: str, aspect: Aspect, owner: Person, function: str, begins: date, ends: date,
    facet: str = "*", also: Grounds = (), people: Sequence[Member] = (), share: int = 20, restricted: bool = False,
    in_spite: str = "", origin: str = "", by: Person, at: datetime,
) -> Project:  # fmt: skip
    """By any employee. `function` and `share` are the owner's, who chairs the team. `origin` is what it began as (`wish:4`).

    Raises Inactive, NotAssigned for a guest, Invalid, and NearOthers when others lie near that `by` may see and nothing
    says why this one goes on beside them; what the origin raises.
    """
    with acts.act(alone=True):  # of two at once the second sees the first
        if registration.present(by, at).kind == Person.Kind.GUEST:
            raise NotAssigned(_("Projects are proposed by who works here. Ask your sponsor to propose it."))
        _check_days(begins, ends, at)
        _refuse_hiding(origin, restricted)
        project = Project(
            name=one_line(name, 200, _("Give the project a name."), "name"),
            goal=some_text(goal, LONGEST_GOAL, _("Say what will be different when it is done."), "goal"),
            aspect=aspect, owner=owner, begins=begins, ends=ends, restricted=restricted, proposed_by=by, proposed_at=at,
            in_spite=in_spite.replace("\x00", "").strip()[:LONGEST_GOAL],
        )  # fmt: skip
        members = [Member(owner, function, Seat.Kind.CHAIR, share=share), *people]
        _check_people(members, at)
        project.key = naming.free_key(Project, "project" if restricted else project.name)
        grounds = _once([(aspect, facet), *also])
        nearby = near.near_to(_draft(project, grounds, members), by, at)
        if nearby and not project.in_spite:
            raise NearOthers(
                _("Others lie near this project. Join one of them, or say why this one goes on beside them."),
                details=[each.project.name for each in nearby.found],
            )
        project.save()
        Touch.objects.bulk_create([Touch(project=project, aspect=a, facet=f) for a, f in grounds])
        Place.objects.bulk_create([_place(project, member) for member in members])
        Foreseen.objects.bulk_create(
            [Foreseen(project=project, other=each.project, kinds=each.kinds) for each in nearby.found]
        )
        remember_words(project)
        note(
            "proposed", project, by=by, at=at, about=(f"person:{owner.pk}",),
            data={"aspects": len(grounds), "people": len(members), "near": len(nearby.found)},
        )  # fmt: skip
        becoming.made(origin, project.ref, by=by, at=at)
    return project


def change(
    project: Project, *, by: Person, at: datetime, seen: editing.Values | None = None, **changes: Any
) -> Project:
    """Name, goal or days (EDITED), by the owner or who answers for the aspect; the team ends with its last day.

    Raises NotAssigned, Stale, WrongState for one that is over, Invalid. Nothing that differs, no event.
    """
    with changing(Change(by, at)):
        row = locked(project)
        granted = require_lead(row, by, at)
        refuse_over(row)
        editing.refuse_stale(row, seen)
        changed = editing.set_values(row, {name: changes[name] for name in EDITED if name in changes})
        if not changed:
            return row
        row.name = one_line(row.name, 200, _("Give the project a name."), "name")
        row.goal = some_text(row.goal, LONGEST_GOAL, _("Say what will be different when it is done."), "goal")
        if {"begins", "ends"} & changed.keys():
            _check_days(row.begins, row.ends, at)
        row.save(update_fields=sorted(changed))
        remember_words(row)
        if "ends" in changed and row.body is not None:
            teams.move_end(row, by=by, at=at)
        note("changed", row, by=by, at=at, granted=granted, data={"changed": sorted(changed)})
    return row


def refuse_over(project: Project) -> None:
    """Raises WrongState for one that has ended or was not started."""
    if not project.is_live:
        raise WrongState(_("“%(project)s” is over.") % {"project": project.name})


def _refuse_hiding(origin: str, restricted: bool) -> None:
    """Raises Invalid: what everybody sees does not become what for others does not exist."""
    if origin and restricted:
        raise Invalid(
            _("Everybody sees what this began as, and is told what it became. Propose it openly."), field="restricted"
        )


def _check_days(begins: date, ends: date, at: datetime) -> None:
    if ends < begins:
        raise Invalid(_("It must end on the day it begins, or later."), field="ends")
    if ends < today(at):
        raise Invalid(_("It cannot end in the past. Choose today or a later day."), field="ends")
    if not add_months(today(at), -LONGEST_MONTHS) <= begins <= add_months(today(at), LONGEST_MONTHS):
        raise Invalid(_("Choose a first day within ten years from now."), field="begins")
    if ends > add_months(max(begins, today(at)), LONGEST_MONTHS):
        raise Invalid(_("That is more than ten years. Split it into projects that can end."), field="ends")


def _check_people(members: Sequence[Member], at: datetime) -> None:
    if len(members) > MOST_PEOPLE:
        raise Invalid(_("At most %(most)d people.") % {"most": MOST_PEOPLE}, field="people")
    known = set[tuple[int, str]]()
    for member in members:
        check_member(member, at)
        place = (member.person.pk, member.function.strip().casefold())
        if place in known:
            raise Invalid(
                _("%(name)s stands twice in the list for one function.") % {"name": member.person.name}, field="people"
            )
        known.add(place)
    if members[0].person.kind == Person.Kind.GUEST:
        raise Invalid(_("A guest cannot own a project."), field="owner")


def check_member(member: Member, at: datetime) -> None:
    """Raises Invalid for somebody who is not here, without a function, or with more than a week."""
    if not member.person.counts(at):
        raise Invalid(_("%(name)s does not work here now.") % {"name": member.person.name}, field="people")
    one_line(
        member.function, 100, _("Say for which function %(name)s is in it.") % {"name": member.person.name}, "function"
    )
    if not 0 <= member.share <= 100:
        raise Invalid(_("A share lies between 0 and 100 percent of the week."), field="share")
    if member.kind not in Seat.Kind.values or member.ring not in Seat.Ring.values:
        raise Invalid(_("Choose a seat and a ring from the list."), field="people")


def _once(grounds: Iterable[tuple[Aspect, str]]) -> list[tuple[Aspect, str]]:
    """Each aspect and facet once; `*` holds the facets of its aspect. Raises Invalid."""
    found = list(dict.fromkeys(grounds))
    if len(found) > MOST_ASPECTS:
        raise Invalid(_("At most %(most)d aspects.") % {"most": MOST_ASPECTS}, field="also")
    if any(facet not in FacetChoice.values for _aspect, facet in found):
        raise Invalid(_("Choose a facet from the list."), field="also")
    whole = {aspect.pk for aspect, facet in found if facet == "*"}
    return [(aspect, facet) for aspect, facet in found if facet == "*" or aspect.pk not in whole]


def _place(project: Project, member: Member) -> Place:
    return Place(
        project=project, person=member.person, function=" ".join(member.function.split()), kind=member.kind,
        ring=member.ring, share=member.share,
    )  # fmt: skip


def _draft(project: Project, grounds: Grounds, members: Sequence[Member]) -> near.Draft:
    return near.Draft(
        name=project.name, goal=project.goal, days=Days(project.begins, project.ends), grounds=grounds,
        people=[(member.person, member.share) for member in members],
    )  # fmt: skip
