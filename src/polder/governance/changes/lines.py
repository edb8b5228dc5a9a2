"""The lines of a change set on the matrix. They say what is wanted; `applying` says what becomes of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from polder.governance.changes.organisation import OrganisationLine
from polder.governance.facts import Aspect, AspectKey, Facet, Letter, PartyKey, RoleKey


@dataclass(frozen=True, slots=True)
class Assign:
    """A letter for a party from `valid_from` (the moment of the change when None) until `valid_until`."""

    aspect: AspectKey
    facet: Facet
    party: PartyKey
    letter: Letter
    valid_from: datetime | None = None
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unassign:
    """Ends the letter that is in force at the moment of the change; when none is, takes back the next planned one."""

    aspect: AspectKey
    facet: Facet
    party: PartyKey
    letter: Letter


@dataclass(frozen=True, slots=True)
class CreateAspect:
    """A new aspect under an existing one, or under one that the same change set creates."""

    aspect: Aspect


@dataclass(frozen=True, slots=True)
class ChangeAspect:
    """New values for fields of `facts.Aspect`, by name; a new `parent` moves it with everything below it."""

    aspect: AspectKey
    settings: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class CreateRole:
    """A role without holders: what the importer proposes for a party it cannot match."""

    key: RoleKey
    name: str


MatrixLine = Assign | Unassign | CreateAspect | ChangeAspect | CreateRole
Line = MatrixLine | OrganisationLine
