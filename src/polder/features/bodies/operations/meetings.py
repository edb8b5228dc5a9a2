"""A body meets, and goes home. One meeting of a body is open at a time."""

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from polder.features.bodies.errors import WrongState
from polder.features.bodies.models import Meeting, Presence, Proposal
from polder.features.bodies.operations.common import note, require_lead
from polder.ground.ledger import acts
from polder.ground.organisation.models import Body, Person


def meet(body: Body, *, present: Collection[Person], by: Person, at: datetime) -> Meeting:
    """Open a meeting with these people. What was passed on or lacked its quorum is open again.

    Raises NotAssigned, WrongState while one is open.
    """
    with acts.act():
        _lock(body)
        require_lead(body, by, at)
        if open_meeting(body) is not None:
            raise WrongState(_("A meeting of “%(body)s” is open. Close it first.") % {"body": body.name})
        meeting = Meeting.objects.create(body=body, opened_at=at, opened_by=by)
        Presence.objects.bulk_create([Presence(meeting=meeting, person=person) for person in dict.fromkeys(present)])
        lapsed = Proposal.objects.filter(body=body, state=Proposal.State.NO_QUORUM)
        waiting = Proposal.objects.filter(body=body, state=Proposal.State.FORWARDED)
        (lapsed | waiting).update(state=Proposal.State.OPEN)
        note("meeting.opened", f"meeting:{meeting.pk}", body=body, by=by, at=at, data={"present": len(set(present))})
    return meeting


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


def _lock(body: Body) -> None:
    """Two secretaries who press at once come one after the other."""
    Body.objects.select_for_update().get(pk=body.pk)
