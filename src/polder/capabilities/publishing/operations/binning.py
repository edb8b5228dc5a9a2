"""The bin: whatever is deleted lies there for 93 days and can be brought back with all that hung on it."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from polder.capabilities.publishing import routing
from polder.capabilities.publishing.errors import NotFound
from polder.capabilities.publishing.models import Change, Page
from polder.capabilities.publishing.models.pages import KEPT, as_operation
from polder.capabilities.publishing.operations.common import act_on, note, require
from polder.governance.mandate import Mandate
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def throw_away(page: Page, *, by: Person, at: datetime) -> int:
    """The page and all under it go to the bin; readers see them no more. How many pages.

    Asks `publish` for what readers see and `edit` for the rest, on every aspect that is touched. What was being asked
    about them is a draft again. Raises NotFound, Refused.
    """
    with act_on(page, at) as (found, _change):
        branch = list(_branch(found).filter(binned_at=None).select_related("aspect"))
        granted = _require_for(branch, by, at)
        numbers = [each.pk for each in branch]
        for change in Change.objects.filter(page__in=numbers, closed_at=None).exclude(state=Change.State.DRAFT):
            routing.stop(change, Change.State.DRAFT, at)
        Page.objects.filter(pk__in=numbers).update(binned_at=at, binned_by=by)
        note(found, "page.binned", by=by, at=at, granted=granted, data={"pages": len(numbers)})
    return len(numbers)


def restore(page: Page, *, by: Person, at: datetime) -> int:
    """What went to the bin together comes back as it was, at its old address. How many pages.

    Asks what throwing away asked. Raises NotFound (not in the bin, or what it stood under is in the bin), Refused.
    """
    with acts.act():
        found = Page.objects.select_for_update(of=("self",)).filter(pk=page.pk, binned_at__isnull=False).first()
        if found is None:
            raise NotFound(_("This page is not in the bin."))
        branch = list(_branch(found).filter(binned_at=found.binned_at).select_related("aspect"))
        granted = _require_for(branch, by, at)
        above = found.get_parent()
        if above is not None and above.binned_at is not None:
            raise NotFound(_("First bring back “%(title)s”, under which it stood.") % {"title": above.title})
        Page.objects.filter(pk__in=[each.pk for each in branch]).update(binned_at=None, binned_by=None)
        found.refresh_from_db()
        note(found, "page.restored", by=by, at=at, granted=granted, data={"pages": len(branch)})
    return len(branch)


def empty_bin(at: datetime) -> int:
    """What has lain there for 93 days is gone for good, with its versions. How many branches. For the worker's round."""
    gone = 0
    for page in Page.objects.filter(binned_at__lte=at - KEPT).order_by("depth", "path"):
        with acts.act():
            found = Page.objects.filter(pk=page.pk, binned_at__lte=at - KEPT).first()
            if found is None or _branch(found).exclude(binned_at__lte=at - KEPT).exists():
                continue  # gone with the branch above it, or something under it is still kept
            note(found, "page.gone", by=None, at=at)
            with as_operation():
                found.specific.delete()
            gone += 1
    return gone


def in_bin() -> QuerySet[Page]:
    """What was thrown away, the latest first."""
    return Page.objects.filter(binned_at__isnull=False).order_by("-binned_at", "path")


def _branch(page: Page) -> QuerySet[Page]:
    return Page.objects.filter(path__startswith=page.path)


def _require_for(branch: Collection[Page], by: Person, at: datetime) -> Mandate:
    """The gate on every aspect of the branch; gives the mandate on the first page's."""
    granted: Mandate | None = None
    asked: set[tuple[int | None, str]] = set()
    for page in branch:
        power = "publish" if page.live else "edit"
        if (page.aspect_id, power) not in asked:
            asked.add((page.aspect_id, power))
            given = require(by, power, page, at)
            granted = granted or given
    if granted is None:
        raise NotFound(_("This page is not there any more."))
    return granted
