"""Which party and which aspect of the organisation a name in a file means (importer.md section 6). Pure.

A party is a role, a unit, a body or a person, tried in that order: by what is written in organisation files
(`unit:it`), by name or key, by a known synonym. What has no match is proposed as a new role, never as a person. Aspects
are looked for within their section. A person may choose otherwise, and then that counts:

    "party:Comms"               "unit:communications", or "new"
    "aspect:Homepage / News"    the key of an aspect, or "new"
    "accountable:12"            which of several is the A in this row of the reading (see `drafting`)
"""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from polder.governance.facts import AspectKey, Body, PartyKey, Person, Role, Unit
from polder.governance.importing import texts
from polder.governance.importing.errors import UnknownChoice
from polder.governance.importing.synonyms import folded, means_everyone, same_as, without_kind
from polder.governance.resolution import Reading
from polder.governance.resolution.moments import end_of, instant, start_of
from polder.ground.organisation.naming import RESERVED, key_from

How = Literal["choice", "key", "name", "synonym", "everyone", "new"]
NEW: Final = "new"
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class PartyMatch:
    """A party of the file. `party` is a role that is not there yet when `how` is "new"; then `name` becomes its name.

    `matched` is the name it has in the organisation. `others`: parties that might be meant too (several people of one
    name, or a unit beside the role of the same name), to offer as choices.
    """

    name: str
    party: PartyKey
    how: How
    matched: str
    others: tuple[PartyKey, ...] = ()

    @property
    def is_new(self) -> bool:
        return self.how == NEW

    @property
    def choice(self) -> str:
        """The name of the choice that overrules this."""
        return f"party:{self.name}"


@dataclass(frozen=True, slots=True)
class AspectMatch:
    """An aspect of the file by its `path` below the place of import; an empty path is that place itself.

    `key` is that of a new aspect when `how` is "new"; then the last of `path` becomes its name and `parent` is above it.
    """

    path: tuple[str, ...]
    key: AspectKey
    parent: AspectKey | None
    how: How
    matched: str

    @property
    def is_new(self) -> bool:
        return self.how == NEW

    @property
    def choice(self) -> str:
        return f"aspect:{' / '.join(self.path)}"


def free_key(name: str, taken: Container[str]) -> str:
    """A key for a name; the first of key, key-2, key-3 that is free and no word of an address."""
    wanted = key_from(name)
    number, key = 1, wanted
    while key in taken or key in RESERVED:
        number += 1
        key = f"{wanted}-{number}"
    return key


# Parties


class Parties:
    """The parties of an organisation at a moment, ready to be found by name."""

    def __init__(self, organisation: Reading, at: datetime) -> None:
        facts, now = organisation.facts, instant(at)
        self.names: dict[PartyKey, str] = {}
        self.everyone: PartyKey | None = None
        here: set[PartyKey] = set()
        for role in facts.roles.values():
            here.add(self._know(f"role:{role.key}", role.name))
        for unit in facts.units.values():
            here.add(self._know(f"unit:{unit.key}", unit.name))
        for body in facts.bodies.values():
            party = self._know(f"body:{body.key}", body.name)
            if start_of(body.valid_from) <= now < end_of(body.valid_until):
                here.add(party)
        for person in facts.people.values():
            party = self._know(f"person:{person.key}", person.name)
            if start_of(person.active_from) <= now < end_of(person.left_on):
                here.add(party)
        self._here = here
        roots = [unit.key for unit in facts.units.values() if unit.parent is None]
        if len(roots) == 1:
            self.everyone = PartyKey(f"unit:{roots[0]}")
        self._by_name = self._indexed(lambda _party, name: {folded(name)})
        self._by_key = self._indexed(lambda party, _name: {folded(party.partition(":")[2])})
        # People are known by their own name only: "Directie" is nobody's nickname.
        self._by_bare_name = self._indexed(
            lambda party, name: set() if party.startswith("person:") else {without_kind(name)}
        )

    def _know(self, party: str, name: str) -> PartyKey:
        self.names[PartyKey(party)] = name
        return PartyKey(party)

    def _indexed(self, forms: Callable[[PartyKey, str], set[str]]) -> dict[str, list[PartyKey]]:
        found: dict[str, list[PartyKey]] = defaultdict(list)
        for party, name in self.names.items():  # in the order role, unit, body, person
            for form in forms(party, name):
                found[form].append(party)
        return found

    def find(self, name: str) -> PartyMatch | None:
        """The party that a name means; None when there is none, or several of the same kind that cannot be told apart."""
        written = PartyKey(name.strip().lower())
        if written in self.names:
            return PartyMatch(name, written, "key", self.names[written])
        ways: tuple[tuple[How, list[PartyKey]], ...] = (
            ("name", self._by_name.get(folded(name), [])),
            ("key", self._by_key.get(folded(name), [])),
            ("everyone", [self.everyone] if self.everyone and means_everyone(name) else []),
            ("synonym", self._by_bare_name.get(without_kind(name), [])),
            ("synonym", self._same(name)),
        )
        for how, found in ways:
            chosen = self._one(found)
            if chosen is not None:
                others = tuple(party for party in found if party != chosen)
                return PartyMatch(name, chosen, how, self.names[chosen], others)
            if found:
                return None
        return None

    def role(self, name: str) -> PartyMatch | None:
        """The role that was made for this name before, when it was to be a new one."""
        roles = [party for party in self._by_name.get(folded(name), ()) if party.startswith("role:")]
        return PartyMatch(name, roles[0], "choice", self.names[roles[0]]) if roles else None

    def several(self, name: str) -> tuple[PartyKey, ...]:
        """Those of one name between whom only a person can choose."""
        return tuple(self._by_name.get(folded(name), ()))

    def _same(self, name: str) -> list[PartyKey]:
        found = {party for other in same_as(name) for party in self._by_bare_name.get(other, ())}
        order = {party: place for place, party in enumerate(self.names)}
        return sorted(found, key=lambda party: order[party])

    def _one(self, found: Iterable[PartyKey]) -> PartyKey | None:
        """The first by kind; who is here now before who is not. None when two of that kind have the same claim."""
        for candidates in ([party for party in found if party in self._here], list(found)):
            if candidates:
                kind = candidates[0].partition(":")[0]
                alike = [party for party in candidates if party.startswith(f"{kind}:")]
                return alike[0] if len(alike) == 1 else None
        return None


def match_parties(
    names: Iterable[str], organisation: Reading, at: datetime, choices: Mapping[str, str] | None = None
) -> dict[str, PartyMatch]:
    """Each name with the party it means, or with the new role that is proposed for it. Raises UnknownChoice."""
    parties, chosen = Parties(organisation, at), choices or {}
    taken = {str(key) for key in organisation.facts.roles}
    found: dict[str, PartyMatch] = {}
    made: dict[str, PartyMatch] = {}
    for name in names:
        choice = chosen.get(f"party:{name}", "")
        if choice and choice != NEW:
            party = PartyKey(choice)
            if party not in parties.names:
                raise UnknownChoice(texts.unknown_party(choice))
            found[name] = PartyMatch(name, party, "choice", parties.names[party])
            continue
        match = parties.role(name) if choice == NEW else parties.find(name)
        if match is None and folded(name) in made:  # "Web shop" and "Webshop" are one party
            match = replace(made[folded(name)], name=name)
        if match is None:
            key = free_key(name, taken)
            taken.add(key)
            match = PartyMatch(name, PartyKey(f"role:{key}"), NEW, name[:LONGEST_NAME], parties.several(name))
            made[folded(name)] = match
        found[name] = match
    return found


def names_of_parties(organisation: Reading) -> list[str]:
    """Names and keys by which the organisation knows its parties: they help to tell which way a table stands."""
    facts = organisation.facts
    things: list[Role | Unit | Body | Person] = [*facts.roles.values(), *facts.units.values()]
    things += [*facts.bodies.values(), *facts.people.values()]
    return [text for thing in things for text in (thing.name, str(thing.key))]


# Aspects


def path_of(section: Iterable[str], aspect: str, place: str) -> tuple[str, ...]:
    """The path of a row below the place of import, whose name is `place`.

    A row whose name equals its last section, or the place, is that aspect itself: a name is not repeated.
    """
    path: list[str] = []
    for name in (*section, aspect):
        last = path[-1] if path else place
        if folded(name) != folded(last):
            path.append(" ".join(name.split())[:LONGEST_NAME])
    return tuple(path)


class Aspects:
    """Finds the aspects of paths: first those that lie exactly there, then those of which there is only one below."""

    def __init__(self, organisation: Reading, place: AspectKey, choices: Mapping[str, str] | None = None) -> None:
        self.facts, self.organisation, self.place = organisation.facts, organisation, place
        self.choices = choices or {}
        self._children: dict[AspectKey, dict[str, list[AspectKey]]] = defaultdict(lambda: defaultdict(list))
        for key, aspect in self.facts.aspects.items():
            if aspect.parent is not None:
                for form in {folded(aspect.name), folded(key)}:
                    self._children[aspect.parent][form].append(key)
        self._below: dict[AspectKey, dict[str, list[AspectKey]]] = {}
        self._claimed: set[AspectKey] = set()
        self._taken = {str(key) for key in self.facts.aspects}
        self.found: dict[tuple[str, ...], AspectMatch] = {}

    def match(self, paths: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], AspectMatch]:
        """Every path and all above it, those above first. Raises UnknownChoice."""
        every = dict.fromkeys(path[:length] for path in paths for length in range(len(path) + 1))
        by_length = sorted(every, key=len)  # stable: in the order of the file
        forms: dict[tuple[str, ...], AspectMatch] = {}
        self._place(by_length, forms, exactly=True)
        self._place(by_length, forms, exactly=False)
        self.found = {path: forms[_form(path)] for path in every}
        return self.found

    def _place(
        self, paths: Iterable[tuple[str, ...]], forms: dict[tuple[str, ...], AspectMatch], *, exactly: bool
    ) -> None:
        for path in paths:
            form = _form(path)
            if form in forms:
                continue
            above = forms.get(form[:-1]) if path else None
            if path and above is None:
                continue  # not found exactly: looked at in the second round
            match = self._chosen(path, above) or self._there(path, above) or self._one_below(path, above, exactly)
            if match is None and not exactly:
                match = self._new(path, above)
            if match is not None:
                forms[form] = match
                self._claimed.add(match.key)

    def _is(self, path: tuple[str, ...], key: AspectKey, how: How) -> AspectMatch:
        aspect = self.facts.aspects[key]
        return AspectMatch(path, key, aspect.parent, how, aspect.name)

    def _chosen(self, path: tuple[str, ...], above: AspectMatch | None) -> AspectMatch | None:
        choice = self.choices.get(f"aspect:{' / '.join(path)}", "") if path else ""
        if choice == NEW:
            return self._new(path, above)
        if choice:
            if choice not in self.facts.aspects:
                raise UnknownChoice(texts.unknown_aspect(choice))
            return self._is(path, AspectKey(choice), "choice")
        return None

    def _there(self, path: tuple[str, ...], above: AspectMatch | None) -> AspectMatch | None:
        if above is None:
            return self._is(path, self.place, "name")
        candidates = self._children.get(above.key, {}).get(folded(path[-1]), [])
        named = [key for key in candidates if self._is_named(key, path[-1])]
        for key in named or candidates:
            return self._is(path, key, "name" if named else "key")
        return None

    def _is_named(self, key: AspectKey, name: str) -> bool:
        return folded(self.facts.aspects[key].name) == folded(name)

    def _one_below(self, path: tuple[str, ...], above: AspectMatch | None, exactly: bool) -> AspectMatch | None:
        """A flat list names aspects without their sections: when just one has this name, it is meant."""
        if exactly or above is None or above.is_new:
            return None
        if above.key not in self._below:
            names: dict[str, list[AspectKey]] = defaultdict(list)
            for key in self.organisation.below(above.key)[1:]:
                names[folded(self.facts.aspects[key].name)].append(key)
            self._below[above.key] = names
        candidates = [key for key in self._below[above.key].get(folded(path[-1]), ()) if key not in self._claimed]
        return self._is(path, candidates[0], "name") if len(candidates) == 1 else None

    def _new(self, path: tuple[str, ...], above: AspectMatch | None) -> AspectMatch:
        parent = above.key if above is not None else self.place
        key = free_key(path[-1], self._taken)
        self._taken.add(key)
        return AspectMatch(path, AspectKey(key), parent, NEW, path[-1])


def _form(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(folded(name) for name in path)
