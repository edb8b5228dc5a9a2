"""Somebody who may publish there answers for leaving a finding as it is, with a reason and an end."""

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from polder.capabilities.publishing import readings
from polder.capabilities.publishing.errors import Invalid, WrongState
from polder.capabilities.publishing.models import PageFinding
from polder.capabilities.publishing.operations.common import act_on, note, require
from polder.ground.organisation.models import Person


def accept(finding: PageFinding, *, reason: str, until: date, by: Person, at: datetime) -> None:
    """Nobody's task until the end of the day `until`, local time. Raises NotFound, Refused, WrongState, Invalid."""
    with act_on(finding.page, at) as (page, _change):
        granted = require(by, "publish", page, at)
        row = PageFinding.objects.select_for_update().filter(pk=finding.pk, closed_at=None).first()
        if row is None:
            raise WrongState(_("That is not wrong any more."))
        if not reason.strip():
            raise Invalid(_("Say why it may stay as it is."))
        ends = readings.calendar().midnight(until + timedelta(days=1))
        if ends <= at:
            raise Invalid(_("It can be accepted until a moment in the future."))
        row.accepted_at, row.accepted_until, row.accepted_by, row.accepted_reason = at, ends, by, reason.strip()[:500]
        row.save()
        data = {"codes": [row.code], "until": ends.isoformat()}
        note(page, "page.finding_accepted", by=by, at=at, granted=granted, data=data)
