"""Somebody wants to come in: alone, or with all of a proposal that is near this one (B11)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.features.projects import queries
from polder.features.projects.errors import Invalid, NotFound, WrongState
from polder.features.projects.models import Ask, Place, Project
from polder.features.projects.operations.common import LONGEST_GOAL, Member, locked, note, require_lead
from polder.features.projects.operations.proposing import check_member, refuse_over
from polder.features.projects.operations.roster import take_in
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person, Seat
from polder.ground.organisation.operations import registration
from polder.ground.organisation.watch import Change, changing

State = Project.State


def ask_to_join(project: Project, *, function: str, text: str = "", share: int = 20, by: Person, at: datetime) -> Ask:
    """The owner answers. Raises Inactive, WrongState (over, in it already, asked already), Invalid."""
    with acts.act():
        row = _open(project, by, at)
        if row.places.filter(person=by, left_at=None).exists():
            raise WrongState(_("You are in this project already."))
        member = Member(by, function, ring=Seat.Ring.EXTENDED, share=share)
        check_member(member, at)
        return _ask(row, Ask.Kind.JOIN, [member], text, by, at)


def ask_to_merge(
    project: Project,
    *,
    text: str,
    people: Sequence[Member] = (),
    merged: Project | None = None,
    by: Person,
    at: datetime,
) -> Ask:
    """To go on together instead of beside it: `people` of a proposal that is not sent, or all of the proposal `merged`.

    Raises Inactive, NotAssigned (of `merged`), WrongState, Invalid.
    """
    with acts.act():
        row = _open(project, by, at)
        members = list(people)
        if merged is not None:
            mine = locked(merged)
            if mine.pk == row.pk or mine.state != State.PROPOSED:
                raise WrongState(_("Only a proposal can go on in another project."))
            if by.pk != mine.proposed_by_id:
                require_lead(mine, by, at)
            members = [_member(place) for place in mine.places.filter(left_at=None).select_related("person")]
        for member in members:
            check_member(member, at)
        if not text.strip():
            raise Invalid(_("Say what you would bring in."), field="text")
        return _ask(row, Ask.Kind.MERGE, members, text, by, at, merged)


def answer(ask: Ask, *, accepted: bool, text: str = "", by: Person, at: datetime) -> Ask:
    """Yes: everybody named comes in who is still here and not in it; a merged proposal is then over.

    By the owner or who answers for the aspect. Raises NotFound, NotAssigned, WrongState, OwnMandate (G14).
    """
    with changing(Change(by, at)):
        found = (
            Ask.objects.select_for_update(of=("self",))
            .select_related("project", "merged", "by")
            .filter(pk=ask.pk)
            .first()
        )
        if found is None:
            raise NotFound(_("This was taken back."))
        row = locked(found.project)
        granted = require_lead(row, by, at)
        if found.answered_at is not None:
            raise WrongState(_("This was answered already."))
        if accepted:
            refuse_over(row)
            _let_in(row, found, at)
        found.answered_by, found.answered_at, found.accepted, found.answer = (
            by,
            at,
            accepted,
            text.strip()[:LONGEST_GOAL],
        )
        found.save(update_fields=["answered_by", "answered_at", "accepted", "answer"])
        note(
            "asked_answered", row, by=by, at=at, granted=granted, about=(f"person:{found.by_id}",),
            data={"accepted": accepted, "kind": found.kind, "person": f"person:{found.by_id}"},
        )  # fmt: skip
    return found


def _open(project: Project, by: Person, at: datetime) -> Project:
    row = locked(project)
    if not queries.projects_visible_to(registration.present(by, at), at).filter(pk=row.pk).exists():
        raise NotFound(_("This project is not there any more."))
    refuse_over(row)
    return row


def _ask(
    row: Project,
    kind: str,
    people: Sequence[Member],
    text: str,
    by: Person,
    at: datetime,
    merged: Project | None = None,
) -> Ask:
    if row.asks.filter(by=by, kind=kind, answered_at=None, merged=merged).exists():
        raise WrongState(_("You have asked this already. %(owner)s answers.") % {"owner": row.owner.name})
    ask = Ask.objects.create(
        project=row, kind=kind, by=by, at=at, text=text.replace("\x00", "").strip()[:LONGEST_GOAL], merged=merged,
        people=[_document(member) for member in people],
    )  # fmt: skip
    note("asked", row, by=by, at=at, about=(f"person:{row.owner_id}",), data={"kind": kind, "people": len(people)})
    return ask


def _let_in(row: Project, ask: Ask, at: datetime) -> None:
    known = Person.objects.in_bulk([each["person"] for each in ask.people])
    inside = set(row.places.filter(left_at=None).values_list("person", flat=True))
    for each in ask.people:
        person = known.get(each["person"])
        if person is not None and person.counts(at) and person.pk not in inside:
            kind = Seat.Kind.MEMBER if each["kind"] == Seat.Kind.CHAIR else each["kind"]
            take_in(row, Member(person, each["function"], kind, each["ring"], each["share"]), at=at)
    merged = None if ask.merged is None else locked(ask.merged)
    if merged is not None and merged.state == State.PROPOSED:
        merged.state, merged.merged_into, merged.decided_at = State.DROPPED, row, at
        merged.save(update_fields=["state", "merged_into", "decided_at"])
        note("merged", merged, by=ask.by, at=at, data={"into": row.ref}, about=(row.ref,))


def _member(place: Place) -> Member:
    return Member(place.person, place.function, place.kind, place.ring, place.share)


def _document(member: Member) -> dict[str, Any]:
    return {
        "person": member.person.pk, "function": " ".join(member.function.split()), "kind": member.kind, "ring": member.ring,
        "share": member.share,
    }  # fmt: skip
