"""Advice on a proposal: asked by clock of who is C for its aspect, given, and answered in writing where it objects."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from polder.base.validity import valid_at
from polder.base.words import say_list
from polder.capabilities.notifications import notices
from polder.features.bodies import competence, sitting
from polder.features.bodies.errors import Invalid, NotAsked, NotAssigned, NotFound, UnansweredObjection, WrongState
from polder.features.bodies.models import Advice, Proposal, Vote
from polder.features.bodies.operations.common import locked, note
from polder.features.bodies.operations.following import follow
from polder.governance.models import Membership
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def advise(proposal: Proposal, *, verdict: str, text: str = "", by: Person, at: datetime) -> list[Advice]:
    """For every asked party that is theirs. Until its clock ends it can be said anew.

    Raises NotFound, NotAsked, WrongState, Invalid for an objection or a remark without words.
    """
    with acts.act():
        row = locked(proposal)
        follow(row, at)
        mine = list(asked_of(by, at).filter(proposal=row).select_for_update(of=("self",)))
        if not mine or row.made_by_id == by.pk:
            raise NotAsked(_("Your advice on this was not asked."))
        if not row.votable:
            raise WrongState(_("This was decided meanwhile."))
        running = [advice for advice in mine if advice.due_at > at]
        if not running:
            raise WrongState(_("The time for advice is over. Tell who brought the proposal."))
        if verdict not in Advice.Verdict.values:
            raise Invalid(_("Say whether you support it, object, or have a remark."))
        if verdict != Advice.Verdict.SUPPORT and not text.strip():
            raise Invalid(_("Say why: others have to be able to answer you."))
        for advice in running:
            advice.person, advice.verdict, advice.text, advice.given_at = by, verdict, text.strip(), at
            advice.reply, advice.replied_by, advice.replied_at = "", None, None
            advice.save()
        note(
            "proposal.advised", f"proposal:{row.pk}", body=row.body, by=by, at=at, aspect=row.aspect_id,
            data={"verdict": verdict},
        )  # fmt: skip
    return running


def answer_objection(advice: Advice, *, text: str, by: Person, at: datetime) -> Advice:
    """By who brought the proposal, the chair and the secretary, and who answers for the aspect.

    Raises NotFound, NotAssigned, WrongState, Invalid.
    """
    with acts.act():
        rows = Advice.objects.select_for_update(of=("self",)).select_related("proposal__body", "proposal__aspect")
        row = rows.filter(pk=advice.pk).first()
        if row is None:
            raise NotFound(_("This advice is not there any more."))
        _write_answer(row, row.proposal, text, by, at)
    return row


def answer_vote(vote: Vote, *, text: str, by: Person, at: datetime) -> Vote:
    """An objection raised with a vote, by the same people; the vote stays what it is until the seat votes anew.

    Raises NotFound, NotAssigned, WrongState, Invalid.
    """
    with acts.act():
        rows = Vote.objects.select_for_update(of=("self",)).select_related("proposal__body", "proposal__aspect")
        row = rows.filter(pk=vote.pk).first()
        if row is None:
            raise NotFound(_("This vote is not there any more."))
        _write_answer(row, row.proposal, text, by, at)
    return row


def _write_answer(row: Advice | Vote, proposal: Proposal, text: str, by: Person, at: datetime) -> None:
    if not may_answer(proposal, by, at):
        raise NotAssigned(
            _("Objections are answered by who brought the proposal, by the chair and the secretary, and by who answers for “%(aspect)s”.")
            % {"aspect": proposal.aspect.name}
        )  # fmt: skip
    if not row.is_open_objection or not proposal.votable:
        raise WrongState(_("No objection of theirs waits for an answer."))
    if not text.strip():
        raise Invalid(_("Write what becomes of the objection."))
    row.reply, row.replied_by, row.replied_at = text.strip(), by, at
    row.save(update_fields=["reply", "replied_by", "replied_at"])
    note(
        "proposal.answered", f"proposal:{proposal.pk}", body=proposal.body, by=by, at=at, aspect=proposal.aspect_id,
        about=(f"person:{row.person_id}",),
    )  # fmt: skip
    if row.person_id is not None and row.person_id != by.pk:
        key = f"{proposal.pk}:{at.isoformat()}"
        notices.tell([row.person_id], "objection_answered", thing=f"proposal:{proposal.pk}", event_at=at, key=key)


def may_answer(proposal: Proposal, person: Person, at: datetime) -> bool:
    """Three queries at most."""
    return (
        proposal.made_by_id == person.pk
        or sitting.leads(proposal.body, person, at)
        or competence.may_decide(person, proposal.aspect, at)
    )


def asked_of(person: Person, at: datetime):  # type: ignore[no-untyped-def]  # a queryset of Advice
    """Everything that is asked of the parties a person belongs to (G3, advisors too), or was and stays. One query when it is used."""
    mine = Membership.objects.filter(valid_at(at), person=person, asked=True).values("party")
    return Advice.objects.filter(party__in=mine, withdrawn_at=None)


def refuse_unanswered(proposal: Proposal) -> None:
    """Whoever objected gets an answer before it is decided. Raises UnansweredObjection."""
    open_ones: Sequence[Advice] = list(
        proposal.advice.filter(verdict=Advice.Verdict.OBJECTION, replied_at=None).select_related("person")
    )
    if open_ones:
        names = sorted({advice.person.name for advice in open_ones if advice.person is not None})
        raise UnansweredObjection(_("First answer the objection of %(names)s.") % {"names": say_list(names)})
