"""What a change set makes of an organisation: new roles and aspects, settings, what ends, and then what begins."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime

from django.utils.translation import gettext as _

from polder.governance.changes.errors import ChangeError, Cycle, Invalid, NotFound, SecondAccountable, WrongState
from polder.governance.changes.lines import Assign, ChangeAspect, CreateAspect, CreateRole, Line, Unassign
from polder.governance.changes.organisation import OrganisationLine, applied
from polder.governance.facts import (
    ASSIGNABLE_FACETS,
    LETTERS,
    Aspect,
    AspectKey,
    Assignment,
    BodyKey,
    Facts,
    PartyKey,
    PersonKey,
    Role,
    RoleKey,
    UnitKey,
)
from polder.governance.resolution.moments import end_of, instant, start_of

SETTINGS = frozenset(field.name for field in fields(Aspect)) - {"key"}


def apply(facts: Facts, lines: Sequence[Line], at: datetime, *, decision: str | None = None) -> Facts:
    """The organisation as it is after the change set took effect at `at`; what ends goes first.

    All or nothing: raises the ChangeError that rehearsal.md has first. `decision` is what new assignments refer to.
    """
    draft, found = _drafted(facts, lines, at, decision)
    if found:
        raise found[0]
    return draft.facts()


def problems(facts: Facts, lines: Sequence[Line], at: datetime) -> list[ChangeError]:
    """Everything that is wrong with a change set, in the order in which it is told; none when it can be applied."""
    return _drafted(facts, lines, at, None)[1]


def missing(facts: Facts, lines: Sequence[Line]) -> list[ChangeError]:
    """Only the names that are not there: these are told before it is asked who may do this."""
    aspects = facts.aspects.keys() | {line.aspect.key for line in lines if isinstance(line, CreateAspect)}
    roles = facts.roles.keys() | {line.key for line in lines if isinstance(line, CreateRole)}
    found: list[ChangeError] = []
    for number, line in enumerate(lines):
        found.extend(_names_missing(facts, line, number, aspects, roles))
    return found


def beginning_at(lines: Sequence[Line], at: datetime) -> list[Line]:
    """The lines of a plan that takes effect at `at`: what was to begin earlier begins then."""
    return [
        replace(line, valid_from=at) if isinstance(line, Assign) and line.valid_from and line.valid_from < at else line
        for line in lines
    ]


def _names_missing(
    facts: Facts, line: Line, number: int, aspects: set[AspectKey], roles: set[RoleKey]
) -> list[ChangeError]:
    """Lines on the organisation look up their names themselves."""
    found: list[ChangeError] = []
    if isinstance(line, Assign | Unassign | ChangeAspect) and line.aspect not in aspects:
        found.append(NotFound(_("There is no aspect “%(key)s”.") % {"key": line.aspect}, line=number))
    if isinstance(line, Assign | Unassign) and not _known(facts, line.party, roles):
        found.append(NotFound(_("There is no party “%(key)s”.") % {"key": line.party}, line=number))
    if isinstance(line, CreateAspect):
        wanted: tuple[object, object] = (line.aspect.parent, line.aspect.guardian)
    elif isinstance(line, ChangeAspect):
        wanted = (line.settings.get("parent"), line.settings.get("guardian"))
    else:
        return found
    if wanted[0] is not None and wanted[0] not in aspects:
        found.append(NotFound(_("There is no aspect “%(key)s”.") % {"key": wanted[0]}, line=number))
    if wanted[1] is not None and wanted[1] not in facts.bodies:
        found.append(NotFound(_("There is no body “%(key)s”.") % {"key": wanted[1]}, line=number))
    return found


def _known(facts: Facts, party: PartyKey, roles: set[RoleKey]) -> bool:
    kind, _colon, key = party.partition(":")
    if kind == "person":
        return PersonKey(key) in facts.people
    if kind == "unit":
        return UnitKey(key) in facts.units
    if kind == "body":
        return BodyKey(key) in facts.bodies
    return kind == "role" and RoleKey(key) in roles


def _drafted(
    facts: Facts, lines: Sequence[Line], at: datetime, decision: str | None
) -> tuple["_Draft", list[ChangeError]]:
    draft = _Draft(facts, at, decision)
    found = missing(facts, lines)
    lost = {error.line for error in found}
    for number, line in sorted(enumerate(lines), key=lambda each: _ORDER.get(type(each[1]), len(_ORDER))):
        if number not in lost:
            try:
                draft.take(line, number)
            except ChangeError as error:
                found.append(error)
    return draft, sorted(found, key=lambda error: error.rank)


# What ends goes before what begins; lines on the organisation last.
_ORDER: dict[type, int] = {CreateRole: 0, CreateAspect: 1, ChangeAspect: 2, Unassign: 3, Assign: 4}


class _Draft:
    """An organisation being changed. A line that cannot be is left out and told."""

    def __init__(self, facts: Facts, at: datetime, decision: str | None) -> None:
        self._facts, self.at, self.decision = facts, at, decision
        self.aspects = dict(facts.aspects)
        self.roles = dict(facts.roles)
        self.rows: list[Assignment | None] = list(facts.assignments)
        self.places: dict[AspectKey, list[int]] = defaultdict(list)
        for place, assignment in enumerate(facts.assignments):
            self.places[assignment.aspect].append(place)

    def facts(self) -> Facts:
        assignments = tuple(row for row in self.rows if row is not None)
        return replace(self._facts, aspects=self.aspects, roles=self.roles, assignments=assignments)

    def take(self, line: Line, number: int) -> None:
        """One line. Raises a ChangeError, and then the draft is as it was."""
        match line:
            case CreateRole():
                self.create_role(line, number)
            case CreateAspect():
                self.create_aspect(line, number)
            case ChangeAspect():
                self.change_aspect(line, number)
            case Unassign():
                self.unassign(line, number)
            case Assign():
                self.assign(line, number)
            case _:
                self.change_organisation(line, number)

    def create_role(self, line: CreateRole, number: int) -> None:
        if line.key in self.roles:
            raise Invalid(_("There is a role “%(key)s” already.") % {"key": line.key}, line=number)
        self.roles[line.key] = Role(line.key, line.name)

    def create_aspect(self, line: CreateAspect, number: int) -> None:
        if line.aspect.key in self.aspects:
            raise Invalid(_("There is an aspect “%(key)s” already.") % {"key": line.aspect.key}, line=number)
        if line.aspect.parent is None:
            raise Invalid(_("There is one root aspect already; give the new one a parent."), line=number)
        self.aspects[line.aspect.key] = line.aspect
        try:
            self._refuse_cycle(line.aspect.key, number)
        except Cycle:
            del self.aspects[line.aspect.key]
            raise

    def change_aspect(self, line: ChangeAspect, number: int) -> None:
        strange = line.settings.keys() - SETTINGS
        if strange:
            raise Invalid(_("An aspect has no “%(name)s”.") % {"name": min(strange)}, line=number)
        old = self.aspects[line.aspect]
        new = replace(old, **line.settings)  # type: ignore[arg-type]  # whoever made the line gave each its type
        if (new.parent is None) != (old.parent is None):
            raise Invalid(_("There is exactly one root aspect."), line=number)
        self.aspects[line.aspect] = new
        try:
            self._refuse_cycle(line.aspect, number)
        except Cycle:
            self.aspects[line.aspect] = old
            raise

    def _refuse_cycle(self, start: AspectKey, number: int) -> None:
        """G4."""
        seen: set[AspectKey] = set()
        key: AspectKey | None = start
        while key is not None:
            if key in seen:
                raise Cycle(_("“%(key)s” would come to lie under itself.") % {"key": start}, line=number)
            seen.add(key)
            above = self.aspects.get(key)  # one that a later line creates is looked at when that line is
            key = None if above is None else above.parent

    def unassign(self, line: Unassign, number: int) -> None:
        now = instant(self.at)
        same = [(place, row) for place, row in self._standing(line) if row.party == line.party]
        standing = [(place, row) for place, row in same if start_of(row.valid_from) <= now < end_of(row.valid_until)]
        for place, row in standing:  # a file may have brought the same letter twice
            began = start_of(row.valid_from) < now
            self.rows[place] = replace(row, valid_until=self.at) if began else None
        if standing:
            return
        planned = [(start_of(row.valid_from), place) for place, row in same if start_of(row.valid_from) > now]
        if not planned:
            raise WrongState(
                _("“%(party)s” does not hold %(letter)s on “%(aspect)s” there; it may have been ended meanwhile.")
                % {"party": line.party, "letter": line.letter, "aspect": line.aspect},
                line=number,
            )
        self.rows[min(planned)[1]] = None

    def assign(self, line: Assign, number: int) -> None:
        start = self.at if line.valid_from is None else line.valid_from
        new = Assignment(line.aspect, line.facet, line.party, line.letter, start, line.valid_until, self.decision)
        if line.letter not in LETTERS or line.facet not in ASSIGNABLE_FACETS:
            raise Invalid(_("A line needs a letter R, A, C or I, and a facet or “*”."), line=number)
        clashes = [row for _place, row in self._standing(line) if _overlap(row, new)]
        if any(row.party == line.party for row in clashes):
            raise WrongState(
                _("“%(party)s” holds %(letter)s on “%(aspect)s” already at a moment of that time.")
                % {"party": line.party, "letter": line.letter, "aspect": line.aspect},
                line=number,
            )
        self._refuse_invalid(new, number)
        if line.letter == "A" and clashes:
            raise SecondAccountable(
                _("“%(party)s” is A on “%(aspect)s” at a moment of that time, and there is one A.")
                % {"party": clashes[0].party, "aspect": line.aspect},
                other=clashes[0],
                line=number,
            )
        self.places[line.aspect].append(len(self.rows))
        self.rows.append(new)

    def _refuse_invalid(self, new: Assignment, number: int) -> None:
        start = self.at if new.valid_from is None else new.valid_from
        if start < self.at:
            raise Invalid(_("The beginning lies in the past."), line=number)
        if new.valid_until is not None and new.valid_until <= start:
            raise Invalid(_("The end must lie after the beginning."), line=number)
        kind, _colon, key = new.party.partition(":")
        if kind == "person":
            person = self._facts.people[PersonKey(key)]
            if not start_of(person.active_from) <= instant(start) < end_of(person.left_on):
                raise Invalid(_("%(name)s is not active at that moment.") % {"name": person.name}, line=number)

    def _standing(self, line: Assign | Unassign) -> list[tuple[int, Assignment]]:
        """What stands on the aspect for the same facet value and letter, oldest first."""
        rows = [(place, self.rows[place]) for place in self.places.get(line.aspect, ())]
        found = [
            (place, row)
            for place, row in rows
            if row is not None and row.letter == line.letter and row.facet == line.facet
        ]
        return sorted(found, key=lambda each: start_of(each[1].valid_from))

    def change_organisation(self, line: OrganisationLine, number: int) -> None:
        self._facts = applied(replace(self._facts, roles=self.roles), line, self.at, number)
        self.roles = dict(self._facts.roles)


def _overlap(one: Assignment, other: Assignment) -> bool:
    """Whether both are valid at some moment (G2); a span that ends before it begins has none."""
    if any(start_of(each.valid_from) >= end_of(each.valid_until) for each in (one, other)):
        return False
    return start_of(one.valid_from) < end_of(other.valid_until) and start_of(other.valid_from) < end_of(one.valid_until)
