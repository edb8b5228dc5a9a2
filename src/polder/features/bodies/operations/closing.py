"""A proposal is closed: counted, or decided by who answers for it (B4, B5). What is adopted takes effect at its moment."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.features.bodies import competence, effects, sitting
from polder.features.bodies.errors import Invalid, NotAssigned, WrongState
from polder.features.bodies.models import Decision, Proposal
from polder.features.bodies.operations import passing_on
from polder.features.bodies.operations.advising import refuse_unanswered
from polder.features.bodies.operations.common import locked, note, require_lead
from polder.features.bodies.operations.taking_effect import take_effect
from polder.features.bodies.rules import counting
from polder.features.bodies.rules.counting import Ballot
from polder.governance import mandate, store
from polder.governance.changes import ChangeError, apply, beginning_at
from polder.governance.judgement import own_mandate
from polder.governance.widening import widening
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person

State = Proposal.State


def close(proposal: Proposal, *, conditions: str = "", by: Person, at: datetime) -> Proposal:
    """Count the votes of the body's seats. Without a quorum they lapse, and it is open again when the body next meets.

    What the body may no longer decide goes up instead (B6). `conditions` are kept with what is adopted. Raises NotFound,
    NotAssigned, WrongState, UnansweredObjection, NoBody.
    """
    with acts.act(alone=True):
        row = locked(proposal)
        require_lead(row.body, by, at)
        here = sitting.of_many([row.body], at, [row])[row.body_id]
        if here.method == "accountable":
            raise WrongState(_("Nothing is counted here: whoever answers for the aspect decides."))
        if not row.votable:
            raise WrongState(_("This proposal is “%(state)s” already.") % {"state": row.get_state_display()})
        if not here.in_session:
            raise WrongState(_("“%(body)s” decides when it meets, and no meeting is open.") % {"body": row.body.name})
        refuse_unanswered(row)
        if passing_on.up_when_beyond(row, by=by, at=at):
            return row
        counted = _counted(here, row)
        if counted.outcome == "no_quorum":
            row.votes.all().delete()
            row.state = State.NO_QUORUM
            row.save(update_fields=["state"])
            note(
                "proposal.unresolved", f"proposal:{row.pk}", body=row.body, by=by, at=at, aspect=row.aspect_id,
                data={**_facts(counted), "share": _share(here)},
            )  # fmt: skip
        else:
            meeting = None if here.meeting is None else here.meeting.pk
            _decide(row, counted.outcome == "adopted", here.method, _facts(counted), meeting, by, at, conditions)
    return row


def decide(proposal: Proposal, *, choice: str, conditions: str = "", by: Person, at: datetime) -> Proposal:
    """Where the charter leaves it to the accountable: yes or no, without a meeting. G14 holds for who decides.

    As with `close`, what is beyond the charter goes up. Raises NotFound, Refused, NotAssigned, WrongState, Invalid,
    UnansweredObjection, NoBody, OwnMandate.
    """
    with acts.act(alone=True):
        row = locked(proposal)
        granted = mandate.require(by, "publish", row.aspect, at=at)
        if not competence.may_decide(by, row.aspect, at):
            raise _not_through_the_glass(row, at)
        here = sitting.of(row.body, at)
        if here.method != "accountable":
            raise WrongState(_("“%(body)s” decides this together.") % {"body": row.body.name})
        if not row.votable:
            raise WrongState(_("This proposal is “%(state)s” already.") % {"state": row.get_state_display()})
        if choice not in {"yes", "no"}:
            raise Invalid(_("Decide yes or no."))
        refuse_unanswered(row)
        if passing_on.up_when_beyond(row, by=by, at=at):
            return row
        if choice == "yes":
            _refuse_widening(row, by, at)
        _decide(row, choice == "yes", here.method, {"code": granted["code"]}, None, by, at, conditions)
    return row


def _not_through_the_glass(row: Proposal, at: datetime) -> NotAssigned:
    """G15: the glass lets somebody mend what is urgent; what a body left to the A is not."""
    somebody = mandate.accountable(row.aspect, at=at) is not None
    return NotAssigned(
        _("This is for who answers for “%(aspect)s”: a broken glass does not decide for a body.")
        % {"aspect": row.aspect.name},
        code="" if somebody else "no_accountable",
    )


def _counted(here: sitting.Sitting, proposal: Proposal) -> counting.Count:
    ballots = {vote.seat_id: Ballot(vote.choice, vote.text) for vote in here.votes.get(proposal.pk, ())}
    quorum = here.charter.quorum
    return counting.close(
        here.method, here.seats, here.carriers(), ballots, written=here.written,
        share=None if quorum is None else quorum.share, functions=() if quorum is None else quorum.functions,
    )  # fmt: skip


def _share(here: sitting.Sitting) -> int | None:
    """Percent of the seats that the charter asks."""
    quorum = here.charter.quorum
    return None if quorum is None or quorum.share is None else round(quorum.share * 100)


def _facts(counted: counting.Count) -> dict[str, Any]:
    return {
        "present": counted.present, "seats": counted.seats, "missing": list(counted.missing),
        "votes": dict(counted.votes),
    }  # fmt: skip


def _decide(
    row: Proposal, adopted: bool, method: str, count: dict[str, Any], meeting: int | None, by: Person, at: datetime,
    conditions: str,
) -> None:  # fmt: skip
    row.state = State.ADOPTED if adopted else State.REJECTED
    row.save(update_fields=["state"])
    effective = at if row.effective_at is None else max(row.effective_at, at)
    decision = Decision.objects.create(
        proposal=row, meeting_id=meeting, adopted=adopted, method=method, count=count, closed_at=at, closed_by=by,
        effective_at=effective, conditions=conditions.strip() if adopted else "", review_on=row.review_on,
    )  # fmt: skip
    note(
        "decision.adopted" if adopted else "decision.rejected", f"decision:{decision.pk}", body=row.body, by=by, at=at,
        aspect=row.aspect_id, about=(f"proposal:{row.pk}",), data={"effective": effective.isoformat()},
    )  # fmt: skip
    if adopted and effective <= at:
        take_effect(decision, at=at)
        row.refresh_from_db(fields=["state"])


def _refuse_widening(row: Proposal, by: Person, at: datetime) -> None:
    """G14 from the moment of its effect on. What does not fit is told at its effect, not here."""
    reading = store.reading_now()
    moment = at if row.effective_at is None else max(row.effective_at, at)
    lines = effects.matrix_lines(effects.read(row.changes, store.zone(reading.facts)))
    try:
        after = apply(reading.facts, beginning_at(lines, moment), moment)
    except ChangeError:
        return
    gained = widening(reading, after, by.key, moment)
    if gained is not None:
        raise own_mandate(gained)
