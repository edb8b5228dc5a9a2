"""Meetings ahead: planned by hand or by the cadence (B3), moved, called off, answered."""

import logging
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext as _

from polder.base.time import from_local, is_working_day, local_day
from polder.capabilities.notifications import notices
from polder.capabilities.publishing import readings
from polder.features.bodies import sitting
from polder.features.bodies.errors import Invalid, NotAssigned, NotFound, WrongState
from polder.features.bodies.models import Answer, Meeting, Rhythm
from polder.features.bodies.operations.common import note, require_lead
from polder.features.bodies.operations.rhythms import kept
from polder.features.bodies.rules import cadence
from polder.ground.ledger import acts
from polder.ground.organisation.models import Body, Person

logger = logging.getLogger(__name__)

USUAL_LENGTH: Final = timedelta(minutes=90)
LONGEST: Final = timedelta(hours=24)
AHEAD: Final = timedelta(days=200)
FARTHEST: Final = timedelta(days=3653)


def plan(
    body: Body, *, begins_at: datetime, ends_at: datetime | None = None, place: str = "", by: Person, at: datetime
) -> Meeting:
    """Raises NotAssigned, Invalid for a moment that has passed or an end before the beginning."""
    with acts.act():
        require_lead(body, by, at)
        return _make(body, begins_at, _checked(begins_at, ends_at, at), place, by, at)


def move(
    meeting: Meeting, *, begins_at: datetime, ends_at: datetime | None = None, place: str = "", by: Person, at: datetime
) -> Meeting:
    """To another time or place; who had answered is asked again. Raises NotFound, NotAssigned, WrongState, Invalid."""
    with acts.act():
        row = _planned(meeting, by, at)
        row.ends_at = _checked(begins_at, ends_at or begins_at + (row.ends_at - row.begins_at), at)
        row.begins_at, row.place, row.sequence = begins_at, place.strip()[:200], row.sequence + 1
        row.save(update_fields=["begins_at", "ends_at", "place", "sequence"])
        row.answers.all().delete()
        note("meeting.moved", f"meeting:{row.pk}", body=row.body, by=by, at=at, data={"begins": begins_at.isoformat()})
        _invite(row, "meeting_moved", at)
    return row


def cancel(meeting: Meeting, *, by: Person, at: datetime) -> None:
    """It does not take place. Raises NotFound, NotAssigned, WrongState."""
    with acts.act():
        call_off(_planned(meeting, by, at), by=by, at=at)


def call_off(row: Meeting, *, by: Person, at: datetime) -> None:
    """A planned one, in an act that asked whether one may."""
    row.cancelled_at, row.sequence = at, row.sequence + 1
    row.save(update_fields=["cancelled_at", "sequence"])
    note("meeting.cancelled", f"meeting:{row.pk}", body=row.body, by=by, at=at)
    _invite(row, "meeting_cancelled", at)


def answer(
    meeting: Meeting,
    *,
    comes: str,
    by: Person,
    at: datetime,
    sequence: int | None = None,
    stamp: datetime | None = None,
) -> Answer:
    """Of whoever has a seat or stands in for one. `sequence` is of the invitation that was answered by mail, `stamp` when.

    Raises NotFound, NotAssigned, WrongState for a meeting that is over or an invitation that was overtaken, Invalid.
    """
    with acts.act():
        row = Meeting.objects.select_for_update(of=("self",)).select_related("body").filter(pk=meeting.pk).first()
        if row is None:
            raise NotFound(_("This meeting is not there any more."))
        if by.pk not in sitting.invited(row.body, at):
            raise NotAssigned(_("You are not invited to this meeting."))
        if not row.is_planned or (sequence is not None and sequence < row.sequence):
            raise WrongState(_("This meeting was moved, called off or held meanwhile. Look at it again."))
        if comes not in Answer.Comes.values:
            raise Invalid(_("Say whether you come."))
        given, _made = Answer.objects.update_or_create(
            meeting=row, person=by, defaults={"comes": comes, "sequence": row.sequence, "at": at, "stamp": stamp}
        )
        note("meeting.answered", f"meeting:{row.pk}", body=row.body, by=by, at=at, data={"comes": comes})
    return given


def plan_ahead(at: datetime) -> int:
    """Each body with a cadence has the next meeting of it planned. How many were. Twice the same: nothing more.

    Meetings that were planned by hand stand beside the rhythm, however far away; they shift and stop nothing of it.
    A body whose rhythm cannot be followed is logged and passed by: the others meet.
    """
    made = 0
    for body in Body.objects.exclude(cadence=None).exclude(cadence="").select_related("rhythm").order_by("pk"):
        try:
            if body.holds(at):
                made += _plan_next(body, at)
        except Exception:
            logger.exception("The rhythm %r of the body %s cannot be followed", body.cadence, body.key)
    return made


def _plan_next(body: Body, at: datetime) -> bool:
    rhythm = kept(body, at)
    if _free_slot(body, rhythm, at) is None:
        return False
    with acts.act():
        Body.objects.select_for_update().get(pk=body.pk)
        found = _free_slot(body, rhythm, at)
        if found is None:  # another worker was first: normal, not an error
            return False
        slot, begins = found
        _make(body, begins, begins + timedelta(minutes=rhythm.minutes), rhythm.place, None, at, slot=slot)
    return True


def _free_slot(body: Body, rhythm: Rhythm, at: datetime) -> tuple[date, datetime] | None:
    """The next day of the rhythm with the moment of its meeting; None while a meeting is planned for it. One query.

    A day whose meeting was held early or called off is passed over.
    """
    calendar = readings.calendar()
    zone, today = calendar.zone, local_day(at, calendar.zone)
    days = cadence.series(
        rhythm.rule, body.kind, anchor=rhythm.since, after=today, until=today + AHEAD,
        works=lambda day: is_working_day(day, calendar.holidays),
    )  # fmt: skip
    if not days:
        return None
    near = Q(slot__gte=min(days.values())) | Q(begins_at__gt=at, begins_at__lt=at + AHEAD + timedelta(days=2))
    planned = list(Meeting.objects.filter(near, body=body))
    for day, slot in days.items():
        there = [row for row in planned if row.slot == slot or local_day(row.begins_at, zone) == day]
        if any(row.is_planned and row.begins_at > at for row in there):
            return None
        if not there:
            return slot, from_local(datetime.combine(day, rhythm.clock), zone)
    return None


def _make(
    body: Body,
    begins_at: datetime,
    ends_at: datetime,
    place: str,
    by: Person | None,
    at: datetime,
    *,
    slot: date | None = None,
) -> Meeting:
    meeting = Meeting.objects.create(
        body=body, begins_at=begins_at, ends_at=ends_at, place=place.strip()[:200], planned_by=by, slot=slot
    )
    note("meeting.planned", f"meeting:{meeting.pk}", body=body, by=by, at=at, data={"begins": begins_at.isoformat()})
    _invite(meeting, "meeting", at)
    return meeting


def _planned(meeting: Meeting, by: Person, at: datetime) -> Meeting:
    row = Meeting.objects.select_for_update(of=("self",)).select_related("body").filter(pk=meeting.pk).first()
    if row is None:
        raise NotFound(_("This meeting is not there any more."))
    require_lead(row.body, by, at)
    if not row.is_planned:
        raise WrongState(_("This meeting was held or called off already."))
    return row


def _checked(begins_at: datetime, ends_at: datetime | None, at: datetime) -> datetime:
    """The end. Raises Invalid."""
    if begins_at <= at:
        raise Invalid(_("That moment has passed. Choose one that is still to come."))
    if begins_at - at > FARTHEST:
        raise Invalid(_("That is more than ten years ahead. Choose an earlier day."))
    ends = ends_at or begins_at + USUAL_LENGTH
    if not begins_at < ends <= begins_at + LONGEST:
        raise Invalid(_("A meeting ends after it begins, and within a day."))
    return ends


def _invite(meeting: Meeting, kind: str, at: datetime) -> None:
    key = f"{meeting.pk}:{meeting.sequence}"
    notices.tell(sorted(sitting.invited(meeting.body, at)), kind, thing=f"meeting:{meeting.pk}", event_at=at, key=key)
