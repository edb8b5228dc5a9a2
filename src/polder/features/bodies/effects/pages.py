"""A page in a proposal: the draft that is published when the decision takes effect, as it was read (P1)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.capabilities.publishing import operations
from polder.capabilities.publishing.models import Page
from polder.features.bodies.errors import NotFound, WrongState
from polder.governance.changes.errors import Invalid as InvalidLine
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class PageLine:
    """Number of the page, key of its aspect, and the version that was looked at."""

    page: int
    aspect: str
    version: int


def write(line: PageLine) -> dict[str, Any]:
    return {"publish": {"page": line.page, "aspect": line.aspect, "version": line.version}}


def read(document: dict[str, Any]) -> PageLine:
    """Raises `changes.Invalid`."""
    fields = document["publish"]
    try:
        return PageLine(int(fields["page"]), str(fields["aspect"]), int(fields["version"]))
    except (KeyError, TypeError, ValueError) as wrong:
        raise InvalidLine("A page to publish has a number, an aspect and a version.") from wrong


def apply(line: PageLine, *, by: Person, at: datetime) -> dict[str, Any]:
    """What changed. Raises NotFound, WrongState when it belongs elsewhere now, and as `publish_as_decided`."""
    page = Page.objects.select_related("aspect").filter(pk=line.page, binned_at=None).first()
    if page is None or page.aspect is None:
        raise NotFound(_("The page that was to be published is not there any more."))
    if page.aspect.key != line.aspect:
        raise WrongState(_("“%(page)s” belongs to another aspect now.") % {"page": page.draft_title or page.title})
    was_live = page.live
    operations.publish_as_decided(page, by=by, at=at, seen=line.version)
    return {"page": {"page": page.pk, "version": line.version, "first": not was_live}}
