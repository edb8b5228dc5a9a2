"""What the organisation says of itself."""

from datetime import date, datetime
from typing import TypedDict, Unpack
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from polder.ground.ledger import acts
from polder.ground.organisation.errors import Invalid
from polder.ground.organisation.models import Organisation, Person
from polder.ground.organisation.operations import editing, registration
from polder.ground.organisation.watch import Change, changing

FIELDS = ("name", "zone", "country", "holidays", "language")


class OrganisationFields(TypedDict, total=False):
    """Left out: as it is. `holidays` are ISO dates."""

    name: str
    zone: str
    country: str | None
    holidays: list[str]
    language: str


def change(
    *, by: Person | None, at: datetime, seen: editing.Values | None = None, **changes: Unpack[OrganisationFields]
) -> Organisation:
    """Name, time zone, country, days off, language. The row is made when there is none yet; founding is governance's.

    Raises Inactive, NotAssigned, Stale, Invalid (an unknown zone, a holiday that is no date).
    """
    with changing(Change(by, at)):
        registration.require(by, at)
        row = Organisation.objects.select_for_update().filter(pk=1).first() or Organisation(pk=1)
        editing.refuse_stale(row, seen)
        changed = editing.set_values(row, changes)
        if not changed and not row._state.adding:
            return row
        _check(row)
        editing.check(row, exclude=("founded_at",))  # set by the founding, empty until then
        row.save()
        acts.record(
            "organisation.changed",
            thing="organisation:1",
            by=by.pk if by else None,
            at=at,
            data=editing.facts(row, changed),
        )
    return row


def _check(row: Organisation) -> None:
    try:
        ZoneInfo(row.zone)
    except (KeyError, ValueError, OSError) as unknown:
        sentence = _("“%(zone)s” is no time zone. Write it as Europe/Amsterdam.") % {"zone": row.zone}
        raise Invalid(sentence, field="zone") from unknown
    for day in row.holidays:
        try:
            date.fromisoformat(day)
        except ValueError as wrong:
            raise Invalid(
                _("“%(day)s” is no date. Write it as 2026-12-25.") % {"day": day}, field="holidays"
            ) from wrong
