"""From the database to `Facts`: eleven queries whatever the size, kept per process until the matrix changes.

`Facts` hold all validity, past and planned, so one copy answers for every moment. It is kept under the newest event
that may have changed who holds what; inside an act that changes the matrix nothing is kept and nothing kept is used:
there the rows are ahead of the ledger.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import QuerySet

from polder.governance import models
from polder.governance.facts import (
    Aspect,
    AspectKey,
    Assignment,
    Body,
    BodyKey,
    Charter,
    Deputyship,
    Facts,
    Glass,
    Holding,
    PartyKey,
    Person,
    PersonKey,
    Quorum,
    Role,
    RoleKey,
    Seat,
    Unit,
    UnitKey,
)
from polder.governance.organisation_file import in_order
from polder.governance.resolution import Reading
from polder.ground.ledger import acts, newest, remembering
from polder.ground.organisation import models as ground

DEFAULT_ZONE = "Europe/Amsterdam"
_TRIES = 3  # how often reading begins anew because somebody changed the matrix meanwhile

Row = tuple[Any, ...]
_PERSON = [
    "pk",
    "key",
    "name",
    "email",
    "unit__key",
    "active_from",
    "left_on",
    "number",
    "kind",
    "sponsor__key",
    "location",
    "languages",
    "operator",
]
_BODY = [
    "pk",
    "key",
    "kind",
    "name",
    "acts_by",
    "parent__key",
    "charter",
    "valid_from",
    "valid_until",
    "cadence",
    "requires",
]
_SEAT = ["body_id", "person_id", "seat", "function", "valid_from", "valid_until", "alternate_id", "ring"]
_ASPECT = [
    "pk",
    "key",
    "name",
    "parent__key",
    "kind",
    "guardian__key",
    "inherits",
    "four_eyes",
    "consult_days",
    "approve_days",
    "review_months",
    "unpublish_after",
    "requires",
    "position",
]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What this process read last, and the state of the ledger that it belongs to."""

    version: tuple[int, str]
    facts: Facts
    reading: Reading


_kept: dict[str, _Kept] = {}  # by the name of the database
_generation = 0


def zone(facts: Facts) -> ZoneInfo:
    """The organisation's time zone."""
    return ZoneInfo(facts.zone)


def facts_now() -> Facts:
    """The organisation as it stands in the database. One query when it was read before, else fourteen."""
    return _read().facts


def reading_now() -> Reading:
    """`facts_now` ready to be asked; shared within the process, so what it works out is worked out once."""
    return _read().reading


def forget() -> None:
    """Keep nothing: the next question reads the database again. What others keep ends with the `generation`."""
    global _generation  # one number for the process
    _kept.clear()
    remembering.forget()
    _generation += 1


def generation() -> int:
    """Whoever keeps what they read keeps this with it: another database of the same name may have the same version."""
    return _generation


def reading_at_start() -> Reading:
    """As `reading_now`, for an act that is alone and has written nothing yet: there what is kept still holds."""
    return _read(unwritten=True).reading


def _read(*, unwritten: bool = False) -> _Kept:
    if acts.is_alone() and not unwritten:
        facts = _facts()
        return _Kept((0, ""), facts, Reading(facts))
    name = str(connection.settings_dict["NAME"])
    for tried in range(_TRIES):
        now = version() if tried == 0 else newest.read().matrix
        kept = _kept.get(name)
        if kept is not None and kept.version == now:
            return kept
        try:
            facts = _facts()
        except KeyError:  # a row that refers to one made after its table was read
            continue
        if now == newest.read().matrix:  # nobody changed anything between the first query and the last
            kept = _Kept(now, facts, Reading(facts))
            if now[0]:  # without a ledger there is nothing to tell by whether it still holds
                _kept[name] = kept
            return kept
    with acts.act():  # somebody keeps changing it: wait for them and hold it still
        facts = _facts()
        return _Kept((0, ""), facts, Reading(facts))


def version() -> tuple[int, str]:
    """Number and digest of the newest event that may have changed who holds what. One query, once in a look."""
    return newest.newest().matrix


def _facts() -> Facts:
    """Eleven queries."""
    organisation = ground.Organisation.objects.filter(pk=1).first()
    rows: list[Row] = list(ground.Person.objects.order_by().values_list(*_PERSON))
    keys: dict[int, PersonKey] = {row[0]: PersonKey(row[1]) for row in rows}
    aspects, aspect_keys = aspects_in(models.Aspect.objects.order_by())
    return in_order(
        Facts(
            zone=organisation.zone if organisation else DEFAULT_ZONE,
            country=organisation.country if organisation else None,
            holidays=tuple(date.fromisoformat(day) for day in organisation.holidays) if organisation else (),
            people={PersonKey(row[1]): _person(row) for row in rows},
            operators=frozenset(PersonKey(row[1]) for row in rows if row[-1]),
            units=_units(keys),
            roles=_roles(keys),
            bodies=_bodies(keys),
            aspects=aspects,
            assignments=_assignments(aspect_keys),
            deputyships=_deputyships(keys),
            glasses=_glasses(keys, aspect_keys),
        )
    )


def _person(row: Row) -> Person:
    _, key, name, email, unit, active_from, left_on, number, kind, sponsor, location, languages, _ = row
    return Person(
        key, name, email, unit, active_from, left_on, number, kind, sponsor, location, languages=tuple(languages)
    )


def _units(people: dict[int, PersonKey]) -> dict[UnitKey, Unit]:
    rows = ground.Unit.objects.order_by().values_list("key", "name", "parent__key", "head_id")
    return {
        UnitKey(key): Unit(UnitKey(key), name, _link(UnitKey, parent), people.get(head or 0))
        for key, name, parent, head in rows
    }


def _roles(people: dict[int, PersonKey]) -> dict[RoleKey, Role]:
    rows = ground.Holding.objects.order_by().values_list("role_id", "person_id", "valid_from", "valid_until")
    holders = _grouped((role, Holding(people[person], begin, end)) for role, person, begin, end in rows)
    roles = ground.Role.objects.order_by().values_list("pk", "key", "name")
    return {RoleKey(key): Role(RoleKey(key), name, tuple(holders[pk])) for pk, key, name in roles}


def _bodies(people: dict[int, PersonKey]) -> dict[BodyKey, Body]:
    rows = ground.Seat.objects.order_by().values_list(*_SEAT)
    seats = _grouped((row[0], _seat(row, people)) for row in rows)
    found = {}
    for row in ground.Body.objects.order_by().values_list(*_BODY):
        pk, key, kind, name, acts_by, parent, charter, begin, end, cadence, requires = row
        found[BodyKey(key)] = Body(
            BodyKey(key), kind, name, acts_by, tuple(seats[pk]), _link(BodyKey, parent), charter_of(charter), begin, end,
            cadence, tuple(requires),
        )  # fmt: skip
    return found


def _seat(row: Row, people: dict[int, PersonKey]) -> Seat:
    _, person, seat, function, begin, end, alternate, ring = row
    return Seat(people[person], seat, function, begin, end, people.get(alternate), ring)


def aspects_in(rows: QuerySet[models.Aspect]) -> tuple[dict[AspectKey, Aspect], dict[int, AspectKey]]:
    """With all their settings, by key; and the keys by number. One query."""
    found: dict[AspectKey, Aspect] = {}
    keys: dict[int, AspectKey] = {}
    for row in rows.values_list(*_ASPECT):
        (
            pk,
            key,
            name,
            parent,
            kind,
            guardian,
            inherits,
            eyes,
            consult,
            approve,
            review,
            unpublish,
            requires,
            position,
        ) = row
        keys[pk] = AspectKey(key)
        found[keys[pk]] = Aspect(
            keys[pk], name, _link(AspectKey, parent), kind, _link(BodyKey, guardian), inherits, eyes, consult,
            approve and (approve[0], approve[1], approve[2]), review, unpublish, tuple(requires), position,
        )  # fmt: skip
    return found, keys


def _assignments(aspects: dict[int, AspectKey]) -> tuple[Assignment, ...]:
    parties = {pk: PartyKey(ref) for pk, ref in ground.Party.objects.order_by().values_list("pk", "ref")}
    rows = models.Assignment.objects.order_by().values_list(
        "aspect_id", "facet", "party_id", "letter", "valid_from", "valid_until", "change_set_id"
    )
    return tuple(
        Assignment(
            aspects[aspect], cast(Any, facet), parties[party], cast(Any, letter), begin, end, _decision(change_set)
        )
        for aspect, facet, party, letter, begin, end, change_set in rows
    )


def _decision(change_set: int | None) -> str | None:
    """The change set as the ledger writes it."""
    return None if change_set is None else f"change_set:{change_set}"


def _deputyships(people: dict[int, PersonKey]) -> tuple[Deputyship, ...]:
    rows = ground.Deputyship.objects.order_by().values_list("acting_for_id", "by_id", "valid_from", "valid_until")
    return tuple(Deputyship(people[acting_for], people[by], begin, end) for acting_for, by, begin, end in rows)


def _glasses(people: dict[int, PersonKey], aspects: dict[int, AspectKey]) -> tuple[Glass, ...]:
    rows = models.Glass.objects.order_by("pk").values_list(
        "person_id", "aspect_id", "reason", "valid_from", "valid_until"
    )
    return tuple(
        Glass(people[person], aspects[aspect], reason, cast(datetime, begin), cast(datetime, end))
        for person, aspect, reason, begin, end in rows
    )


def charter_of(stored: dict[str, Any] | None) -> Charter | None:
    """A charter from the JSON in which a body keeps it: the fields of the file, those left out unlimited."""
    if stored is None:
        return None
    aspects, quorum = stored.get("aspects"), stored.get("quorum")
    return Charter(
        aspects=None if aspects is None else tuple(aspects),
        up_to=_float(stored.get("up_to")),
        quorum=None if quorum is None else Quorum(_float(quorum.get("share")), tuple(quorum.get("functions") or ())),
        method=stored.get("method"),
        written=stored.get("written"),
    )


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)


def _link[K](kind: Callable[[str], K], key: str | None) -> K | None:
    return None if key is None else kind(key)


def _grouped[T](pairs: Iterable[tuple[int, T]]) -> defaultdict[int, list[T]]:
    found: defaultdict[int, list[T]] = defaultdict(list)
    for number, thing in pairs:
        found[number].append(thing)
    return found
