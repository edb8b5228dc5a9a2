"""What is going on in bodies, for who asks. Bounded queries, whatever the number of bodies and people."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q, QuerySet

from polder.base.validity import valid_at
from polder.features.bodies import sitting
from polder.features.bodies.models import Proposal
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body, Person, Seat

UNDER_WAY = (Proposal.State.OPEN, Proposal.State.FORWARDED)


def waited_for(proposal: Proposal, at: datetime) -> set[int]:
    """Numbers of who is to vote on it, or to decide it. At most ten queries."""
    here = sitting.of_many([proposal.body], at, [proposal])[proposal.body_id]
    if here.method != "accountable":
        return here.waited_for(proposal)
    return _acting(proposal, at) if proposal.votable else set()


def proposals_visible_to(person: Person, at: datetime) -> QuerySet[Proposal]:
    """Of bodies in which the person has or replaces a seat, on aspects where they may see drafts, and their own."""
    seats = Seat.objects.filter(valid_at(at), Q(person=person) | Q(alternate=person))
    drafts = mandate.things_where(person, "view_draft", at=at)
    return Proposal.objects.filter(
        drafts | Q(made_by=person) | Q(body__in=seats.values("body")) | Q(asked__in=seats.values("body"))
    )


def names_of_aspects(keys: Iterable[str]) -> dict[str, str]:
    """One query."""
    return dict(Aspect.objects.filter(key__in=set(keys)).values_list("key", "name"))


def to_vote(person: Person, at: datetime) -> Iterator[Proposal]:
    """Proposals on which a seat that the person carries now has not voted. Five queries."""
    mine = Seat.objects.filter(valid_at(at), Q(person=person) | Q(alternate=person), seat__in=sitting.VOTING)
    bodies = list(Body.objects.filter(pk__in=mine.values("body")))
    if not bodies:
        return
    asked = list(Proposal.objects.filter(body__in=bodies, state__in=UNDER_WAY).select_related("aspect", "body"))
    sittings = sitting.of_many(bodies, at, asked) if asked else {}
    for proposal in asked:
        if person.pk in sittings[proposal.body_id].waited_for(proposal):
            yield proposal


def to_decide(person: Person, at: datetime) -> Iterator[Proposal]:
    """Proposals that wait for the person as who answers for the aspect. Two queries, and six for each of them."""
    answers = mandate.things_where(person, "publish", at=at)
    asked = Proposal.objects.filter(answers, state__in=UNDER_WAY, body__charter__method="accountable")
    for proposal in asked.select_related("aspect", "body"):
        if person.pk in _acting(proposal, at):
            yield proposal


def _acting(proposal: Proposal, at: datetime) -> set[int]:
    answers = mandate.accountable(proposal.aspect, at=at)
    return set() if answers is None else {each.pk for each in answers.acting}
