"""What is going on in bodies, for who asks. Bounded queries, whatever the number of bodies and people."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from statistics import median
from typing import Any

from django.db.models import BigIntegerField, Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Cast, Substr

from polder.base.validity import valid_at
from polder.capabilities.notifications.models import Notice
from polder.features.bodies import sitting, superseding
from polder.features.bodies.models import Action, Advice, Answer, Decision, Meeting, Proposal
from polder.features.bodies.operations import advising
from polder.features.bodies.steps import Step, Waits
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body, Person, Seat

ASKED = (Proposal.State.OPEN, Proposal.State.FORWARDED, Proposal.State.NO_QUORUM)
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
    asked = Q(pk__in=advising.asked_of(person, at).values("proposal"))
    return Proposal.objects.filter(
        told_of(person)
        | asked
        | drafts
        | Q(made_by=person)
        | Q(body__in=seats.values("body"))
        | Q(asked__in=seats.values("body"))
    )


def told_of(person: Person) -> Q:
    """Proposals of whose decision the person was told (P4): they may read what was decided."""
    told = Notice.objects.filter(person=person, kind="decided")
    return Q(decision__in=told.values_list(Cast(Substr("thing", len("decision:") + 1), BigIntegerField())))


def meetings_visible_to(person: Person, at: datetime) -> QuerySet[Meeting]:
    """Of bodies in which the person has a seat or stands in for one."""
    seats = Seat.objects.filter(valid_at(at), Q(person=person) | Q(alternate=person))
    return Meeting.objects.filter(body__in=seats.values("body"))


def has_place(body: Body, person: Person, at: datetime) -> bool:
    """A seat in it, or as who stands in for one. One query."""
    seats = Seat.objects.filter(valid_at(at), valid_at(at, "body__"), Q(person=person) | Q(alternate=person), body=body)
    return seats.exists()


def next_meeting(body: Body, at: datetime) -> Meeting | None:
    """The one that is open, else the first that is still to come. One query."""
    rows = Meeting.objects.filter(body=body, cancelled_at=None, adjourned_at=None).select_related("body")
    coming = rows.filter(Q(opened_at__isnull=False) | Q(ends_at__gt=at))
    return coming.order_by(F("opened_at").asc(nulls_last=True), "begins_at").first()


def people(numbers: Collection[int]) -> QuerySet[Person]:
    """By name."""
    return Person.objects.filter(pk__in=numbers).order_by("name", "pk")


def to_answer(person: Person, at: datetime) -> QuerySet[Meeting]:
    """Planned meetings of which the person has not said whether they come. One query."""
    answered = Answer.objects.filter(meeting=OuterRef("pk"), person=person)
    ahead = meetings_visible_to(person, at).filter(begins_at__gt=at, opened_at=None, cancelled_at=None)
    return ahead.exclude(Exists(answered)).select_related("body").order_by("begins_at")[:50]


def actions_of(person: Person) -> QuerySet[Action]:
    """What the person has agreed to do and has not done. One query."""
    return Action.objects.filter(owner=person, done_at=None).select_related("body").order_by("due", "pk")[:100]


def actions_visible_to(person: Person, at: datetime) -> QuerySet[Action]:
    """One's own, and those of bodies in which one has a seat or stands in for one."""
    seats = Seat.objects.filter(valid_at(at), Q(person=person) | Q(alternate=person))
    return Action.objects.filter(Q(owner=person) | Q(body__in=seats.values("body"))).select_related("body")


def names_of_aspects(keys: Iterable[str]) -> dict[str, str]:
    """One query."""
    return dict(Aspect.objects.filter(key__in=set(keys)).values_list("key", "name"))


def decisions_visible_to(person: Person, at: datetime) -> QuerySet[Decision]:
    """Like the proposals; and the adopted ones of steering groups, which everybody who works here may know."""
    seen = Q(proposal__in=proposals_visible_to(person, at))
    if person.kind != Person.Kind.GUEST:
        seen |= Q(adopted=True, proposal__body__kind=Body.Kind.STEERING_GROUP)
    return Decision.objects.filter(seen)


def days_by_aspect(decisions: QuerySet[Decision]) -> list[tuple[str, float, int]]:
    """As `days_to_decide`, by aspect: the slow ones first, ten at most. One query."""
    taken: defaultdict[str, list[float]] = defaultdict(list)
    rows = decisions.order_by().values_list("proposal__aspect__name", "proposal__made_at", "closed_at")
    for name, made, closed in rows:
        taken[name].append((closed - made).total_seconds() / 86_400)
    return sorted(((name, median(days), len(days)) for name, days in taken.items()), key=lambda row: -row[1])[:10]


def counted(waits: Iterable[Waits]) -> list[tuple[Step, int]]:
    """How many proposals wait at each step, the fullest first."""
    return Counter(each.step for each in waits).most_common()


def search(decisions: QuerySet[Decision], *, words: str, body: str) -> QuerySet[Decision]:
    """Those with all of the words in title or question, of one body where it is named; the newest first."""
    found = (
        superseding.with_lapsed(decisions)
        .select_related(
            "proposal__aspect", "proposal__body", "change_set", "closed_by", "proposal__supersedes__proposal"
        )
        .prefetch_related(_followers(decisions))
    )
    for word in words.split()[:8]:
        found = found.filter(Q(proposal__title__icontains=word) | Q(proposal__question__icontains=word))
    if body:
        found = found.filter(proposal__body__key=body)
    return found.order_by("-closed_at", "-pk")


def _followers(seen: QuerySet[Decision]) -> "Prefetch[Any]":
    """What took the place of a decision, as `followers`."""
    rows = Proposal.objects.filter(decision__adopted=True, decision__in=seen.order_by().values("pk"))
    return Prefetch("successors", rows, to_attr="followers")


def bodies_of(decisions: QuerySet[Decision]) -> list[Body]:
    """The bodies that decided any of them, by name. One query."""
    return list(Body.objects.filter(proposals__decision__in=decisions.values("pk")).distinct().order_by("name"))


def days_to_decide(decisions: QuerySet[Decision]) -> list[tuple[str, float, int]]:
    """Of each body the median of days from question to decision, and of how many: the quick ones first. One query."""
    taken: defaultdict[str, list[float]] = defaultdict(list)
    rows = decisions.order_by().values_list("proposal__body__name", "proposal__made_at", "closed_at")
    for name, made, closed in rows:
        taken[name].append((closed - made).total_seconds() / 86_400)
    return sorted(((name, median(days), len(days)) for name, days in taken.items()), key=lambda row: row[1])


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


def to_advise(person: Person, at: datetime) -> QuerySet[Advice]:
    """What was asked of the person's parties about proposals of others, and runs. One query."""
    running = advising.asked_of(person, at).filter(given_at=None, due_at__gt=at, proposal__state__in=ASKED)
    rows = running.exclude(proposal__made_by=person).select_related("proposal__body").order_by("due_at", "pk")
    one_each = Advice.objects.filter(proposal=OuterRef("proposal"), pk__lt=OuterRef("pk"), pk__in=running.values("pk"))
    return rows.exclude(Exists(one_each))[:50]


def may_advise(proposal: Proposal, person: Person, at: datetime) -> bool:
    """One query."""
    if proposal.made_by_id == person.pk:
        return False
    return bool(advising.asked_of(person, at).filter(proposal=proposal, due_at__gt=at).exists())


def to_decide(person: Person, at: datetime) -> QuerySet[Proposal]:
    """Proposals that wait for the person as who answers for the aspect. Two queries."""
    asked = Proposal.objects.filter(mandate.things_answered(person, at=at), state__in=UNDER_WAY)
    return asked.filter(body__charter__method="accountable").select_related("aspect", "body")


def _acting(proposal: Proposal, at: datetime) -> set[int]:
    answers = mandate.accountable(proposal.aspect, at=at)
    return set() if answers is None else {each.pk for each in answers.acting}
