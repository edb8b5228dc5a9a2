"""Findings on live data (section 8): the pure rules, with owner, due day and acceptance; and their history.

What is open follows from the organisation, so nothing can be out of date. `FindingRecord` remembers when a finding was
first seen and when its cause was gone; a reaction and a round bring it up to date.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError
from django.db.models import Q

from polder.base.time import local_day
from polder.governance import store, using
from polder.governance.facts import FACETS, AspectKey, PartyKey, PersonKey
from polder.governance.finding_rules import INTRANET_MANAGER, SEVERITIES, Found, due, find, in_order, owner
from polder.governance.finding_rules.scene import Severity
from polder.governance.models import AcceptedFinding, Aspect, FindingRecord
from polder.governance.resolution import Reading
from polder.governance.resolution.moments import instant
from polder.ground.ledger import acts
from polder.ground.organisation.models import Party, Person

type Source = Callable[[Reading, datetime], Iterable[Found]]
type Identity = tuple[str, str, str, str]  # code, aspect, facet, party; as Found.identity


@dataclass(frozen=True, slots=True)
class OpenFinding:
    """A finding as it stands: whose it is, by when it must be mended, and whether somebody accepted it."""

    found: Found
    owner: PartyKey | None
    due: date
    opened_at: datetime
    accepted: AcceptedFinding | None


_sources: dict[str, Source] = {}


def register(key: str, source: Source) -> None:
    """In `ready()`: findings that need more than the matrix, each under an aspect, in a bounded number of queries.

    Raises ValueError when the key is taken.
    """
    if key in _sources:
        raise ValueError(f"There is a source of findings {key!r} already.")
    _sources[key] = source


def open_now(
    reading: Reading,
    at: datetime,
    *,
    aspects: Iterable[str] | None = None,
    codes: Iterable[str] | None = None,
    of_the_matrix_alone: bool = False,
) -> list[OpenFinding]:
    """All findings at `at`, accepted ones too, the most severe first. Three queries beside the reading, and its sources'."""
    known = reading.facts.aspects
    wanted = None if aspects is None else [known[key].key for key in aspects if key in known]  # type: ignore[index]  # str
    codes = None if codes is None else set(codes)
    used = using.last_activity(wanted) if codes is None or "idle_assignment" in codes else None
    found = find(reading, at, aspects=wanted, codes=codes, last_activity=used)
    if not of_the_matrix_alone:
        found = in_order([*found, *_from_sources(reading, at, wanted, codes)])
    opened, accepted = _opened(at), _accepted(at)
    zone = store.zone(reading.facts)
    listed = []
    for each in found:
        since = opened.get(each.identity, at)
        listed.append(
            OpenFinding(
                found=each,
                owner=owner(reading, each.aspect, each.facet, at),
                due=due(each.severity, local_day(since, zone)),
                opened_at=since,
                accepted=accepted.get(each.identity),
            )
        )
    return listed


def for_person(reading: Reading, person: Person, at: datetime) -> list[OpenFinding]:
    """Findings that `person` owns and nobody has accepted: those of a party they act for, or are deputy in.

    Only the aspects that are theirs are looked at: most people have none, and pay nothing. Two queries for the others.
    """
    mine = _acting_for(reading, PersonKey(person.key), at)
    if mine.isdisjoint(_could_own(reading)):
        return []
    owned = _owned(reading, at)
    aspects = {aspect for party in mine for aspect in owned.get(party, ())}
    if not aspects:
        return []
    listed = open_now(reading, at, aspects=sorted(aspects))
    return [each for each in listed if each.owner in mine and each.accepted is None]


def counts(at: datetime) -> Mapping[Severity, int]:
    """How many findings are open and not accepted, by severity, as of the last look. Two queries."""
    accepted = _accepted(at).keys()
    rows = FindingRecord.objects.filter(closed_at=None).values_list(
        "severity", "code", "aspect__key", "facet", "party__ref"
    )
    counted = Counter(
        severity for severity, code, aspect, facet, party in rows if (code, aspect, facet, party or "") not in accepted
    )
    return {severity: counted[severity] for severity in SEVERITIES}


def _from_sources(
    reading: Reading, at: datetime, aspects: Iterable[AspectKey] | None = None, codes: Collection[str] | None = None
) -> list[Found]:
    looked_at = None if aspects is None else set(aspects)
    return [
        each
        for source in _sources.values()
        for each in source(reading, at)
        if (looked_at is None or each.aspect in looked_at) and (codes is None or each.code in codes)
    ]


def _could_own(reading: Reading) -> set[PartyKey]:
    """Every party that is named where findings may come to lie, now or later."""
    named = {each.party for each in reading.facts.assignments if each.letter == "A"}
    named |= {PartyKey(f"body:{aspect.guardian}") for aspect in reading.facts.aspects.values() if aspect.guardian}
    return named | {PartyKey(f"role:{INTRANET_MANAGER}")}


@dataclass(frozen=True, slots=True)
class _Owned:
    """Whose the aspects were in a minute, of one reading: the next person who asks need not walk the tree again."""

    reading: Reading
    minute: int
    aspects: Mapping[PartyKey, set[AspectKey]]


_last_owned: list[_Owned] = []


def _owned(reading: Reading, at: datetime) -> Mapping[PartyKey, set[AspectKey]]:
    minute = int(at.timestamp()) // 60
    for kept in _last_owned:
        if kept.reading is reading and kept.minute == minute:
            return kept.aspects
    found: defaultdict[PartyKey, set[AspectKey]] = defaultdict(set)
    for aspect in reading.facts.aspects:
        for facet in FACETS:
            party = owner(reading, aspect, facet, at)
            if party is not None:
                found[party].add(aspect)
    _last_owned[:] = [_Owned(reading, minute, found)]
    return found


def _acting_for(reading: Reading, person: PersonKey, at: datetime) -> set[PartyKey]:
    now = instant(at)
    if not reading.active(person, now):
        return set()
    selves = [person, *(s.acting_for for s in reading.represented(person) if s.start <= now < s.end)]
    parties = {tie.party for one in selves for tie in reading.memberships(one) if tie.start <= now < tie.end}
    parties |= {PartyKey(f"unit:{unit.key}") for unit in reading.facts.units.values() if unit.head in selves}
    acting = set[PartyKey]()
    for party in parties:
        if any(tie.person in selves and tie.start <= now < tie.end for tie in reading.actors(party)):
            acting.add(party)
    return acting


def _opened(at: datetime) -> dict[Identity, datetime]:
    rows = FindingRecord.objects.filter(Q(closed_at=None) | Q(closed_at__gt=at), opened_at__lte=at)
    listed = rows.values_list("code", "aspect__key", "facet", "party__ref", "opened_at")
    return {(code, aspect, facet, party or ""): opened for code, aspect, facet, party, opened in listed}


def _accepted(at: datetime) -> dict[Identity, AcceptedFinding]:
    rows = AcceptedFinding.objects.filter(accepted_at__lte=at, until__gt=at).select_related("aspect", "party", "by")
    return {
        (row.code, row.aspect.key, row.facet, row.party.ref if row.party else ""): row
        for row in rows.order_by("accepted_at", "pk")
    }


# History


def sync(at: datetime) -> tuple[int, int]:
    """Bring the records up to date with what is open at `at`; how many were opened and closed.

    Follows from how things are: a missed run loses nothing, a second one repeats nothing.
    """
    try:
        with acts.act():
            return _sync(store.reading_now(), at)
    except IntegrityError:  # another worker looked at the same moment and was first: normal, not an error
        return 0, 0


def _sync(reading: Reading, at: datetime) -> tuple[int, int]:
    of_the_matrix = find(reading, at, last_activity=using.last_activity())
    found = {each.identity: each for each in (*of_the_matrix, *_from_sources(reading, at))}
    recorded: dict[Identity, FindingRecord] = {}
    for row in (
        FindingRecord.objects.filter(closed_at=None).select_related("aspect", "party").select_for_update(of=("self",))
    ):
        recorded[row.code, row.aspect.key, row.facet, row.party.ref if row.party else ""] = row
    new = [each for identity, each in found.items() if identity not in recorded]
    gone = [row for identity, row in recorded.items() if identity not in found]
    opened = _open(new, at)
    closed = 0
    for row in gone:
        if FindingRecord.objects.filter(pk=row.pk, closed_at=None).update(closed_at=max(at, row.opened_at)):
            closed += 1
            _record("finding.closed", row, at)
    return opened, closed


def _open(new: Iterable[Found], at: datetime) -> int:
    listed = list(new)
    aspects = dict(Aspect.objects.values_list("key", "pk")) if listed else {}
    parties = dict(Party.objects.filter(ref__in={each.party for each in listed if each.party}).values_list("ref", "pk"))
    rows = [
        FindingRecord(
            code=each.code,
            severity=each.severity,
            aspect_id=aspects[each.aspect],
            facet=each.facet,
            party_id=None if each.party is None else parties[each.party],
            opened_at=at,
        )
        for each in listed
    ]
    for row in FindingRecord.objects.bulk_create(rows, batch_size=500):
        _record("finding.opened", row, at)
    return len(rows)


def _record(kind: str, row: FindingRecord, at: datetime) -> None:
    acts.record(
        kind,
        thing=f"finding:{row.pk}",
        by=None,
        at=at,
        aspect=row.aspect_id,
        data={"code": row.code, "severity": row.severity, "facet": row.facet},
    )
