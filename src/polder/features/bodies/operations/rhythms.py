"""From when the rhythm of a body counts (B3): kept beside the rule, so that no meeting shifts it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from polder.base.time import local_day
from polder.capabilities.publishing import readings
from polder.features.bodies.models import Rhythm
from polder.features.bodies.rules import cadence
from polder.ground.organisation.models import Body

_OLDEST: Final = timedelta(days=3660)  # a body that was there before is counted from when it was seen


@dataclass(frozen=True, slots=True)
class Terms:
    """What was said with a rhythm; None is as it was, or usual."""

    since: date | None = None
    clock: time | None = None
    minutes: int | None = None
    place: str | None = None


def kept(body: Body, at: datetime) -> Rhythm:
    """Of a body with a cadence; begun where a rule was loaded that nobody set here. No query for one that was read."""
    row = getattr(body, "rhythm", None)
    if row is not None and row.rule == body.cadence:
        return row
    zone = readings.calendar().zone
    old = row is not None or body.valid_from is None or body.valid_from < at - _OLDEST
    return keep(body, Terms(), set_on=local_day(at if old or body.valid_from is None else body.valid_from, zone))


def changes(body: Body, terms: Terms) -> bool:
    """Do they differ from what is kept? One query."""
    said = {name: each for name, each in asdict(terms).items() if each is not None}
    row = Rhythm.objects.filter(body=body).first() or Rhythm()
    return any(getattr(row, name) != each for name, each in said.items())


def keep(body: Body, terms: Terms, *, set_on: date) -> Rhythm:
    """Written down for its rule of now; inside an act, or as part of a round. Three queries at most."""
    rule = body.cadence or ""
    row = Rhythm.objects.filter(body=body).first() or Rhythm(body=body)
    if terms.since is not None or row.rule != rule:
        row.since = terms.since or cadence.first(rule, set_on)
    row.rule = rule
    row.clock = row.clock if terms.clock is None else terms.clock
    row.minutes = row.minutes if terms.minutes is None else terms.minutes
    row.place = row.place if terms.place is None else terms.place.strip()[:200]
    row.save()
    return row
