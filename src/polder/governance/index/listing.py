"""The lists that must say the same as one question after another: which aspects, and which people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

from polder.base.validity import valid_at
from polder.governance.facts import FACETS, POWERS
from polder.governance.index.answering import NOBODY, Answer, read_asker, read_letters, walk
from polder.governance.index.sql import moment
from polder.governance.models import Acting, Aspect, Assignment, Glass, Membership, Standing
from polder.governance.resolution.answer import BY_C, BY_R, AllowedCode
from polder.ground.organisation.models import Deputyship, Person
from polder.ground.organisation.models.people import active_at

_MANY = 5_000  # more people than it pays to name: there are fewer deputyships than that


@dataclass(frozen=True, slots=True)
class AbleTo:
    """A person with the power, and by which code; `acting_for` when only as a deputy."""

    person: Person
    code: AllowedCode
    acting_for: Person | None = None


@dataclass(frozen=True, slots=True)
class Accountable:
    """The effective A (G7) where an answer is wanted quickly: `people` act themselves, `deputies` for one of them."""

    assignment: Assignment
    caretaker: bool
    escalated: bool
    people: tuple[Person, ...]
    deputies: tuple[tuple[Person, Person], ...]  # (deputy, the first they act for)

    @property
    def code(self) -> AllowedCode:
        if self.escalated:
            return "escalated"
        return "caretaker" if self.caretaker else "assigned"

    @property
    def acting(self) -> tuple[Person, ...]:
        """Those of G8 themselves; deputies only when nobody else can."""
        return self.people or tuple(deputy for deputy, _ in self.deputies)


def aspects_where(person: int, power: str, facet: str = "content", *, at: datetime) -> QuerySet[Aspect]:
    """Every aspect where `answer` says yes, without authors. One query at once, one when the queryset is used."""
    if power not in POWERS or facet not in FACETS:
        return Aspect.objects.none()
    asker = read_asker({"me": person, "aspect": 0, "at": moment(at)})
    if asker is None or not asker.active:
        return Aspect.objects.none()
    everyone = (asker.me, *asker.represented)
    does = frozenset[int]().union(*(someone.does for someone in everyone))
    acts = frozenset[int]().union(*(someone.acts for someone in everyone))
    found = _by_letters(does, asker.me.asked, acts, power, facet, at)
    return Aspect.objects.filter(found | Q(pk__in=Glass.objects.filter(valid_at(at), person=person).values("aspect")))


def aspects_for_parties(
    power: str,
    facet: str = "content",
    *,
    does: Collection[int],
    asked: Collection[int],
    acts: Collection[int],
    at: datetime,
) -> QuerySet[Aspect]:
    """Where anybody active with these parties, and nothing else, has the power: parties that count for R, for C, for A.

    For somebody who is imagined. No query by itself.
    """
    if power not in POWERS or facet not in FACETS:
        return Aspect.objects.none()
    return Aspect.objects.filter(_by_letters(does, asked, acts, power, facet, at))


def _by_letters(
    does: Collection[int], asked: Collection[int], acts: Collection[int], power: str, facet: str, at: datetime
) -> Q:
    standing = Standing.objects.filter(valid_at(at), facet__in=(facet, "*"))
    found = Q(pk__in=_effective(acts, facet, at).values("aspect"))
    if power in BY_R:
        found |= Q(pk__in=standing.filter(letter="R", party__in=does).values("aspect"))
    if power in BY_C:
        found |= Q(pk__in=standing.filter(letter="C", party__in=asked).values("aspect"))
    return found


def aspects_answered(person: int, facet: str = "content", *, at: datetime) -> QuerySet[Aspect]:
    """Every aspect where `accountable` has the person among those who act: as a deputy only when nobody else can.

    One query at once, one when the queryset is used.
    """
    asker = read_asker({"me": person, "aspect": 0, "at": moment(at)}) if facet in FACETS else None
    if asker is None or not asker.active:
        return Aspect.objects.none()
    replaced = frozenset[int]().union(*(someone.acts for someone in asker.represented))
    themselves = Acting.objects.filter(valid_at(at), party=OuterRef("party"), standin=None)
    own = _effective(asker.me.acts, facet, at).values("aspect")
    for_others = _effective(replaced, facet, at).filter(~Exists(themselves)).values("aspect")
    return Aspect.objects.filter(Q(pk__in=own) | Q(pk__in=for_others))


def _effective(parties: Collection[int], facet: str, at: datetime) -> QuerySet[Standing]:
    """The A's of these parties that no nearer A which can act goes before (G7). They can act: who asks is active."""
    seats = Standing.objects.filter(valid_at(at), letter="A", facet__in=(facet, "*")).annotate(
        rank=F("distance") * 2 + Case(When(facet="*", then=Value(1)), default=Value(0), output_field=IntegerField())
    )
    nearer = seats.filter(_can_act(at), aspect=OuterRef("aspect"), rank__lt=OuterRef("rank"))
    return seats.filter(~Exists(nearer), party__in=parties)


def _can_act(at: datetime) -> Exists:
    """Somebody acts for the party of the row (G8), themselves or through a deputy (G10)."""
    return Exists(Acting.objects.filter(valid_at(at), party=OuterRef("party")))


def people_who(
    power: str, aspect: int, facet: str = "content", *, at: datetime, authors: Collection[int] = ()
) -> list[AbleTo]:
    """Everyone to whom `answer` says yes, by key. At most six queries, whatever the number."""
    if power not in POWERS or facet not in FACETS:
        return []
    here, barred = _here(power, aspect, facet, at, authors)
    seat, caretaker, escalated = walk(here, barred)
    by_a: AllowedCode = "escalated" if escalated else "caretaker" if caretaker else "assigned"
    parties = {letter: {s.party for s in here if s.letter == letter} for letter in "RC"}
    acting = {seat.party} if seat is not None else set[int]()
    codes: dict[int, AllowedCode] = {}
    replaceable: set[int] = set()  # who has it by R or A, or would if they were active (G10)
    for number, is_active, by_r, by_c, as_a in _tied(parties["R"], parties["C"], acting, at):
        if number not in barred:
            if by_r or as_a:
                replaceable.add(number)
            if is_active and (by_r or by_c):
                codes[number] = "assigned"
            elif is_active:
                codes.setdefault(number, by_a)
    standins = _standins(replaceable, at, barred)
    glasses = Glass.objects.filter(valid_at(at), active_at(at, "person__"), aspect=aspect)
    for number in glasses.values_list("person", flat=True):
        if number not in barred and number not in standins:
            codes.setdefault(number, "break_glass")
    people = Person.objects.in_bulk({*codes, *standins, *standins.values()})
    able = [AbleTo(people[number], code) for number, code in codes.items()]
    able += [AbleTo(people[by], "deputy", people[of]) for by, of in standins.items() if by not in codes]
    return sorted(able, key=lambda one: one.person.key)


def accountable(
    aspect: int, facet: str = "content", *, at: datetime, authors: Collection[int] = ()
) -> Accountable | None:
    """G7: the effective A and who acts; None: nobody can, anywhere. At most five queries."""
    here, barred = _here("publish", aspect, facet, at, authors)
    seat, caretaker, escalated = walk(here, barred)
    if seat is None:
        return None
    tied = [row for row in _tied((), (), {seat.party}, at) if row[0] not in barred]
    standins = _standins({row[0] for row in tied}, at, barred)
    direct = {row[0] for row in tied if row[1]}
    people = Person.objects.in_bulk({*direct, *standins, *standins.values()})
    return Accountable(
        Assignment.objects.select_related("aspect", "party").get(pk=seat.assignment),
        caretaker,
        escalated,
        tuple(sorted((people[number] for number in direct), key=lambda person: person.key)),
        tuple(
            sorted(
                ((people[by], people[of]) for by, of in standins.items() if by not in direct),
                key=lambda pair: pair[0].key,
            )
        ),
    )


def _here(
    power: str, aspect: int, facet: str, at: datetime, authors: Collection[int]
) -> tuple[list[Any], frozenset[int]]:
    barred = frozenset(authors) if authors and power == "publish" and _four_eyes(aspect) else NOBODY
    return read_letters({"aspect": aspect, "facet": facet, "at": moment(at)}, (power,), barred), barred


def _four_eyes(aspect: int) -> bool:
    """G12: the nearest explicit value on the line."""
    path = Aspect.objects.filter(pk=aspect).values_list("path", flat=True).first() or ""
    line = [int(number) for number in path.strip("/").split("/") if number]
    explicit = Aspect.objects.filter(pk__in=line, four_eyes__isnull=False).order_by("-depth")
    return bool(explicit.values_list("four_eyes", flat=True).first())


def _tied(
    by_r: Collection[int], by_c: Collection[int], by_a: Collection[int], at: datetime
) -> Iterable[tuple[int, bool, bool, bool, bool]]:
    """(person, active, by R, by C, by A) for each valid path to one of these parties. One query."""
    found = (
        Membership.objects.filter(valid_at(at))
        .filter(Q(party__in=by_r, does=True) | Q(party__in=by_c, asked=True) | Q(party__in=by_a, acts=True))
        .annotate(counts=Case(When(active_at(at, "person__"), then=Value(True)), default=Value(False)))
        .values_list("person", "counts", "party", "does", "asked", "acts")
    )
    for number, counts, party, does, asked, acts in found:
        yield number, counts, party in by_r and does, party in by_c and asked, party in by_a and acts


def _standins(replaced: Collection[int], at: datetime, barred: Collection[int]) -> dict[int, int]:
    """Active deputies of these people, each with the first by key that they are deputy for (G10). One query."""
    if not replaced:
        return {}
    found = Deputyship.objects.filter(valid_at(at), active_at(at, "by__"))
    if len(replaced) <= _MANY:
        found = found.filter(acting_for__in=replaced)
    standins: dict[int, int] = {}
    for _key, number, by in sorted(found.values_list("acting_for__key", "acting_for", "by")):
        if number in replaced and by not in barred:
            standins.setdefault(by, number)
    return standins


__all__ = [
    "AbleTo",
    "Accountable",
    "Answer",
    "accountable",
    "aspects_answered",
    "aspects_for_parties",
    "aspects_where",
    "people_who",
]
