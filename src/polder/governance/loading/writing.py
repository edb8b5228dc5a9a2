"""The order in which an organisation is written: at no step a row refers to nothing or breaks a rule."""

import secrets
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from polder.governance import store
from polder.governance.facts import AspectKey, Facts
from polder.governance.loading.events import Notes
from polder.governance.loading.rows import Spans, Things, Values, batches
from polder.governance.models import AcceptedFinding, Aspect, Assignment, ChangeSet, Glass
from polder.governance.organisation_file import charter_document
from polder.ground.organisation import removing
from polder.ground.organisation.models import Body, Deputyship, Holding, Party, Person, Role, Seat, Unit

_AWAY = 32_767  # the depth of a root that makes room for another one
_LONGEST_PATH = 1_000


class TooDeep(ValueError):
    """An aspect lies so deep that its path does not fit its column. Holds the key."""


class Writer:
    """Writes `facts` over what is there. `notes` hears of every difference."""

    def __init__(self, facts: Facts, notes: Notes) -> None:
        self._facts, self._notes = facts, notes
        self._units = Things("unit", Unit, facts.units, notes)
        self._people = Things("person", Person, facts.people, notes)
        self._roles = Things("role", Role, facts.roles, notes)
        self._bodies = Things("body", Body, facts.bodies, notes)
        self._aspects = Things("aspect", Aspect, facts.aspects, notes)

    def write(self) -> None:
        """Things, what holds between them; then what the file leaves out goes. Raises ProtectedError, TooDeep."""
        self._write_people_and_units()
        self._write_roles_and_bodies()
        parties = self._parties()
        self._write_aspects()
        self._write_spans()
        self._write_assignments(parties)
        self._remove()

    # Things

    def _write_people_and_units(self) -> None:
        self._units.insert({unit.key: {"name": unit.name} for unit in self._facts.units.values()})
        wanted: dict[str, dict[str, Any]] = {key: self._person(key) for key in self._facts.people}
        self._free_addresses(wanted)
        # A guest needs a sponsor, who may be new too: everybody begins as an employee.
        new = [key for key in wanted if key not in self._people.rows]
        self._people.insert({key: wanted[key] | {"kind": "employee", "password": _no_password()} for key in new})
        for key, person in self._facts.people.items():
            wanted[key]["sponsor_id"] = self._people.number(person.sponsor)
        self._people.update(wanted)
        self._units.update(
            {
                unit.key: {
                    "name": unit.name,
                    "parent_id": self._units.number(unit.parent),
                    "head_id": self._people.number(unit.head),
                }
                for unit in self._facts.units.values()
            }
        )

    def _person(self, key: Any) -> dict[str, Any]:
        person = self._facts.people[key]
        return {
            "name": person.name,
            "email": person.email,
            "number": person.number,
            "kind": person.kind,
            "unit_id": self._units.number(person.unit),
            "active_from": person.active_from,
            "left_on": person.left_on,
            "location": person.location,
            "languages": list(person.languages),
            "operator": person.key in self._facts.operators,
        }

    def _free_addresses(self, wanted: Mapping[str, Values]) -> None:
        """Each e-mail address and number stands once; two people may have exchanged theirs, or somebody left theirs."""
        for column in ("email", "number"):
            giving_up = [key for key, row in self._people.rows.items() if getattr(row, column) != wanted[key][column]]
            self._people.clear([*giving_up, *self._people.gone], **{column: None})

    def _write_roles_and_bodies(self) -> None:
        roles: dict[str, Values] = {role.key: {"name": role.name} for role in self._facts.roles.values()}
        self._roles.insert(roles)
        self._roles.update(roles)
        bodies: dict[str, dict[str, Any]] = {
            body.key: {
                "name": body.name,
                "kind": body.kind,
                "acts_by": body.acts_by,
                "charter": self._charter(body.key),
                "cadence": body.cadence,
                "requires": list(body.requires),
                "valid_from": body.valid_from,
                "valid_until": body.valid_until,
            }
            for body in self._facts.bodies.values()
        }
        self._bodies.insert(bodies)
        for body in self._facts.bodies.values():
            bodies[body.key]["parent_id"] = self._bodies.number(body.parent)
        self._bodies.update(bodies)

    def _charter(self, key: Any) -> object:
        """As it is stored already, where it means the same."""
        charter, row = self._facts.bodies[key].charter, self._bodies.rows.get(key)
        if row is not None and store.charter_of(row.charter) == charter:
            return row.charter
        return charter_document(charter)

    def _parties(self) -> dict[str, Party]:
        """A party for each new thing; all of them by their written form."""
        kinds: dict[str, Things[Any]] = {
            "person": self._people, "unit": self._units, "role": self._roles, "body": self._bodies,
        }  # fmt: skip
        made = [
            Party(ref=f"{kind}:{row.key}", kind=kind, **{kind: row})
            for kind, things in kinds.items()
            for row in things.new
        ]
        Party.objects.bulk_create(made, batch_size=500)
        return {party.ref: party for party in Party.objects.order_by()}

    def _write_aspects(self) -> None:
        """From the root down: an aspect is made under one that is there. Raises TooDeep."""
        below: defaultdict[AspectKey | None, list[AspectKey]] = defaultdict(list)
        for aspect in self._facts.aspects.values():
            below[aspect.parent].append(aspect.key)
        self._make_room_for_root(below[None][0])
        level, depth, paths = below[None], 0, dict[str, str]()
        while level:
            wanted: dict[str, dict[str, Any]] = {key: self._aspect(key) | {"depth": depth} for key in level}
            self._aspects.insert(wanted)
            for key in level:
                paths[key] = f"{paths.get(str(self._facts.aspects[key].parent), '/')}{self._aspects.number(key)}/"
                wanted[key]["path"] = paths[key]
                if len(paths[key]) > _LONGEST_PATH:
                    raise TooDeep(key)
            self._aspects.update(wanted, silent=frozenset({"path", "depth", "position"}))
            level, depth = [child for key in level for child in below[key]], depth + 1

    def _aspect(self, key: AspectKey) -> dict[str, Any]:
        aspect = self._facts.aspects[key]
        # No part of the file format: what a founding knows is kept, what a file does not say stays as it is.
        placed = {"position": aspect.position} if aspect.position else {}
        return placed | {
            "name": aspect.name,
            "parent_id": self._aspects.number(aspect.parent),
            "kind": aspect.kind,
            "guardian_id": self._bodies.number(aspect.guardian),
            "inherits": aspect.inherits,
            "four_eyes": aspect.four_eyes,
            "consult_days": aspect.consult_days,
            "approve_days": None if aspect.approve_days is None else list(aspect.approve_days),
            "review_months": aspect.review_months,
            "unpublish_after": aspect.unpublish_after,
            "requires": list(aspect.requires),
        }

    def _make_room_for_root(self, root: AspectKey) -> None:
        """The database knows one root at a time; the old one, when it is another, waits at an impossible depth."""
        for row in (*self._aspects.rows.values(), *self._aspects.gone.values()):
            if row.parent_id is None and row.key != root:
                row.depth = _AWAY
                row.save(update_fields=["depth"])

    # What holds for a time

    def _write_spans(self) -> None:
        facts, people = self._facts, self._people
        holdings = [
            {"role_id": self._roles.number(role.key), "person_id": people.number(held.person), **_span(held)}
            for role in facts.roles.values()
            for held in role.holders
        ]
        Spans("holding", Holding.objects.all(), holdings, ("role_id", "person_id"), self._notes).write(Holding)
        seats = [
            {
                "body_id": self._bodies.number(body.key),
                "person_id": people.number(seat.person),
                "seat": seat.seat,
                "function": seat.function,
                "alternate_id": people.number(seat.alternate),
                "ring": seat.ring,
                **_span(seat),
            }
            for body in facts.bodies.values()
            for seat in body.seats
        ]
        Spans("seat", Seat.objects.all(), seats, ("body_id", "person_id", "seat"), self._notes).write(Seat)
        deputies = [
            {"acting_for_id": people.number(each.acting_for), "by_id": people.number(each.by), **_span(each)}
            for each in facts.deputyships
        ]
        identity = ("acting_for_id", "by_id")
        Spans("deputyship", Deputyship.objects.all(), deputies, identity, self._notes).write(Deputyship)

    def _write_assignments(self, parties: Mapping[str, Party]) -> None:
        wanted = [
            {
                "aspect_id": self._aspects.number(each.aspect),
                "facet": each.facet,
                "letter": each.letter,
                "party_id": parties[each.party].pk,
                **_span(each),
            }
            for each in self._facts.assignments
        ]
        rows = Assignment.objects.select_related("party").order_by()
        letters = Spans("assignment", rows, wanted, ("aspect_id", "facet", "letter", "party_id"), self._notes)
        # G9 is kept by the database row by row: while their times change, the A's of before are none.
        changed = [row.pk for row, _ in letters.changed if row.letter == "A"]
        for batch in batches(changed):
            Assignment.objects.filter(pk__in=batch).update(letter="I")
        by_number = {party.pk: party for party in parties.values()}
        for row in letters.write(Assignment, also=("letter",) if changed else ()):
            row.party = by_number[row.party_id]  # its event names it

    # What the file leaves out

    def _remove(self) -> None:
        """Nothing that stays refers to what goes; here what goes lets go of each other. Raises ProtectedError."""
        root = next(aspect.key for aspect in self._facts.aspects.values() if aspect.parent is None)
        self._aspects.clear(
            self._aspects.gone, parent=self._aspects.rows[root]
        )  # a second one without parent cannot be
        self._bodies.clear(self._bodies.gone, parent=None)
        self._units.clear(self._units.gone, parent=None, head=None)
        self._people.clear(self._people.gone, sponsor=None, kind="employee")
        for batch in batches([row.pk for row in self._people.gone.values()]):
            ChangeSet.objects.filter(author__in=batch).update(author=None)
            ChangeSet.objects.filter(decided_by__in=batch).update(decided_by=None)
            AcceptedFinding.objects.filter(by__in=batch).delete()
            Glass.objects.filter(person__in=batch).delete()
        holders = (self._bodies, self._roles, self._people, self._units)
        parties = [f"{things.noun}:{key}" for things in holders for key in things.gone]
        for some in batches(parties):
            removing.let_go(list(Party.objects.filter(ref__in=some).values_list("pk", flat=True)))
        for things in (self._aspects, *holders):
            things.remove()


def _no_password() -> str:
    """One that nobody can sign in with; random, as Django's own, but thousands of them are made in a moment."""
    return UNUSABLE_PASSWORD_PREFIX + secrets.token_urlsafe(30)


def _span(thing: Any) -> dict[str, Any]:
    return {"valid_from": thing.valid_from, "valid_until": thing.valid_until}
