"""Somebody answers for leaving a finding as it is, with a reason and an end (section 8)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from polder.base.time import midnight
from polder.governance import store
from polder.governance.errors import Invalid, NotAuthorised
from polder.governance.facts import FACETS, PersonKey
from polder.governance.finding_rules import Found, owner
from polder.governance.models import AcceptedFinding, Aspect
from polder.governance.resolution import Reading, answer
from polder.governance.resolution.moments import instant
from polder.ground.ledger import acts
from polder.ground.organisation.models import Party, Person
from polder.ground.organisation.operations import registration


def accept_finding(found: Found, *, reason: str, until: date | datetime, by: Person, at: datetime) -> AcceptedFinding:
    """The finding counts as accepted until `until` (a bare day: the end of that day, local time).

    For its owner, their deputies, and whoever may assign there. Raises Inactive, NotAuthorised, Invalid.
    """
    with acts.act():
        registration.present(by, at)
        reading = store.reading_now()
        if not _may(reading, found, by, at):
            raise NotAuthorised(_("Only the owner of a finding, or who may assign there, can accept it."))
        if not reason.strip():
            raise Invalid(_("Say why it may stay as it is."))
        ends = until if isinstance(until, datetime) else _end_of(until, store.zone(reading.facts))
        if ends <= at:
            raise Invalid(_("It can be accepted until a moment in the future."))
        aspect = Aspect.objects.get(key=found.aspect)
        row = AcceptedFinding.objects.create(
            code=found.code,
            aspect=aspect,
            facet=found.facet,
            party=None if found.party is None else Party.objects.get(ref=found.party),
            reason=reason.strip(),
            by=by,
            accepted_at=at,
            until=ends,
        )
        acts.record(
            "finding.accepted",
            thing=f"accepted_finding:{row.pk}",
            by=by.pk,
            at=at,
            aspect=aspect.pk,
            data={"code": found.code, "facet": found.facet, "until": ends.isoformat()},
        )
    return row


def _may(reading: Reading, found: Found, by: Person, at: datetime) -> bool:
    facets = FACETS if found.facet == "*" else (found.facet,)
    if any(answer(reading, by.key, "assign", found.aspect, facet, at).allowed for facet in facets):
        return True
    party, now = owner(reading, found.aspect, found.facet, at), instant(at)
    if party is None:
        return by.operator  # nobody owns it: whoever runs the installation may at least say why it is so
    acting = [tie.person for tie in reading.actors(party) if tie.start <= now < tie.end]
    standins = [s.acting_for for s in reading.represented(PersonKey(by.key)) if s.start <= now < s.end]
    return by.key in acting or any(person in acting for person in standins)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return midnight(date.fromordinal(day.toordinal() + 1), zone)
