"""The lists that must say the same as one question after another: which aspects, and which people."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from polder.base.validity import valid_at
from polder.governance.facts import FACETS, POWERS
from polder.governance.index.answering import NOBODY, Answer, Asker, read_asker, read_letters, walk
from polder.governance.index.sql import moment, one_of, rows, valid
from polder.governance.models import Aspect, Assignment, Glass, Membership
from polder.governance.resolution.answer import BY_C, BY_R, AllowedCode
from polder.ground.ledger.once import once
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


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which aspects, as a question that is not asked yet; `None` for none at all."""

    statement: str | None
    at: datetime

    def __call__(self) -> RawSQL | list[int]:
        """For `aspect__in=`: asked within the question that it stands in."""
        if self.statement is None:
            return []
        text = self.statement.replace("%", "%%").replace("%%(at)s", "%s")
        return RawSQL(text, (moment(self.at),) * self.statement.count("%(at)s"))  # noqa: S611  # numbers of ours, and a moment

    def few(self, most: int) -> list[int] | None:
        """By number; None when there are more than `most`. One query."""
        if self.statement is None:
            return []
        found = rows(f"{self.statement} LIMIT {int(most) + 1}", {"at": moment(self.at)})
        return [number for (number,) in found] if len(found) <= most else None


def aspects_where(person: int, power: str, facet: str = "content", *, at: datetime) -> QuerySet[Aspect]:
    """Every aspect where `answer` says yes, without authors. One query at once, one when the queryset is used."""
    return Aspect.objects.filter(pk__in=numbers_where(person, power, facet, at=at)())


def numbers_for_parties(
    power: str,
    facet: str = "content",
    *,
    does: Collection[int],
    asked: Collection[int],
    acts: Collection[int],
    at: datetime,
) -> Numbers:
    """Where anybody active with these parties, and nothing else, has the power: parties that count for R, for C, for A.

    For somebody who is imagined. No query.
    """
    if power not in POWERS or facet not in FACETS:
        return Numbers(None, at)
    return Numbers(_by_letters(does, asked, acts, power, facet), at)


def _by_letters(does: Collection[int], asked: Collection[int], acts: Collection[int], power: str, facet: str) -> str:
    ways = [_effective(acts)]
    if power in BY_R:
        ways.append(_lettered("R", does))
    if power in BY_C:
        ways.append(_lettered("C", asked))
    return _standing(facet, ways)


def aspects_answered(person: int, facet: str = "content", *, at: datetime) -> QuerySet[Aspect]:
    """Every aspect where `accountable` has the person among those who act: as a deputy only when nobody else can.

    One query at once, one when the queryset is used.
    """
    return Aspect.objects.filter(pk__in=numbers_answered(person, facet, at=at)())


def numbers_where(person: int, power: str, facet: str = "content", *, at: datetime) -> Numbers:
    """As `aspects_where`, to stand in another question. One query."""
    asker = _asker(person, at) if power in POWERS and facet in FACETS else None
    if asker is None or not asker.active:
        return Numbers(None, at)
    everyone = (asker.me, *asker.represented)
    does = frozenset[int]().union(*(someone.does for someone in everyone))
    acts = frozenset[int]().union(*(someone.acts for someone in everyone))
    glass = f"SELECT g.aspect_id FROM governance_glass g WHERE g.person_id = {int(person)} AND {valid('g')}"
    return Numbers(f"{_by_letters(does, asker.me.asked, acts, power, facet)} UNION {glass}", at)


def numbers_answered(person: int, facet: str = "content", *, at: datetime) -> Numbers:
    """As `aspects_answered`, to stand in another question. One query."""
    asker = _asker(person, at) if facet in FACETS else None
    if asker is None or not asker.active:
        return Numbers(None, at)
    replaced = frozenset[int]().union(*(someone.acts for someone in asker.represented))
    themselves = f"EXISTS (SELECT 1 FROM governance_acting y WHERE y.party_id = s.party_id AND {valid('y')} AND y.standin_id IS NULL)"
    ways = [_effective(asker.me.acts), f"{_effective(replaced)} AND NOT {themselves}"]
    return Numbers(f"{_standing(facet, ways)}", at)


def _asker(person: int, at: datetime) -> Asker | None:
    return once("asker", person, at, make=lambda: read_asker({"me": person, "aspect": 0, "at": moment(at)}))


def _standing(facet: str, ways: Iterable[str]) -> str:
    """The aspects on which a letter for this facet stands in one of these ways."""
    either_way = " OR ".join(f"({way})" for way in ways)
    return (
        f"SELECT DISTINCT s.aspect_id FROM governance_standing s"
        f" WHERE s.facet IN ('{facet}', '*') AND {valid('s')} AND ({either_way})"
    ).replace("{facet}", facet)


def _lettered(letter: str, parties: Collection[int]) -> str:
    return f"s.letter = '{letter}' AND {one_of('s.party_id', parties)}"


def _effective(parties: Collection[int]) -> str:
    """The A's of these parties that no nearer A which can act goes before (G7). They can act: who asks is active."""
    nearer = (
        "EXISTS (SELECT 1 FROM governance_standing n WHERE n.aspect_id = s.aspect_id AND n.letter = 'A'"
        f" AND n.facet IN ('{{facet}}', '*') AND {valid('n')} AND {_rank('n')} < {_rank('s')}"
        f" AND EXISTS (SELECT 1 FROM governance_acting c WHERE c.party_id = n.party_id AND {valid('c')}))"
    )
    return f"{_lettered('A', parties)} AND NOT {nearer}"


def _rank(alias: str) -> str:
    return f"({alias}.distance * 2 + CASE WHEN {alias}.facet = '*' THEN 1 ELSE 0 END)"


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
    "Numbers",
    "accountable",
    "aspects_answered",
    "aspects_where",
    "numbers_answered",
    "numbers_for_parties",
    "numbers_where",
    "people_who",
]
