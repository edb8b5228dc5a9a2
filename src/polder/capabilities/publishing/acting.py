"""What can be done with a task without opening it: through the one operation, of the version that was shown (P1)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.notifications.tasks import Action
from polder.capabilities.publishing import operations
from polder.capabilities.publishing.errors import NotFound, Stale
from polder.capabilities.publishing.models import Page
from polder.ground.organisation.models import Person


def approve(thing: str, *, by: Person, at: datetime, shown: str) -> str:
    """Raises as `operations.approve`; Stale also when nothing says which version was shown."""
    page = _page(thing)
    operations.approve(page, by=by, at=at, seen=_number(shown))
    return _("Approved and published: %(title)s") % {"title": page.draft_title or page.title}


def verify(thing: str, *, by: Person, at: datetime, shown: str) -> str:
    """Raises as `operations.verify`."""
    page = _page(thing)
    operations.verify(page, by=by, at=at)
    return _("Still right, from today: %(title)s") % {"title": page.title}


def acknowledge(thing: str, *, by: Person, at: datetime, shown: str) -> str:
    """Raises as `operations.acknowledge`; Stale when it was asked anew since, for it says something else now."""
    page = _page(thing)
    operations.acknowledge(page, by=by, at=at, asked=_number(shown))
    return _("Noted: you have read %(title)s") % {"title": page.title}


ACTIONS: Final[Sequence[Action]] = (
    Action(
        "approve", "approve", gettext_lazy("Approve"), approve, bulk=True, quick=True, mail=True,
        effect=gettext_lazy("It is published at once, and whoever must know is told."),
    ),
    Action(
        "verify", "review", gettext_lazy("Still right"), verify, bulk=True, quick=True, mail=True,
        effect=gettext_lazy("Readers see that it was verified today, and its next review is planned."),
    ),
    # Neither for many nor from mail: whoever says that they have read it has it before them.
    Action("acknowledge", "read", gettext_lazy("I have read it"), acknowledge),
)  # fmt: skip


def _page(thing: str) -> Page:
    found = Page.objects.filter(pk=int(thing.partition(":")[2])).first()
    if found is None:
        raise NotFound(_("This page is not there any more."))
    return found


def _number(shown: str) -> int:
    if not (shown.isascii() and shown.isdigit()):
        raise Stale(_("The text has changed since you looked at it. Look at the newest version first."))
    return int(shown)
