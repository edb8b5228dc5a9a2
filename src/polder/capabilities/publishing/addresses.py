"""Which address leads where: what a path is found by, what is answered by something else than pages, former addresses."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import cache
from itertools import count
from typing import Final

from django.urls import Resolver404, URLResolver, get_resolver, resolve
from wagtail.models import Site

from polder.capabilities.publishing.models import Address, Page
from polder.capabilities.publishing.queries import Visit
from polder.ground.organisation.models import Person

SHORT: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*){0,2}")
_PAGES: Final = "wagtail_serve"
_NOT_IN_URLCONF: Final = frozenset({"static", "favicon.ico", "robots.txt"})


def digest_of(path: str) -> str:
    """What an address is found by."""
    return hashlib.sha256(path.encode()).hexdigest()


def plain(path: str) -> str:
    """`//pages/leave` as it is kept: `pages/leave/`."""
    return "".join(f"{part}/" for part in path.split("/") if part)


def led_to(path: str, visit: Visit) -> Address | None:
    """The row that leads from `path` to a page that the visitor may read. One query."""
    wanted = {plain(path), plain(path).lower()}  # people type short addresses as they like
    rows = Address.objects.filter(digest__in=[digest_of(each) for each in wanted])
    readable = Page.objects.filter(visit.visible, aspect__isnull=False)
    return rows.filter(page__in=readable).select_related("page").order_by("-kind").first()


def path_of(url_path: str) -> str:
    """The address of what Wagtail keeps under its front page (`/front/pages/leave/`)."""
    root: str = Site.get_site_root_paths()[0].root_path
    return url_path.removeprefix(root)


def is_answered_elsewhere(path: str) -> bool:
    """Does something else than a page answer at this address (`news/channels/new/`)?"""
    try:
        return resolve(f"/{path}").view_name != _PAGES
    except Resolver404:
        return False


def first_free(parent: Page, base: str) -> str:
    """`base`, or `base-2` and so on: what a new page under `parent` can have as the last part of its address."""
    taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    above = path_of(parent.url_path)
    names = (base if number == 1 else f"{base}-{number}" for number in count(1))
    return next(name for name in names if name not in taken and not is_answered_elsewhere(f"{above}{name}/"))


@cache
def reserved() -> frozenset[str]:
    """First parts of addresses under which the product itself answers: no short address begins with one."""
    return frozenset(_firsts(get_resolver())) | _NOT_IN_URLCONF


def _firsts(resolver: URLResolver) -> Iterator[str]:
    for pattern in resolver.url_patterns:
        written = str(pattern.pattern).removeprefix("^")
        first, slash, _rest = written.partition("/")
        if first and re.fullmatch(r"[\w.\-]+", first) and (slash or not isinstance(pattern, URLResolver)):
            yield first
        elif isinstance(pattern, URLResolver) and not written:
            yield from _firsts(pattern)


def keep_former(pages: Iterable[tuple[int, str]], *, by: Person | None, at: datetime) -> None:
    """Let what readers knew at these paths lead to the page of that number, and nowhere else any more."""
    rows = [
        Address(digest=digest_of(path), path=path, page_id=number, kind=Address.Kind.FORMER, since=at, by=by)
        for number, path in pages
    ]
    Address.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["digest"],
        update_fields=["page", "kind", "since", "by"],
    )  # fmt: skip


def forget(paths: Iterable[str]) -> None:
    """A page stands at these paths now: nothing leads away from them."""
    digests = [digest_of(path) for path in paths]
    for start in range(0, len(digests), 500):
        Address.objects.filter(digest__in=digests[start : start + 500]).delete()
