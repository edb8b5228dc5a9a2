"""Addresses of pages: former ones are kept when a page gets another, short ones are given by who may publish."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from polder.capabilities.publishing import addresses
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.errors import Invalid, NotFound
from polder.capabilities.publishing.models import Address, Page
from polder.capabilities.publishing.operations.common import act_on, note, require
from polder.ground.organisation.models import Person

MOST: Final = 10
_LONGEST: Final = 100


@contextmanager
def readdressing(page: Page, *, by: Person | None, at: datetime) -> Iterator[None]:
    """Around what may give a page, and so all below it, another address: whoever comes by the old one is led on.

    Only what was published once has readers who know its address. Costs nothing while the address stays.
    """
    before = page.url_path
    yield
    after, path = Page.objects.values_list("url_path", "path").get(pk=page.pk)
    if after == before:
        return
    branch = Page.objects.filter(path__startswith=path, published_on__isnull=False)
    now = dict(branch.values_list("pk", "url_path"))
    was = [(number, addresses.path_of(before + each.removeprefix(after))) for number, each in now.items()]
    addresses.keep_former(was, by=by, at=at)
    addresses.forget(addresses.path_of(each) for each in now.values())


def free(parent: Page, slug: str, page: Page | None = None) -> None:
    """May a page have this last part of an address under `parent`? Two queries. Raises Invalid, which says who has it."""
    taken = parent.get_children().filter(slug=slug)
    if page is not None:
        taken = taken.exclude(pk=page.pk)
    if taken.exists():
        raise Invalid(_("There is a page at that address already. Give this one another."))
    path = f"{addresses.path_of(parent.url_path)}{slug}/"
    if addresses.is_answered_elsewhere(path):
        raise Invalid(
            _("Something else of Polder answers at “/%(path)s”. Give the page another address.") % {"path": path}
        )


def give_address(page: Page, *, path: str, by: Person, at: datetime) -> Address:
    """A short address that leads to the page (`leave`): by who may publish it.

    Raises NotFound, Refused; Invalid for what cannot be an address, is the product's own, or is taken.
    """
    with act_on(page, at) as (found, _change):
        granted = require(by, "publish", found, at)
        wanted = path.strip().strip("/").lower()
        if len(wanted) > _LONGEST or not addresses.SHORT.fullmatch(wanted):
            raise Invalid(
                _("An address has small letters, digits and hyphens, and at most three parts: “leave” or “hr/leave”.")
            )
        if wanted.partition("/")[0] in addresses.reserved():
            raise Invalid(_("Addresses that begin with “%(first)s” are Polder's own. Choose another.") % {
                "first": wanted.partition("/")[0]})  # fmt: skip
        _free(f"{wanted}/", by, at)
        if found.addresses.filter(kind=Address.Kind.SHORT).count() >= MOST:
            raise Invalid(_("A page has at most %(n)s short addresses. Take one away first.") % {"n": MOST})
        made = Address.objects.create(
            digest=addresses.digest_of(f"{wanted}/"), path=f"{wanted}/", page=found, kind=Address.Kind.SHORT,
            since=at, by=by,
        )  # fmt: skip
        note(found, "page.address_given", by=by, at=at, granted=granted)
    return made


def _free(path: str, by: Person, at: datetime) -> None:
    taken = Address.objects.select_related("page").filter(digest=addresses.digest_of(path)).first()
    if taken is None:
        return
    if Page.objects.filter(readable(by, at), pk=taken.page_id).exists():
        raise Invalid(_("“/%(path)s” leads to “%(title)s” already.") % {"path": path, "title": taken.page.title})
    raise Invalid(_("“/%(path)s” is taken. Choose another.") % {"path": path})


def take_address(page: Page, *, number: int, by: Person, at: datetime) -> None:
    """Neither a short nor a former address leads there any more, by who may publish. Raises NotFound, Refused."""
    with act_on(page, at) as (found, _change):
        granted = require(by, "publish", found, at)
        if not found.addresses.filter(pk=number).delete()[0]:
            raise NotFound(_("That address is not there any more."))
        note(found, "page.address_taken", by=by, at=at, granted=granted)
