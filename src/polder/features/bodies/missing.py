"""What bodies lack (section 8): a required function that nobody sits for, a chair, a meeting that should have been (B3)."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date, datetime, timedelta, tzinfo
from typing import Final

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.time import is_working_day, local_day, midnight
from polder.features.bodies.models import Meeting, Rhythm
from polder.features.bodies.rules import cadence
from polder.governance import finding_words, findings, store
from polder.governance.facts import AspectKey, Body, Facts, PartyKey
from polder.governance.finding_rules import Found
from polder.governance.finding_words import Remedy, Told
from polder.governance.resolution import Reading

GRACE: Final = timedelta(days=14)
"""So long after the day on which it should have met a body is overdue."""


def register() -> None:
    """Called once, in `ready()`."""
    findings.register("bodies", found)
    finding_words.register(
        "no_chair",
        Told(
            gettext_lazy("A body without a chair"), gettext_lazy("Nobody calls it together or acts for it."),
            lambda reading, each: _("%(body)s has no chair") % {"body": _name(reading, each)},
            lambda reading, each: Remedy(_("Give the seat"), _address(each, "organisation:body_seat")),
        ),
    )  # fmt: skip
    finding_words.register(
        "body_overdue",
        Told(
            gettext_lazy("A body that does not meet"), gettext_lazy("What waits for it goes on waiting."),
            lambda reading, each: _("%(body)s should have met") % {"body": _name(reading, each)},
            lambda reading, each: Remedy(_("Plan a meeting"), _address(each, "bodies:meeting_new")),
        ),
    )  # fmt: skip


def found(reading: Reading, at: datetime) -> Iterator[Found]:
    """Of each body that runs, under its own aspect. Two queries; nothing else while there is no body."""
    facts = reading.facts
    running = [body for body in facts.bodies.values() if _runs(body, at)]
    rhythmic = {body.key for body in running if body.cadence}
    held = _last_held(rhythmic, store.zone(facts)) if rhythmic else {}
    anchors = _anchors(rhythmic) if rhythmic else {}
    guarded, root = _guarded(facts), next((key for key, each in facts.aspects.items() if each.parent is None), None)
    for body in running:
        aspect, party = _aspect_of(facts, body, guarded) or root, PartyKey(f"body:{body.key}")
        if aspect is None:
            continue
        there = {
            seat.function.casefold()
            for seat in body.seats
            if seat.seat != "advisor" and _holds(seat.valid_from, seat.valid_until, at) and reading_active(facts, seat.person, at)
        }  # fmt: skip
        lacking = [name for name in body.requires if name.casefold() not in there]
        if lacking:
            yield Found("missing_voice", "medium", aspect, "*", party=party, detail=", ".join(lacking))
        if not any(
            seat.seat == "chair" and _holds(seat.valid_from, seat.valid_until, at) and reading_active(facts, seat.person, at)
            for seat in body.seats
        ):  # fmt: skip
            yield Found("no_chair", "high", aspect, "*", party=party)
        since = _overdue(facts, body, held.get(body.key), anchors.get((body.key, body.cadence or "")), at)
        if since is not None:
            yield Found("body_overdue", "medium", aspect, "*", party=party, since=since)


def _aspect_of(facts: Facts, body: Body, guarded: Mapping[str, AspectKey]) -> AspectKey | None:
    """The first aspect of its charter, else the topmost one that it guards."""
    named = (body.charter.aspects if body.charter is not None else None) or ()
    return next((key for key in named if key in facts.aspects), None) or guarded.get(body.key)


def _guarded(facts: Facts) -> dict[str, AspectKey]:
    """By guardian the topmost aspect. One pass."""
    found: dict[str, AspectKey] = {}
    for key, aspect in facts.aspects.items():
        known = found.get(aspect.guardian or "")
        if aspect.guardian and (known is None or (_depth(facts, key), key) < (_depth(facts, known), known)):
            found[aspect.guardian] = key
    return found


def reading_active(facts: Facts, person: str, at: datetime) -> bool:
    """G1."""
    known = facts.people.get(person)  # type: ignore[call-overload]  # keys are plain words here
    return known is not None and _holds(known.active_from, known.left_on, at)


def _overdue(facts: Facts, body: Body, held: date | None, anchor: date | None, at: datetime) -> datetime | None:
    """Since when; a body of which nobody knows when it began is not judged before its first meeting."""
    zone = store.zone(facts)
    began = None if body.valid_from is None else local_day(body.valid_from, zone)
    last = held or began
    if not body.cadence or last is None:
        return None
    today = local_day(at, zone)
    latest = today - GRACE
    holidays = frozenset(facts.holidays)
    try:
        expected = cadence.last_expected(
            body.cadence, body.kind, anchor=anchor or began or last, held=last, today=latest,
            works=lambda day: is_working_day(day, holidays),
        )  # fmt: skip
    except ValueError:  # a rule that was loaded and that calendars do not understand
        return None
    return None if expected is None else midnight(expected, zone)


def _last_held(bodies: Collection[str], zone: tzinfo) -> dict[str, date]:
    """The last day on which it met, or that of the rhythm for which it met earlier."""
    rows = Meeting.objects.filter(body__key__in=bodies, opened_at__isnull=False).order_by()
    latest = rows.values_list("body__key").annotate(last=Max("opened_at"), slot=Max("slot"))
    return {key: max(local_day(last, zone), slot or date.min) for key, last, slot in latest}


def _anchors(bodies: Collection[str]) -> dict[tuple[str, str], date]:
    rows = Rhythm.objects.filter(body__key__in=bodies).values_list("body__key", "rule", "since")
    return {(key, rule): since for key, rule, since in rows}


def _runs(body: Body, at: datetime) -> bool:
    return _holds(body.valid_from, body.valid_until, at)


def _holds(begin: datetime | None, end: datetime | None, at: datetime) -> bool:
    return (begin is None or begin <= at) and (end is None or at < end)


def _depth(facts: Facts, key: AspectKey) -> int:
    depth, here = 0, facts.aspects[key].parent
    while here is not None:
        depth, here = depth + 1, facts.aspects[here].parent
    return depth


def _name(reading: Reading, each: Found) -> str:
    body = reading.facts.bodies.get(_key(each))  # type: ignore[call-overload]
    return "" if body is None else str(body.name)


def _key(each: Found) -> str:
    return (each.party or "").removeprefix("body:")


def _address(each: Found, name: str) -> str:
    return reverse(name, args=[_key(each)])
