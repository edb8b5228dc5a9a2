"""What is done to a page as a whole: taken down, verified, moved, hidden for a day (P8, P9)."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from polder.capabilities.publishing import content, readings, reviewing
from polder.capabilities.publishing.errors import Invalid, WrongState
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.operations.common import act_on, note, require
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

HIDDEN_FOR = timedelta(hours=24)


def unpublish(page: Page, *, by: Person | None, at: datetime) -> None:
    """Readers see nothing any more; a change under way goes on. `by` None is the clock (P8).

    Raises NotFound, Refused, WrongState.
    """
    with act_on(page, at) as (found, _change):
        granted = None if by is None else require(by, "publish", found, at)
        _live(found)
        content.take_down(found)
        note(found, "page.unpublished", by=by, at=at, granted=granted)


def verify(page: Page, *, by: Person, at: datetime) -> None:
    """“Still right” (P8). Raises NotFound, Refused, WrongState."""
    with act_on(page, at) as (found, _change):
        granted = require(by, "edit", found, at)
        _live(found)
        found.verified_on, found.verified_by = readings.calendar().today(at), by
        reviewing.plan(found)
        found.save(update_fields=["verified_on", "verified_by", "review_on", "gone_on"], clean=False)
        note(found, "page.verified", by=by, at=at, granted=granted)


def move(page: Page, *, aspect: Aspect, by: Person, at: datetime) -> None:
    """Under another aspect: what readers see by who may publish on both, a draft by who may edit on both.

    What is asked for it is resolved anew (P7). Raises NotFound, Refused.
    """
    with act_on(page, at) as (found, change):
        power = "publish" if found.live else "edit"
        granted = require(by, power, found, at)
        mandate.require(by, power, aspect, at=at)
        before = found.aspect_id
        found.aspect = aspect
        reviewing.plan(found)
        found.save(update_fields=["aspect", "review_on", "gone_on"], clean=False)
        if change is not None:
            change.settled_version = 0  # what was asked was asked of another aspect's parties
            change.save(update_fields=["settled_version"])
        note(found, "page.moved", by=by, at=at, granted=granted, about=(f"aspect:{before}",))


def hide(page: Page, *, reason: str, by: Person, at: datetime) -> None:
    """P9: take a published page from readers for a day, by whoever may edit or publish it, with a reason.

    Raises NotFound, Refused, WrongState, Invalid without a reason.
    """
    with act_on(page, at) as (found, _change):
        granted = require(by, "edit", found, at)
        _live(found)
        if not reason.strip():
            raise Invalid(_("Say why it must not be read now."))
        found.hidden_until = at + HIDDEN_FOR
        found.save(update_fields=["hidden_until"], clean=False)
        note(found, "page.hidden", by=by, at=at, granted=granted)


def _live(page: Page) -> None:
    if not page.live:
        raise WrongState(_("Readers do not see this page now."))
