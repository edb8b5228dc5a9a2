"""What stood in the forms for readers of a page when they were opened: who saves one after somebody else did hears it (P1)."""

from django.utils.translation import gettext as _

from polder.base.stamps import stamp
from polder.capabilities.publishing.errors import Stale
from polder.capabilities.publishing.models import Duty, Page


def aim(page: Page) -> str:
    """For whom it is."""
    return stamp(page.audience_id)


def stay(page: Page) -> str:
    """Until when readers see it."""
    return stamp(page.live, page.expires_at)


def duty(asked: Duty | None) -> str:
    """Who must read it, and before when."""
    return stamp() if asked is None else stamp(asked.asked, asked.audience_id, asked.before)


def unchanged(opened: str | None, now: str) -> None:
    """Raises Stale when it is not what stood there; None looks at nothing."""
    if opened is not None and opened != now:
        raise Stale(
            _("Somebody else changed this since you opened it. Look at what stands there now, and choose again.")
        )
