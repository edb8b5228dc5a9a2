"""A seat votes (B5)."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.features.bodies import sitting
from polder.features.bodies.errors import Invalid, NotAssigned, WrongState
from polder.features.bodies.models import Proposal, Vote
from polder.features.bodies.operations.common import locked, note
from polder.features.bodies.rules import seats as rules
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def vote(proposal: Proposal, *, choice: str, text: str = "", by: Person, at: datetime) -> Vote:
    """For the seat that `by` carries now; a later vote of the seat replaces the earlier.

    Raises NotFound, NotAssigned for who neither holds nor replaces a voting seat, WrongState, Invalid.
    """
    with acts.act():
        row = locked(proposal)
        here = sitting.of(row.body, at)
        if rules.stands_beside(here.seats, by.pk, here.present, written=here.written):
            raise NotAssigned(
                _("Votes on this are cast by the seats of “%(body)s”, and you carry none.") % {"body": row.body.name}
            )
        seat = next((seat for seat, person in here.voters().items() if person == by.pk), None)
        if not row.votable or seat is None:
            raise WrongState(_why_not(row, here))
        if choice not in Vote.Choice.values:
            raise Invalid(_("Vote yes, no, abstain or objection."))
        given, _made = Vote.objects.update_or_create(
            proposal=row, seat_id=seat,
            defaults={
                "person": by, "choice": choice, "text": text.strip(), "at": at,
                "reply": "", "replied_by": None, "replied_at": None,
            },
        )  # fmt: skip
        if row.state == Proposal.State.FORWARDED:
            row.state = Proposal.State.OPEN
            row.save(update_fields=["state"])
        note(
            "proposal.voted", f"proposal:{row.pk}", body=row.body, by=by, at=at, aspect=row.aspect_id,
            data={"seat": f"seat:{seat}"},
        )  # fmt: skip
    return given


def _why_not(proposal: Proposal, here: sitting.Sitting) -> str:
    if not proposal.votable:
        return _("This proposal is “%(state)s”: votes are not counted any more.") % {
            "state": proposal.get_state_display()
        }
    if here.method == "accountable":
        return _("Nobody votes on this: whoever answers for the aspect decides.")
    if here.meeting is None and not here.written:
        return _("“%(body)s” votes when it meets, and no meeting is open.") % {"body": here.body.name}
    return _("Your seat is not yours to vote for now: you are not there, or somebody stands in for you.")
