"""Until when a published thing stays: chosen by who may publish it, kept to by the clock, extended when it must stay."""

from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from polder.capabilities.publishing import content, opened
from polder.capabilities.publishing.errors import Invalid, WrongState
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.operations.common import act_on, note, require
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person

FARTHEST: Final = timedelta(days=3653)  # ten years


def stay(page: Page, *, until: datetime | None, by: Person, at: datetime, seen: str | None = None) -> None:
    """Readers see it until that moment; None: until somebody takes it down. What has expired is shown again.

    Shown again is the version that readers saw: it was approved. Raises NotFound, Refused, Stale when it stays
    otherwise than when `seen` (opened.py); WrongState when readers never saw it, or it was changed since; Invalid for a
    moment that has passed.
    """
    with act_on(page, at) as (found, _change):
        granted = require(by, "publish", found, at)
        opened.unchanged(seen, opened.stay(found))
        again = not found.live
        if again and not is_over(found, at):
            raise WrongState(_("Readers do not see this page now."))
        if until is not None:
            to_come(until, at)
            foreseeable(until, at)
        if again:
            _show_again(found, by)
        found.expires_at = until
        found.save(update_fields=["expires_at"], clean=False)
        data = {"until": None if until is None else until.isoformat(), "again": again}
        note(found, "page.stays", by=by, at=at, granted=granted, data=data)


def expire(page: Page, at: datetime) -> None:
    """Its moment has come: readers see nothing any more. Nothing happens to a page that was extended meanwhile."""
    with acts.act():
        found = Page.objects.select_for_update(of=("self",)).filter(pk=page.pk, live=True, binned_at=None).first()
        if found is not None and is_over(found, at):
            content.take_down(found)
            note(found, "page.expired", by=None, at=at)


def is_over(page: Page, at: datetime) -> bool:
    """Has the moment until which it stays passed?"""
    return page.expires_at is not None and page.expires_at <= at


def to_come(until: datetime, after: datetime) -> None:
    """Raises Invalid for an end that does not lie after `after`, when it appears or is decided about."""
    if until <= after:
        raise Invalid(_("It would be over before anybody could read it. Choose a moment that is still to come."))


def foreseeable(moment: datetime, at: datetime) -> None:
    """Raises Invalid for a moment more than ten years ahead: a slip of the finger in the year, and nobody's plan."""
    if moment - at > FARTHEST:
        raise Invalid(_("That is more than ten years from now. Choose an earlier moment."))


def _show_again(page: Page, by: Person) -> None:
    last = page.publications.order_by("-at", "-pk").first()
    if last is None or last.number != page.revision_number:
        raise WrongState(
            _("It was changed since readers saw it. Publish the newest version, and say until when it stays.")
        )
    content.go_live(page.specific, by=by)
    page.refresh_from_db()
