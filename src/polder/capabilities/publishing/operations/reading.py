"""Must-read: who has to read a page, and that they did."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polder.capabilities.publishing import audiences, opened
from polder.capabilities.publishing.errors import Invalid, NotAsked, Stale, WrongState
from polder.capabilities.publishing.models import Acknowledgement, Audience, Duty, Page
from polder.capabilities.publishing.operations.common import act_on, note, require
from polder.ground.organisation.models import Party, Person


def require_reading(
    page: Page, *, audience: Collection[Party], before: date | None, by: Person, at: datetime,
    places: Collection[str] = (), languages: Collection[str] = (), seen: str | None = None,
) -> Duty:  # fmt: skip
    """Everybody active in the audience must read it (everyone when there is none); asks anew who had read it.

    A day that has passed is late at once. Raises NotFound, Refused, Stale when it is asked otherwise than when `seen`
    (opened.py), WrongState, and Invalid where somebody who is asked may not read it.
    """
    with act_on(page, at) as (found, _change):
        granted = require(by, "publish", found, at)
        opened.unchanged(seen, opened.duty(Duty.objects.filter(page=found).first()))
        if not found.live:
            raise WrongState(_("Publish the page first: nobody can read it yet."))
        asked = audiences.audience_of(audience, places, languages)
        _may_read(found, asked, at)
        duty, made = Duty.objects.get_or_create(page=found, defaults={"since": at})
        duty.audience, duty.before, duty.since = asked, before, at
        duty.asked += 0 if made else 1
        duty.save()
        data = {"before": None if before is None else before.isoformat()}
        note(found, "page.reading_required", by=by, at=at, granted=granted, data=data)
    return duty


def _may_read(page: Page, asked: Audience | None, at: datetime) -> None:
    """Whoever is asked must be among those the page is for (P10). Raises Invalid, which says how many are not."""
    if page.audience is None:
        return
    others = audiences.readers_of(asked, at).exclude(pk__in=audiences.readers(page, at).values("pk")).count()
    if others:
        said = ngettext(
            "%(n)d of those you ask may not read this page. Ask only those it is for, or change for whom it is first.",
            "%(n)d of those you ask may not read this page. Ask only those it is for, or change for whom it is first.",
            others,
        )
        raise Invalid(said % {"n": others})


def acknowledge(page: Page, *, by: Person, at: datetime, asked: int | None = None) -> None:
    """“I have read it”, of the page as it is now. `asked` is what `Duty.asked` was when it was looked at.

    Raises NotFound, WrongState, NotAsked, Stale when it was asked anew since.
    """
    with act_on(page, at) as (found, _change):
        if not found.live:
            raise WrongState(_("Readers do not see this page now."))
        duty = Duty.objects.filter(page=found).filter(audiences.asked_to_read(by, at)).first()
        if duty is None or duty.acknowledgements.filter(person=by, asked=duty.asked).exists():
            raise NotAsked(_("You are not asked to read this, or you have confirmed it."))
        if asked is not None and asked != duty.asked:
            raise Stale(_("The text has changed since you looked at it. Read it as it is now."))
        Acknowledgement.objects.create(duty=duty, person=by, asked=duty.asked, at=at)
        note(found, "page.acknowledged", by=by, at=at, data={"asked": duty.asked})
