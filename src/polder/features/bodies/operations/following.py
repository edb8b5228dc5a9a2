"""P7 for advice on proposals: when the matrix changes, who holds no C any more is released and who got one is asked.

What was given stays, and so does silence after its clock. Follows from how things are: a second run repeats nothing.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from polder.capabilities.notifications import notices
from polder.capabilities.publishing import readings
from polder.capabilities.publishing.route import clocks, people
from polder.features.bodies.models import Advice, Proposal
from polder.features.bodies.operations.common import locked, note
from polder.governance.facts import AspectKey, PartyKey, PersonKey
from polder.ground.ledger import acts
from polder.ground.organisation.models import Party, Person

ASKED: Final = (Proposal.State.OPEN, Proposal.State.FORWARDED, Proposal.State.NO_QUORUM)


def follow_all(at: datetime) -> int:
    """Every proposal that asks for advice and can still be decided. In how many somebody was released or asked."""
    rows = Proposal.objects.filter(consults=True, state__in=ASKED)
    moved = 0
    for row in rows.select_related("aspect", "made_by").order_by("pk"):
        released, asked = _difference(row, at)
        if released or asked:
            with acts.act():
                moved += follow(locked(row), at)
    return moved


def follow(proposal: Proposal, at: datetime) -> bool:
    """Inside an act, of a proposal that is locked. Did anything change?"""
    if not proposal.consults or proposal.state not in ASKED:
        return False
    released, asked = _difference(proposal, at)
    if not (released or asked):
        return False
    Advice.objects.filter(pk__in=[each.pk for each in released]).update(withdrawn_at=at)
    _ask(proposal, asked, at)
    still = {person for them in people_asked(proposal, at).values() for person in them}
    lost = _behind(proposal, released, at) - still
    note(
        "proposal.advice_followed", f"proposal:{proposal.pk}", body=proposal.body, by=None, at=at,
        aspect=proposal.aspect_id, data={"released": len(released), "asked": len(asked)},
    )  # fmt: skip
    _tell(proposal, lost, "proposal_released", at)
    _tell(proposal, {person for them in asked.values() for person in them}, "proposal_advice", at)
    return True


def people_asked(proposal: Proposal, at: datetime) -> dict[PartyKey, people.People]:
    """Each effective C party of the aspect in which somebody beside the author can answer, as the matrix is at `at` (P2)."""
    reading, key = readings.around(proposal.aspect), AspectKey(proposal.aspect.key)
    return people.asked(reading, key, [PersonKey(proposal.made_by.key)], at)


def begin(proposal: Proposal, at: datetime) -> int:
    """Inside the act that made it. How many were asked."""
    asked = people_asked(proposal, at)
    _ask(proposal, asked, at)
    _tell(proposal, {person for them in asked.values() for person in them}, "proposal_advice", at)
    return len(asked)


def _difference(proposal: Proposal, at: datetime) -> tuple[list[Advice], dict[PartyKey, people.People]]:
    """Whose request runs without a C, and which parties have one and were not asked, or were released before."""
    wanted = people_asked(proposal, at)
    rows = list(proposal.advice.filter(withdrawn_at=None).select_related("party"))
    released = [row for row in rows if row.given_at is None and row.due_at > at and row.party.ref not in wanted]
    known = {row.party.ref for row in rows}
    return released, {party: them for party, them in wanted.items() if party not in known}


def _ask(proposal: Proposal, asked: Collection[PartyKey], at: datetime) -> None:
    """With a clock of its own (P7); who was released before is asked anew."""
    if not asked:
        return
    reading, key = readings.around(proposal.aspect), AspectKey(proposal.aspect.key)
    ends = readings.calendar().after(at, clocks.consult_days(reading, key))
    parties = list(Party.objects.filter(ref__in=asked))
    again = proposal.advice.filter(party__in=parties)
    known = set(again.values_list("party", flat=True))
    again.update(withdrawn_at=None, asked_at=at, due_at=ends)
    Advice.objects.bulk_create(
        [Advice(proposal=proposal, party=each, asked_at=at, due_at=ends) for each in parties if each.pk not in known]
    )


def _behind(proposal: Proposal, released: Collection[Advice], at: datetime) -> set[PersonKey]:
    """The people of the parties themselves: one that lost its letter may stand behind none here any more."""
    reading = readings.around(proposal.aspect, {each.party_id for each in released})
    found = {person for each in released for person in people.members(reading, PartyKey(each.party.ref), at)}
    return found - {PersonKey(proposal.made_by.key)}


def _tell(proposal: Proposal, keys: Collection[PersonKey], kind: str, at: datetime) -> None:
    if keys:
        numbers = list(Person.objects.active(at).filter(key__in=keys).values_list("pk", flat=True))
        data = {"title": proposal.title}  # as it is while they are asked
        notices.tell(
            numbers,
            kind,
            thing=f"proposal:{proposal.pk}",
            event_at=at,
            key=f"{proposal.pk}:{at.isoformat()}",
            data=data,
        )
