"""Who is in a project: added, leaving, and who owns it."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.features.projects.errors import Invalid, NotFound, WrongState
from polder.features.projects.models import Place, Project
from polder.features.projects.models.register import UNDER_WAY
from polder.features.projects.operations import teams
from polder.features.projects.operations.common import Member, locked, note, require_lead
from polder.features.projects.operations.proposing import check_member, refuse_over
from polder.ground.organisation.models import Person, Seat
from polder.ground.organisation.watch import Change, changing


def add_person(project: Project, member: Member, *, by: Person, at: datetime) -> Place:
    """A place, and a seat while it is under way; by its owner or who answers for the aspect.

    Raises NotAssigned, WrongState (over, or in it for this function already), Invalid, OwnMandate (G14).
    """
    with changing(Change(by, at)):
        row = locked(project)
        granted = require_lead(row, by, at)
        refuse_over(row)
        place = take_in(row, member, at=at)
        note(
            "person_added", row, by=by, at=at, granted=granted, about=(f"person:{member.person.pk}",), data=facts(place)
        )
    return place


def take_in(row: Project, member: Member, *, at: datetime) -> Place:
    """Inside an act: the place and its seat. Raises WrongState, Invalid."""
    check_member(member, at)
    function = " ".join(member.function.split())
    if row.places.filter(person=member.person, function=function, left_at=None).exists():
        raise WrongState(_("%(name)s is in it for this function already.") % {"name": member.person.name})
    place = Place.objects.create(
        project=row, person=member.person, function=function, kind=member.kind, ring=member.ring, share=member.share
    )
    if row.state in UNDER_WAY:
        teams.give_seat(place, row, at=at)
    return place


def remove_person(place: Place, *, by: Person, at: datetime) -> None:
    """They leave the project, and the seat ends. Raises NotFound, NotAssigned, WrongState; Invalid for its owner."""
    with changing(Change(by, at)):
        row = locked(place.project)
        found = row.places.select_related("person", "seat").filter(pk=place.pk, left_at=None).first()
        if found is None:
            raise NotFound(_("They are not in this project any more."))
        granted = None if found.person_id == by.pk and by.counts(at) else require_lead(row, by, at)
        refuse_over(row)
        last = not row.places.filter(person=found.person_id, left_at=None).exclude(pk=found.pk).exists()
        if found.person_id == row.owner_id and last:
            raise Invalid(_("%(name)s owns the project. Appoint another owner first.") % {"name": found.person.name})
        leave(found, at=at)
        note(
            "person_removed",
            row,
            by=by,
            at=at,
            granted=granted,
            about=(f"person:{found.person_id}",),
            data=facts(found),
        )


def leave(place: Place, *, at: datetime) -> None:
    """Inside an act."""
    teams.end_seat(place, at=at)
    place.left_at = at
    place.save(update_fields=["left_at"])


def appoint_owner(project: Project, person: Person, *, function: str, by: Person, at: datetime) -> Project:
    """Another owner, who chairs the team: by the owner, or who answers for the aspect (also when the owner has left).

    The place of the former one stays, as a member, where they are still here. Raises NotAssigned, WrongState, Invalid.
    """
    with changing(Change(by, at)):
        row = locked(project)
        granted = require_lead(row, by, at)
        refuse_over(row)
        if person.pk == row.owner_id:
            raise WrongState(_("%(name)s owns it already.") % {"name": person.name})
        if person.kind == Person.Kind.GUEST:
            raise Invalid(_("A guest cannot own a project."), field="person")
        former = row.owner
        for place in row.places.select_related("person", "seat").filter(left_at=None, kind=Seat.Kind.CHAIR):
            leave(place, at=at)
            if place.person.counts(at) and place.person_id != person.pk:
                take_in(row, Member(place.person, place.function, ring=place.ring, share=place.share), at=at)
        for place in row.places.select_related("person", "seat").filter(
            left_at=None, person=person, function=function.strip()
        ):
            leave(place, at=at)
        row.owner = person
        row.save(update_fields=["owner"])
        take_in(row, Member(person, function, Seat.Kind.CHAIR), at=at)
        note(
            "owner_appointed", row, by=by, at=at, granted=granted, about=(f"person:{person.pk}", f"person:{former.pk}"),
            data={"owner": f"person:{person.pk}", "former": f"person:{former.pk}"},
        )  # fmt: skip
    return row


def facts(place: Place) -> dict[str, object]:
    """What the ledger keeps of a place."""
    return {"person": f"person:{place.person_id}", "ring": place.ring, "kind": place.kind, "share": place.share}
