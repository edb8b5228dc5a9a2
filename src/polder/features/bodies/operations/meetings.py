"""A body meets, and goes home. One meeting of a body is open at a time."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from polder.capabilities.publishing import readings
from polder.features.bodies.errors import WrongState
from polder.features.bodies.models import Meeting, Presence, Proposal
from polder.features.bodies.operations.common import note, require_lead
from polder.features.bodies.operations.planning import USUAL_LENGTH
from polder.ground.ledger import acts
from polder.ground.organisation.models import Body, Person


def meet(
    body: Body, *, present: Collection[Person], by: Person, at: datetime, meeting: Meeting | None = None
) -> Meeting:
    """Open a meeting with these people: the given one, else the one planned for today, else one that nobody planned.

    What was passed on or lacked its quorum is open again. Raises NotAssigned, WrongState while one is open, or when the
    given one was held or called off.
    """
    with acts.act():
        _lock(body)
        require_lead(body, by, at)
        if open_meeting(body) is not None:
            raise WrongState(_("A meeting of “%(body)s” is open. Close it first.") % {"body": body.name})
        row = _given(meeting) if meeting is not None else _planned_today(body, at)
        if row is None:
            row = Meeting(body=body, begins_at=at, ends_at=at + USUAL_LENGTH, planned_by=by)
        row.opened_at, row.opened_by = at, by
        row.save()
        _count_in(row, present)
        lapsed = Proposal.objects.filter(body=body, state=Proposal.State.NO_QUORUM)
        waiting = Proposal.objects.filter(body=body, state=Proposal.State.FORWARDED)
        (lapsed | waiting).update(state=Proposal.State.OPEN)
        note("meeting.opened", f"meeting:{row.pk}", body=body, by=by, at=at, data={"present": len(set(present))})
    return row


def count_in(body: Body, *, present: Collection[Person], by: Person, at: datetime) -> Meeting:
    """Who is there now: somebody came later or left. Raises NotAssigned, WrongState while no meeting is open."""
    with acts.act():
        _lock(body)
        require_lead(body, by, at)
        row = open_meeting(body)
        if row is None:
            raise WrongState(_("No meeting of “%(body)s” is open.") % {"body": body.name})
        row.present.all().delete()
        _count_in(row, present)
        note("meeting.counted", f"meeting:{row.pk}", body=body, by=by, at=at, data={"present": len(set(present))})
    return row


def adjourn(body: Body, *, by: Person, at: datetime) -> Meeting:
    """The meeting is over; what was not decided stays open. Raises NotAssigned, WrongState."""
    with acts.act():
        _lock(body)
        require_lead(body, by, at)
        meeting = open_meeting(body)
        if meeting is None:
            raise WrongState(_("No meeting of “%(body)s” is open.") % {"body": body.name})
        meeting.adjourned_at = at
        meeting.save(update_fields=["adjourned_at"])
        note("meeting.adjourned", f"meeting:{meeting.pk}", body=body, by=by, at=at)
    return meeting


def open_meeting(body: Body) -> Meeting | None:
    """The one that is going on. One query."""
    return Meeting.objects.filter(body=body, opened_at__isnull=False, adjourned_at=None).first()


def _planned_today(body: Body, at: datetime) -> Meeting | None:
    """The one that was planned for this day, in the organisation's zone; the first that has not been held."""
    calendar = readings.calendar()
    begins = calendar.midnight(calendar.today(at))
    ends = calendar.midnight(calendar.today(at) + timedelta(days=1))
    rows = Meeting.objects.filter(body=body, opened_at=None, cancelled_at=None)
    return rows.filter(begins_at__gte=begins, begins_at__lt=ends).order_by("begins_at").first()


def _given(meeting: Meeting) -> Meeting:
    row = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if not row.is_planned:
        raise WrongState(_("This meeting was held or called off already."))
    return row


def _count_in(meeting: Meeting, present: Collection[Person]) -> None:
    Presence.objects.bulk_create([Presence(meeting=meeting, person=person) for person in dict.fromkeys(present)])


def _lock(body: Body) -> None:
    """Two secretaries who press at once come one after the other."""
    Body.objects.select_for_update().get(pk=body.pk)
