"""The team of a project as a body with seats (B2): made from the roster, its rights end with the project.

The team is made by right of the project, not of the registration, so the operations of the organisation are asked with
`by=None`; what they do is watched for whoever acts, in the act around them (G14).
"""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.capabilities.spaces.operations import open_space
from polder.features.projects.models import Place, Project
from polder.features.projects.operations.common import ends_at
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body, Party, Person, Seat
from polder.ground.organisation.operations import bodies


def make(project: Project, *, by: Person | None, at: datetime) -> Body:
    """The body, a seat for everybody in the roster and a space, from now on: a team prepares before its first day.

    Inside `changing`. `by` None: a decision of a body is the mandate for its space.
    """
    touched = project.touches.select_related("aspect")
    required = list(dict.fromkeys(str(function) for touch in touched for function in touch.aspect.requires))
    body = bodies.add(
        name=project.name if not project.restricted else _("Project team %(number)d") % {"number": project.pk},
        kind=Body.Kind.PROJECT_TEAM, parent=_guardian(project.aspect), requires=required,
        valid_from=at, valid_until=ends_at(project.ends), by=None, at=at,
    )  # fmt: skip  # no charter: what a body may decide is given to it, a project does not bring it along
    project.body = body
    for place in project.places.filter(left_at=None).select_related("person"):
        give_seat(place, project, at=at)
    open_space(Party.objects.get(body=body), aspect=project.aspect, by=by, at=at)
    return body


def give_seat(place: Place, project: Project, *, at: datetime) -> Seat:
    """A seat in the team for a place, from now until the last day. Inside `changing`."""
    assert project.body is not None  # noqa: S101  # only projects under way have places with seats
    end = ends_at(project.ends)
    place.seat = bodies.seat(
        project.body, person=place.person, kind=place.kind, function=place.function, ring=place.ring, by=None, at=at,
        valid_until=end if end > at else None,
    )  # fmt: skip
    place.save(update_fields=["seat"])
    return place.seat


def end_seat(place: Place, *, at: datetime) -> None:
    """The seat of a place ends, where it has one that is not over. Inside `changing`."""
    seat = place.seat
    if seat is not None and (seat.valid_until is None or seat.valid_until > at):
        bodies.end_seat(seat, by=None, at=at)


def move_end(project: Project, *, by: Person, at: datetime) -> None:
    """The last day has changed: the body and the seats end with it; those that had ended begin anew. Inside `changing`."""
    assert project.body is not None  # noqa: S101  # asked before
    end = ends_at(project.ends)
    bodies.change(project.body, by=None, at=at, valid_until=end)
    for place in project.places.filter(left_at=None).select_related("person", "seat"):
        seat = place.seat
        if seat is not None and (seat.valid_until is None or seat.valid_until > at):
            bodies.change_seat(seat, by=None, at=at, valid_until=end)
        elif seat is not None:
            give_seat(place, project, at=at)


def _guardian(aspect: Aspect) -> Body | None:
    """The nearest guardian up the line: the team reports to it."""
    line = [int(number) for number in aspect.path.strip("/").split("/")]
    nearest = Aspect.objects.filter(pk__in=line, guardian__isnull=False).select_related("guardian").order_by("-depth")
    found = nearest.first()
    return None if found is None else found.guardian
