"""What the ledger keeps of a change set: one event for each thing added, changed or ended (L1), with its mandate."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from polder.governance.facts import FACETS, AspectKey, Facet
from polder.governance.loading.events import party_subject
from polder.governance.models import Aspect, Assignment, ChangeSet
from polder.governance.operations.writing import Written
from polder.governance.resolution import Reading, answer
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import spans


class Recorder:
    """Records for one change set, who made it and when. `reading` is the organisation before it."""

    def __init__(self, reading: Reading, change_set: ChangeSet, *, by: Person | None, at: datetime) -> None:
        self._reading, self._change_set, self._by, self._at = reading, change_set, by, at
        self._known: dict[tuple[AspectKey | None, Facet], tuple[dict[str, Any], int | None]] = {}
        self._numbers: dict[str, int] = {}

    def everything(self, written: Written) -> None:
        """An event for each row; inside the act."""
        for role in written.roles:
            self._record("role.added", f"role:{role.pk}", None, {}, ())
        for aspect in written.aspects:
            data: dict[str, Any] = {"inherits": aspect.inherits, "four_eyes": aspect.four_eyes}
            data["parent"] = f"aspect:{aspect.parent_id}"
            self._record("aspect.added", f"aspect:{aspect.pk}", aspect, data, (data["parent"],))
        for aspect, was in written.changed:
            self._changed(aspect, was)
        for kind, assignments in (("removed", written.removed), ("ended", written.ended), ("added", written.added)):
            for assignment in assignments:
                self._assignment(f"assignment.{kind}", assignment)

    def the_set(self, kind: str, data: Mapping[str, Any] | None = None) -> None:
        """An event of the change set itself, such as `change_set.applied`."""
        acts.record(
            kind,
            thing=f"change_set:{self._change_set.pk}",
            by=self._by.pk if self._by else None,
            at=self._at,
            mandate={} if self._by else {"code": "decision"},
            data=data,
            about=[f"person:{self._change_set.author_id}"] if self._change_set.author_id else [],
        )

    def _changed(self, aspect: Aspect, was: Mapping[str, list[Any]]) -> None:
        # Names and texts stay out of the ledger; of these it keeps only that they changed.
        plain = {n: pair for n, pair in was.items() if all(isinstance(v, int | bool | None) for v in pair)}
        about = tuple(f"aspect:{number}" for number in was.get("parent", ()) if number is not None)
        kind = "aspect.moved" if "parent" in was else "aspect.changed"
        self._record(kind, f"aspect:{aspect.pk}", aspect, {"changed": sorted(was), **plain}, about)

    def _assignment(self, kind: str, row: Assignment) -> None:
        party = party_subject(row.party)
        data = {"letter": row.letter, "facet": row.facet, "party": party, "change_set": self._change_set.pk}
        data |= spans.facts(row.valid_from, row.valid_until)
        number = f"assignment:{row.pk}"
        self._record(kind, number, row.aspect, data, (party,), letter=row.letter, facet=row.facet)

    def _record(
        self, kind: str, thing: str, aspect: Aspect | None, data: Mapping[str, Any], about: tuple[str, ...],
        letter: str = "", facet: str = "*",
    ) -> None:  # fmt: skip
        mandate, acting_for = self._mandate(aspect, letter, facet)
        acts.record(
            kind,
            thing=thing,
            by=self._by.pk if self._by else None,
            at=self._at,
            acting_for=acting_for,
            aspect=aspect.pk if aspect else None,
            mandate=mandate,
            data=data,
            about=about,
        )

    def _mandate(self, aspect: Aspect | None, letter: str, facet: str) -> tuple[dict[str, Any], int | None]:
        """G13: by which `assign` it was done, from the aspect or above it; an A from above."""
        if self._by is None:
            return {"code": "decision", "change_set": self._change_set.pk}, None
        key = None if aspect is None else self._from(aspect, letter)
        asked: Facet = next((each for each in FACETS if each == facet), FACETS[0])
        if (key, asked) not in self._known:
            self._known[key, asked] = self._granted(key, asked)
        return self._known[key, asked]

    def _from(self, aspect: Aspect, letter: str) -> AspectKey | None:
        """Where the right is looked for first: an aspect that was there before, and for an A the one above."""
        known = self._reading.facts.aspects
        key: AspectKey | None = AspectKey(aspect.key)
        if key in known and letter != "A":
            return key
        if key in known:
            return known[AspectKey(aspect.key)].parent
        row = aspect.parent
        while row is not None and row.key not in known:
            row = row.parent
        return None if row is None else AspectKey(row.key)

    def _granted(self, aspect: AspectKey | None, facet: Facet) -> tuple[dict[str, Any], int | None]:
        assert self._by is not None  # noqa: S101  # asked only for a person
        for key in () if aspect is None else self._reading.line(aspect):
            given = answer(self._reading, self._by.key, "assign", key, facet, self._at)
            if given.allowed:
                acting_for = None if given.acting_for is None else self._number(given.acting_for)
                mandate = {"power": "assign", "aspect": key, "facet": facet, "code": given.code, "for": acting_for}
                return mandate, acting_for
        return {"power": "assign", "change_set": self._change_set.pk}, None

    def _number(self, person: str) -> int:
        if person not in self._numbers:
            self._numbers[person] = Person.objects.values_list("pk", flat=True).get(key=person)
        return self._numbers[person]
