"""Where a page stands in the tree: under which other one, with all that lies below it."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from polder.capabilities.discussion import operations as talk
from polder.capabilities.publishing import addresses, reviewing, tree
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.errors import Invalid, NotFound
from polder.capabilities.publishing.models import Change, Page
from polder.capabilities.publishing.models.pages import as_operation
from polder.capabilities.publishing.operations.addressing import readdressing
from polder.capabilities.publishing.operations.common import act_on, aspect_of, note, require
from polder.governance import mandate
from polder.governance.mandate import Mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def place(page: Page, *, parent: Page, with_aspect: bool = False, by: Person, at: datetime) -> int:
    """The page and all under it stand under `parent` from now on; links to them go on. How many pages.

    Asks `publish` for what readers see, else `edit`, on every aspect of the branch and on the new parent's. With
    `with_aspect` the page, and what below it shares its aspect, falls under the parent's aspect as well.
    Raises NotFound, Refused; Invalid for a loop, another kind of parent, a taken address.
    """
    with acts.act():
        tree.hold(page)
        with act_on(page, at) as (found, _change):
            there = _parent(parent)
            branch = Page.objects.filter(path__startswith=found.path)
            granted = _require(found, branch, there, by, at)
            _fits(found, there, by, at)
            numbers = list(branch.values_list("pk", flat=True))
            before = found.get_parent()
            if before.pk != there.pk:
                with as_operation(), readdressing(found, by=by, at=at):
                    found.specific.move(there, pos="last-child")
                data = {"pages": len(numbers), "from": before.pk, "to": there.pk}
                found.refresh_from_db()
                note(found, "page.placed", by=by, at=at, granted=granted, data=data)
            if with_aspect and there.aspect is not None and there.aspect_id != found.aspect_id:
                _take_along(numbers, aspect_of(found), there.aspect, by=by, at=at, granted=granted)
    return len(numbers)


def _parent(parent: Page) -> Page:
    rows = Page.objects.select_for_update(of=("self",)).filter(pk=parent.pk, binned_at=None)
    found: Page | None = rows.filter(depth__gte=tree.PART_DEPTH).first()
    if found is None:
        raise NotFound(_("The page under which it should stand is not there any more."))
    return found


def _require(page: Page, branch: QuerySet[Page], there: Page, by: Person, at: datetime) -> Mandate:
    """The gate on every aspect that is touched; gives the mandate on the page's own."""
    shown = branch.filter(binned_at=None)
    power = "publish" if shown.filter(live=True).exists() else "edit"
    granted = require(by, "publish" if page.live else "edit", page, at)
    touched = set(shown.order_by().values_list("aspect", "live").distinct()) - {(page.aspect_id, page.live)}
    aspects = Aspect.objects.in_bulk([number for number, _live in touched])
    for number, live in sorted(touched):
        mandate.require(by, "publish" if live else "edit", aspects[number], at=at)
    if there.aspect is not None:
        mandate.require(by, power, there.aspect, at=at)
    return granted


def _fits(page: Page, there: Page, by: Person, at: datetime) -> None:
    if there.pk == page.pk or there.is_descendant_of(page):
        raise Invalid(_("A page cannot stand under itself, or under a page that lies below it."))
    if tree.part_path(page) != tree.part_path(there) or not isinstance(
        there.specific, tuple(page.specific_class.allowed_parent_page_models())
    ):
        raise Invalid(_("A page of this kind cannot stand there. Choose another place."))
    if addresses.is_answered_elsewhere(f"{addresses.path_of(there.url_path)}{page.slug}/"):
        raise Invalid(_("Something else of Polder answers at that address. Give the page another first."))
    taken = there.get_children().filter(slug=page.slug).exclude(pk=page.pk).first()
    if taken is None:
        return
    known = Page.objects.filter(readable(by, at) | mandate.things_where(by, "view_draft", at=at), pk=taken.pk).exists()
    words = {"address": taken.url, "title": taken.draft_title}
    if known and taken.binned_at is None:
        raise Invalid(_("“%(title)s” has the address %(address)s already. Give one of the two another first.") % words)
    if known:
        raise Invalid(_("“%(title)s”, which is in the bin, keeps the address %(address)s.") % words)
    raise Invalid(_("The address %(address)s is taken. Give this page another first.") % words)


def _take_along(numbers: list[int], old: Aspect, new: Aspect, *, by: Person, at: datetime, granted: Mandate) -> None:
    """What shared the aspect falls under the new one; what is asked for it is resolved anew (P7)."""
    moved = list(Page.objects.filter(pk__in=numbers, aspect=old).select_related("aspect"))
    for page in moved:
        page.aspect = new
        reviewing.plan(page)
    Page.objects.bulk_update(moved, ["aspect", *reviewing.PLANNED], batch_size=500)
    talk.entrust_all([f"page:{page.pk}" for page in moved], new)
    Change.objects.filter(page__in=[page.pk for page in moved], closed_at=None).update(settled_version=0)
    for page in moved:
        note(page, "page.moved", by=by, at=at, granted=granted, about=(f"aspect:{old.pk}",))
