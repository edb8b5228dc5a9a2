"""From a reading to the lines of a draft: what the file adds, changes and ends in the matrix (importer.md section 6). Pure.

For an aspect in the file the file is the truth about the parties in the file; what it leaves out stays as it is, unless
it is said to be the whole truth. Applied once, the same file gives no lines any more. Where the file is not clear (a
cell not read, a letter not explained, several A's) nothing changes. The A of the root is replaced, never just ended.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from polder.governance.changes import Assign, CreateAspect, CreateRole, MatrixLine, Unassign
from polder.governance.facts import (
    ASSIGNABLE_FACETS,
    LETTERS,
    Aspect,
    AspectKey,
    Facet,
    Letter,
    PartyKey,
    RoleKey,
)
from polder.governance.importing import texts
from polder.governance.importing.errors import UnknownChoice
from polder.governance.importing.facets import ALL, Said, hear
from polder.governance.importing.matching import AspectMatch, Aspects, PartyMatch, match_parties, path_of
from polder.governance.importing.reading import Finding, Reading
from polder.governance.resolution import Reading as Organisation
from polder.governance.resolution.moments import Instant, instant

type Held = dict[PartyKey, frozenset[Letter]]

_FACETS: tuple[Facet, ...] = (ALL, *(facet for facet in ASSIGNABLE_FACETS if facet != ALL))


@dataclass(frozen=True, slots=True)
class Change:
    """The letters of a party on an aspect and facet, in force now and after the draft."""

    aspect: AspectKey
    facet: Facet
    party: PartyKey
    before: tuple[Letter, ...]
    after: tuple[Letter, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "aspect": self.aspect,
            "facet": self.facet,
            "party": self.party,
            "before": list(self.before),
            "after": list(self.after),
        }


@dataclass(frozen=True, slots=True)
class Undecided:
    """A row in which several are A: one must be chosen. `choice` is the name of the choice, `parties` names in the file."""

    choice: str
    row: int  # index in the reading
    aspect: AspectKey
    facet: Facet
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft, and what it comes to. `unchanged` are letters that the file and the matrix agree on.

    `findings` are those of the reading that still hold; several A's that were decided no longer do.
    """

    lines: tuple[MatrixLine, ...]
    added: tuple[Change, ...]
    changed: tuple[Change, ...]
    ended: tuple[Change, ...]
    unchanged: tuple[Change, ...]
    parties: tuple[PartyMatch, ...]
    aspects: tuple[AspectMatch, ...]
    findings: tuple[Finding, ...]
    undecided: tuple[Undecided, ...]


def proposal(
    reading: Reading,
    organisation: Organisation,
    at: datetime,
    *,
    under: AspectKey | None = None,
    complete: bool = False,
    choices: Mapping[str, str] | None = None,
) -> Proposal:
    """The draft that a file comes to at `at`, placed under an aspect (the root when None).

    `complete`: the file is the whole truth about that place; letters that it leaves out end. `choices`: see `matching`.
    Raises UnknownChoice: no such party, aspect or A; or no aspect at all to place the file under.
    """
    return _Drafter(reading, organisation, at, under, choices or {}).proposal(complete=complete)


def accountable_choices(reading: Reading, row: int, facet: Facet = ALL) -> tuple[str, ...]:
    """The names of the choice for the A of a row: by its index, by its place in the file, each also with the facet."""
    one = reading.rows[row]
    names = (f"accountable:{row}", f"accountable:{one.sheet or ''}:{one.row}")
    return (*(f"{name}:{facet}" for name in names if facet != ALL), *names)


@dataclass(slots=True)
class _Want:
    """What the file says about one aspect and facet, by party of the organisation."""

    letters: dict[PartyKey, set[Letter]] = field(default_factory=lambda: defaultdict(set))
    unsure: set[PartyKey] = field(default_factory=set)
    claims: dict[PartyKey, str] = field(default_factory=dict)  # who is A, with the name in the file
    rows: list[int] = field(default_factory=list)


class InForce:
    """What stands in the matrix at a moment, and when the next letters begin."""

    def __init__(self, organisation: Organisation, now: Instant) -> None:
        held: dict[AspectKey, dict[Facet, dict[PartyKey, set[Letter]]]] = {}
        self.next: dict[tuple[AspectKey, Facet, Letter, PartyKey | None], datetime] = {}
        for aspect, spans in organisation.spans.items():
            facets = held.setdefault(aspect, {})
            for span in spans:
                each = span.assignment
                if span.start <= now < span.end:
                    facets.setdefault(each.facet, {}).setdefault(each.party, set()).add(each.letter)
                elif span.start > now and each.valid_from is not None:
                    key = (aspect, each.facet, each.letter, None if each.letter == "A" else each.party)
                    self.next[key] = min(self.next.get(key, each.valid_from), each.valid_from)
        self.held: dict[AspectKey, dict[Facet, Held]] = {
            aspect: {facet: {p: frozenset(letters) for p, letters in cells.items()} for facet, cells in facets.items()}
            for aspect, facets in held.items()
        }

    def of(self, aspect: AspectKey, facet: Facet) -> Held:
        return self.held.get(aspect, {}).get(facet, {})

    def until(self, aspect: AspectKey, facet: Facet, letter: Letter, party: PartyKey) -> datetime | None:
        """When a new letter must end because a planned one begins."""
        return self.next.get((aspect, facet, letter, None if letter == "A" else party))


class _Drafter:
    def __init__(
        self,
        reading: Reading,
        organisation: Organisation,
        at: datetime,
        under: AspectKey | None,
        choices: Mapping[str, str],
    ) -> None:
        self.reading, self.organisation, self.choices = reading, organisation, choices
        facts = organisation.facts
        self.root = next((key for key, aspect in facts.aspects.items() if aspect.parent is None), None)
        place = under or self.root
        if place is None or place not in facts.aspects:
            raise UnknownChoice(texts.no_place())
        self.place: AspectKey = place
        self.parties = match_parties(reading.parties, organisation, at, choices)
        self.known = {match.party for match in self.parties.values()}
        name = facts.aspects[place].name
        self.paths = [path_of(row.section, row.aspect, name) for row in reading.rows]
        self.aspects = Aspects(organisation, place, choices).match(self.paths)
        self.in_force = InForce(organisation, instant(at))
        heard = hear(reading)
        self.findings = heard.findings
        self.undecided: list[Undecided] = []
        self.unclear = {self.aspects[self.paths[index]].key for index in heard.unclear}
        self.wants = self._wants(heard.said)
        self.ends: list[MatrixLine] = []
        self.begins: list[Assign] = []
        self.changes: list[Change] = []

    def proposal(self, *, complete: bool) -> Proposal:
        for aspect in self._touched(complete=complete):
            self._aspect(aspect, complete=complete)
        used = {line.party for line in self.begins}
        new = {m.party: m.matched for m in reversed(self.parties.values()) if m.is_new and m.party in used}
        roles = [CreateRole(RoleKey(party.partition(":")[2]), name) for party, name in reversed(new.items())]
        return Proposal(
            (*roles, *self._new_aspects(), *self.ends, *self.begins),
            tuple(c for c in self.changes if not c.before),
            tuple(c for c in self.changes if c.before and c.after and c.before != c.after),
            tuple(c for c in self.changes if not c.after),
            tuple(c for c in self.changes if c.before == c.after),
            tuple(self.parties.values()),
            tuple({match.key: match for match in self.aspects.values() if match.path}.values()),
            tuple(self.findings),
            tuple(self.undecided),
        )

    # What the file wants

    def _wants(self, said: Iterable[Said]) -> dict[AspectKey, dict[Facet, _Want]]:
        wants: dict[AspectKey, dict[Facet, _Want]] = {}
        for one in said:
            aspect = self.aspects[self.paths[one.row]].key
            want = wants.setdefault(aspect, {}).setdefault(one.facet, _Want())
            want.rows.append(one.row)
            want.unsure |= {self.parties[name].party for name in one.unsure if name in self.parties}
            for name, letters in one.letters.items():
                party = self.parties[name].party
                want.letters[party].update(letter for letter in LETTERS if letter in letters and letter != "A")
                if "A" in letters:
                    want.claims.setdefault(party, name)
        return wants

    def _touched(self, *, complete: bool) -> Iterator[AspectKey]:
        """Aspects in the order of the file; those that it leaves out only when it is the whole truth."""
        yield from self.wants
        if complete:
            below = self.organisation.below(self.place)
            left_out = below if self.place == self.root else below[1:]  # of `under` itself the file need not speak
            yield from (key for key in left_out if key not in self.wants and key not in self.unclear)

    # One aspect

    def _aspect(self, aspect: AspectKey, *, complete: bool) -> None:
        wants = self.wants.get(aspect, {})
        everywhere = self.in_force.of(aspect, ALL)
        for facet in _FACETS:
            want, before = wants.get(facet), self.in_force.of(aspect, facet)
            if want is None and not (complete and before):
                continue
            after = self._after(aspect, facet, want or _Want(), before, complete=complete)
            if facet == ALL:
                everywhere = after
            else:  # what is given for all facets needs not be given once more
                after = {
                    p: held - (everywhere.get(p, frozenset()) - before.get(p, frozenset())) for p, held in after.items()
                }
            self._difference(aspect, facet, before, after)

    def _after(self, aspect: AspectKey, facet: Facet, want: _Want, before: Held, *, complete: bool) -> Held:
        after: dict[PartyKey, set[Letter]] = defaultdict(set)
        for party, held in before.items():
            if party in want.unsure or (party not in self.known and not complete):
                after[party].update(letter for letter in held if letter != "A")
        for party, letters in want.letters.items():
            if party not in want.unsure:
                after[party] |= letters
        accountable = self._accountable(aspect, facet, want, before, complete=complete)
        if accountable is not None:
            after[accountable].add("A")
        return {party: frozenset(held) for party, held in after.items()}

    def _accountable(
        self, aspect: AspectKey, facet: Facet, want: _Want, before: Held, *, complete: bool
    ) -> PartyKey | None:
        """Who is A after the draft."""
        now = next((party for party, held in before.items() if "A" in held), None)
        claims = {party: name for party, name in want.claims.items() if party not in want.unsure}
        if now is not None and now in want.unsure and claims:
            claims.setdefault(now, self._name(now))  # its cell was not read: perhaps it still is
        chosen = self._chosen(facet, want, claims) if claims else None
        if chosen is not None:
            return chosen
        if len(claims) == 1:
            return next(iter(claims))
        if claims:
            self._ask(aspect, facet, want, tuple(name for name in self.parties if name in claims.values()))
            return now
        keeps = now is not None and (
            aspect == self.root or now in want.unsure or (now not in self.known and not complete)
        )
        return now if keeps else None

    def _chosen(self, facet: Facet, want: _Want, claims: Mapping[PartyKey, str]) -> PartyKey | None:
        for row in want.rows:
            for name in accountable_choices(self.reading, row, facet):
                choice = self.choices.get(name)
                if not choice:
                    continue
                for party, written in claims.items():
                    if choice in (party, written):
                        return party
                raise UnknownChoice(texts.not_in_row(choice, claims.values()))
        return None

    def _ask(self, aspect: AspectKey, facet: Facet, want: _Want, parties: tuple[str, ...]) -> None:
        row = want.rows[0]
        one = self.reading.rows[row]
        choice = f"accountable:{row}" if facet == ALL else f"accountable:{row}:{facet}"
        self.undecided.append(Undecided(choice, row, aspect, facet, parties))
        self.findings.append(Finding("several_accountable", one.sheet, one.row, one.aspect, parties))

    def _name(self, party: PartyKey) -> str:
        return next((name for name, match in self.parties.items() if match.party == party), str(party))

    def _difference(self, aspect: AspectKey, facet: Facet, before: Held, after: Held) -> None:
        none: frozenset[Letter] = frozenset()
        for party in dict.fromkeys((*after, *before)):
            had, has = before.get(party, none), after.get(party, none)
            if not had and not has:
                continue
            self.changes.append(Change(aspect, facet, party, _ordered(had), _ordered(has)))
            self.ends += [Unassign(aspect, facet, party, letter) for letter in _ordered(had - has)]
            self.begins += [
                Assign(aspect, facet, party, letter, None, self.in_force.until(aspect, facet, letter, party))
                for letter in _ordered(has - had)
            ]

    # What is new

    def _new_aspects(self) -> Iterator[CreateAspect]:
        """In the order of the file, those above first; behind what is there already."""
        place: dict[AspectKey | None, int] = defaultdict(int)
        for aspect in self.organisation.facts.aspects.values():
            place[aspect.parent] = max(place[aspect.parent], aspect.position + 1)
        made: set[AspectKey] = set()
        for match in self.aspects.values():
            if match.is_new and match.key not in made:
                made.add(match.key)
                yield CreateAspect(Aspect(match.key, match.matched, match.parent, position=place[match.parent]))
                place[match.parent] += 1


def _ordered(letters: Iterable[Letter]) -> tuple[Letter, ...]:
    held = set(letters)
    return tuple(letter for letter in LETTERS if letter in held)
