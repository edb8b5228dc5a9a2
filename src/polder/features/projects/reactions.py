"""What follows when something happened to a project, or to the seats of its team."""

import json
from collections.abc import Iterable
from datetime import datetime

from polder.capabilities.notifications import notices
from polder.features.projects.models import Place, Project
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to
from polder.ground.organisation.models import Seat


def _kinds(*verbs: str) -> tuple[str, ...]:
    return tuple(f"{noun}.{verb}" for noun in ("project", "restricted_project") for verb in verbs)


@reacts_to(*_kinds("proposed"))
def tell_those_who_are_near(event: Event) -> None:
    """The owners of projects that its proposer was told of."""
    project = _of(event)
    if project is not None:
        owners = set(project.foreseen.values_list("other__owner", flat=True)) - {event.actor}
        _tell(owners, "project_near", project, event)


@reacts_to(*_kinds("accepted", "declined"))
def tell_whose_it_is(event: Event) -> None:
    """The proposer and the owner; with a yes everybody in its roster."""
    project = _of(event)
    if project is None:
        return
    accepted = event.kind.endswith("accepted")
    concerned = {project.owner_id, project.proposed_by_id}
    _tell(concerned - {event.actor}, "project_decided", project, event, accepted=accepted)
    if accepted:
        people = set(project.places.filter(left_at=None).values_list("person", flat=True))
        _tell(people - concerned - {event.actor}, "project_joined", project, event)


@reacts_to(*_kinds("person_added"))
def tell_who_is_in(event: Event) -> None:
    project, person = _of(event), _person(event)
    if project is not None and person is not None:
        _tell({person} - {event.actor}, "project_joined", project, event)


@reacts_to(*_kinds("asked_answered"))
def tell_who_asked(event: Event) -> None:
    project, person = _of(event), _person(event)
    if project is not None and person is not None:
        accepted = bool(json.loads(event.data)["accepted"])
        _tell({person} - {event.actor}, "project_answer", project, event, accepted=accepted)


@reacts_to(*_kinds("ended"))
def tell_the_team_that_it_is_over(event: Event) -> None:
    """Everybody who was in it until then."""
    project = _of(event)
    if project is not None:
        people = set(project.places.filter(left_at=project.ended_at).values_list("person", flat=True))
        _tell((people | {project.owner_id}) - {event.actor}, "project_ended", project, event)


@reacts_to("seat.*")
def follow_the_seats(event: Event) -> None:
    """The register follows what is done to a team on the screens of the organisation. Twice is as once."""
    body = str(json.loads(event.data).get("body") or "").partition(":")[2]
    project = Project.objects.filter(body=int(body)).first() if body.isdecimal() else None
    if project is not None and project.is_live:
        _follow(project, event.at)


def _follow(project: Project, at: datetime) -> None:
    for place in project.places.filter(left_at=None).select_related("seat"):
        if place.seat is None or not _counts(place.seat, at):
            place.left_at = at
            place.save(update_fields=["left_at"])
    known = Place.objects.filter(project=project, seat__isnull=False).values("seat")
    for seat in Seat.objects.filter(body=project.body_id).exclude(pk__in=known):
        if _counts(seat, at):
            Place.objects.get_or_create(
                project=project, person_id=seat.person_id, function=seat.function, left_at=None,
                defaults={"kind": seat.seat, "ring": seat.ring or Seat.Ring.CORE, "share": 0, "seat": seat},
            )  # fmt: skip


def _counts(seat: Seat, at: datetime) -> bool:
    return seat.valid_until is None or seat.valid_until > at


def _of(event: Event) -> Project | None:
    return Project.objects.filter(pk=event.thing.partition(":")[2]).first()


def _person(event: Event) -> int | None:
    number = str(json.loads(event.data).get("person") or "").partition(":")[2]
    return int(number) if number.isdecimal() else None


def _tell(people: Iterable[int | None], kind: str, project: Project, event: Event, **data: object) -> None:
    notices.tell(
        sorted({person for person in people if person is not None}), kind, thing=project.ref, event_at=event.at,
        key=str(event.number), data=data,
    )  # fmt: skip
