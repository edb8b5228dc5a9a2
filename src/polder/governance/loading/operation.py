"""The operation itself: who may, what is told, one event for each thing and one for the load."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from polder.base.errors import PolderError
from polder.base.validity import valid_at
from polder.governance import index
from polder.governance.facts import Facts
from polder.governance.loading.events import Notes
from polder.governance.loading.writing import TooDeep, Writer
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation import removing
from polder.ground.organisation.models import Body, Organisation, Person, Role, Seat, Unit
from polder.ground.organisation.models.people import active_at
from polder.ground.organisation.operations import registration


class AlreadyLoaded(PolderError):
    """An organisation is there, and nobody said that it may be replaced."""

    code = "wrong_state"
    status = 409


class CannotLoad(PolderError):
    """The file is right, yet this installation cannot follow it."""

    code = "invalid"
    status = 409


class _TakeBack(Exception):  # no error: it ends a dry run
    pass


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did, or a dry run would do: how many things of each kind (`person`, `assignment`, ...)."""

    founding: bool
    added: Mapping[str, int]
    changed: Mapping[str, int]
    removed: Mapping[str, int]

    def __bool__(self) -> bool:
        """Was anything different?"""
        return bool(self.added or self.changed or self.removed)


def is_loaded() -> bool:
    """Is there an organisation? People alone are none: whoever runs the installation may have made an operator."""
    return any(rows.exists() for rows in (Aspect.objects, Unit.objects, Role.objects, Body.objects))


def load(facts: Facts, *, by: Person | None, at: datetime, replace: bool = False, dry_run: bool = False) -> Loaded:
    """Make the database say exactly what `facts` say, for every moment.

    Into an empty installation this is the founding act (people who are there must be in the file, and stay who they
    are). Elsewhere it needs `replace`; it is for the registration, `by` None or an operator, and the event names the chairs
    of the root's guardian, who are to be told (G15). What stays keeps its number. Where nothing differs nothing is
    written. `dry_run` does everything and takes it back. Raises AlreadyLoaded, CannotLoad, Inactive, NotAssigned.
    """
    found: list[Loaded] = []
    try:
        with acts.act(alone=True):
            found.append(_load(facts, by=by, at=at, replace=replace))
            if dry_run:
                raise _TakeBack
    except _TakeBack:
        pass
    except ProtectedError as error:
        details = removing.in_words(error.protected_objects, by=by, at=at)
        sentence = _("The file leaves out something that is still needed. Nothing was loaded.")
        raise CannotLoad(sentence, details=details) from error
    except TooDeep as error:
        raise CannotLoad(_("The aspect “%(key)s” lies too deep in the tree.") % {"key": error}) from error
    return found[0]


def _load(facts: Facts, *, by: Person | None, at: datetime, replace: bool) -> Loaded:
    registration.require(by, at)
    founding = not is_loaded()
    if not founding and not replace:
        raise AlreadyLoaded(_("An organisation is loaded already. With --replace the file takes its place altogether."))
    _refuse_losing_people(facts, by, replace=replace)
    told = [] if founding else _guardian(at)
    notes = Notes()
    Writer(facts, notes).write()
    settings = _write_settings(facts, at)
    added, changed, removed = notes.counts()
    loaded = Loaded(founding, added, changed if founding or not settings else changed | {"organisation": 1}, removed)
    if loaded:
        index.rebuild()
        mandate = {"code": "founding" if founding else "operator"}
        notes.record(by=by, at=at, mandate=mandate)
        acts.record(
            "organisation.founded" if founding else "organisation.loaded",
            thing="organisation:1",
            by=by.pk if by else None,
            at=at,
            mandate=mandate,
            data={
                "added": dict(added),
                "changed": dict(loaded.changed),
                "removed": dict(removed),
                "settings": settings,
                "told": [int(subject.partition(":")[2]) for subject in told if subject.startswith("person:")],
            },
            about=told,
        )
    return loaded


def _refuse_losing_people(facts: Facts, by: Person | None, *, replace: bool) -> None:
    """People who are there before the founding go only when it was said so, and nobody removes themselves."""
    if by is not None and by.key not in facts.people:
        raise CannotLoad(_("The file leaves you out. Add yourself to it, as an operator, and load it again."))
    there = Person.objects.values_list("key", flat=True)
    if not replace and not facts.people.keys() >= set(there):
        raise AlreadyLoaded(_("There are people already whom the file leaves out. With --replace they are removed."))


def _write_settings(facts: Facts, at: datetime) -> list[str]:
    """Time zone, country and holidays; which of them changed. A new organisation is named after its one root unit."""
    row, made = Organisation.objects.get_or_create(pk=1, defaults={"zone": facts.zone, "founded_at": at})
    values = {"zone": facts.zone, "country": facts.country, "holidays": [day.isoformat() for day in facts.holidays]}
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name, value in values.items():
        setattr(row, name, value)
    roots = [unit.name for unit in facts.units.values() if unit.parent is None]
    if not row.name and len(roots) == 1:
        row.name = roots[0]
    row.founded_at = row.founded_at or at
    row.save()
    return [] if made else changed


def _guardian(at: datetime) -> list[str]:
    """The root's guardian and its active chairs at `at`, in the ledger's words. At most two queries."""
    body = Aspect.objects.filter(parent=None).values_list("guardian", flat=True).first()
    if body is None:
        return []
    chairs = Seat.objects.filter(valid_at(at), active_at(at, "person__"), body=body, seat=Seat.Kind.CHAIR)
    return [f"body:{body}", *(f"person:{number}" for number in chairs.values_list("person", flat=True))]
