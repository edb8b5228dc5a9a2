"""Links written as addresses: which pages have them, and, where the operator allows it, whether other sites answer.

An address is asked about once a night, one of a host in each round. It is only held against the page when nothing
answered on two nights; one that answers, whatever it says to strangers, is there.
"""

import http.client
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

from polder.base import outside
from polder.capabilities.publishing import addresses, readings
from polder.capabilities.publishing.models import OutsideLink, Page, WrittenLink
from polder.capabilities.publishing.quality import Text
from polder.capabilities.publishing.quality.addresses import is_well_formed, own_path

NIGHTS: Final = 2  # without an answer, before anybody hears of it
_PATIENCE: Final = 8.0  # seconds of one round
_LOOKED_THROUGH: Final = 500  # that are due, for hosts that have not been asked in this round
_GONE: Final = frozenset({404, 410})
_HEADERS: Final = {"User-Agent": "Polder (looks whether links still lead somewhere)", "Accept": "*/*"}


def keep(texts: Mapping[int, Text | None], at: datetime) -> None:
    """Remember the written links of these pages by number; None for one that readers do not see. Three queries, and more
    only where something changed. Inside an act."""
    wanted: dict[tuple[int, str], str] = {}
    for page, text in texts.items():
        for link in text.links if text is not None else ():
            if link.kind == "address" and (kept := kept_as(link.address)):
                wanted[(page, addresses.digest_of(kept))] = kept
    there = set(WrittenLink.objects.filter(page__in=list(texts)).values_list("page", "digest"))
    new = [WrittenLink(page_id=page, digest=digest) for page, digest in wanted if (page, digest) not in there]
    WrittenLink.objects.bulk_create(new, ignore_conflicts=True, batch_size=500)
    gone: dict[int, list[str]] = defaultdict(list)
    for page, digest in there - set(wanted):
        gone[page].append(digest)
    for page, digests in gone.items():
        WrittenLink.objects.filter(page=page, digest__in=digests).delete()
    if settings.CHECK_LINKS:
        outsiders = {digest: kept for (_page, digest), kept in wanted.items() if "://" in kept}
        OutsideLink.objects.bulk_create(
            [OutsideLink(digest=key, address=kept, host=_host(kept), due=at) for key, kept in outsiders.items()],
            ignore_conflicts=True, batch_size=500,
        )  # fmt: skip


def kept_as(address: str) -> str:
    """What a written address is found by: `leave/` for one of ours, the whole without its part for another site's."""
    path = own_path(address, settings.POLDER_BASE_URL)
    if path is not None:
        return addresses.plain(path)
    if not address.lower().startswith(("http://", "https://")) or not is_well_formed(address):
        return ""
    return address.partition("#")[0]


def leading_to(page: Page) -> set[int]:
    """Numbers of pages that name this one by its address, or by one that leads to it. Two queries."""
    paths = [addresses.path_of(page.url_path), *page.addresses.values_list("path", flat=True)]
    digests = {addresses.digest_of(addresses.plain(path)) for path in paths}
    return set(WrittenLink.objects.filter(digest__in=digests).values_list("page", flat=True))


def dead(written: Iterable[str]) -> frozenset[str]:
    """Of these addresses of other sites, those where nothing answered on two nights. One query where there are any."""
    if not settings.CHECK_LINKS:
        return frozenset()
    by_digest: dict[str, set[str]] = defaultdict(set)
    for address in written:
        if kept := kept_as(address):
            by_digest[addresses.digest_of(kept)].add(address)
    if not by_digest:
        return frozenset()
    rows = OutsideLink.objects.filter(digest__in=list(by_digest), nights__gte=NIGHTS)
    return frozenset(address for digest in rows.values_list("digest", flat=True) for address in by_digest[digest])


def look_outside(
    at: datetime, *, resolve: outside.Resolve | None = None, connect: outside.Connect | None = None
) -> Collection[int]:
    """Ask for what is due, one address of each host, until it has taken long enough. Numbers of pages on which something
    is other than it was. Nothing unless the operator allows it."""
    if not settings.CHECK_LINKS:
        return ()
    began, hosts = monotonic(), set[str]()
    changed: set[str] = set()
    for link in list(OutsideLink.objects.filter(due__lte=at).order_by("due", "digest")[:_LOOKED_THROUGH]):
        if link.host in hosts:
            continue
        if monotonic() - began > _PATIENCE:
            break
        hosts.add(link.host)
        if not WrittenLink.objects.filter(digest=link.digest).exists():
            link.delete()
            continue
        trouble = _trouble(link.address, resolve, connect)
        if _note(link, trouble, at):
            changed.add(link.digest)
    return set(WrittenLink.objects.filter(digest__in=changed).values_list("page", flat=True))


def _trouble(address: str, resolve: outside.Resolve | None, connect: outside.Connect | None) -> str:
    """Why nobody gets there; "" when somebody may, or when it is not for us to look."""
    try:
        status = outside.look(address, _HEADERS, resolve=resolve, connect=connect)
    except outside.NotOutside:
        return ""
    except (OSError, http.client.HTTPException, ValueError) as error:
        return f"{type(error).__name__}: {error}"[:200]
    return str(status) if status in _GONE or status >= 500 else ""


def _note(link: OutsideLink, trouble: str, at: datetime) -> bool:
    """Keep how it answered; whether it is held against pages now and was not, or the other way round."""
    from polder.capabilities.publishing.findings.recording import next_night  # which keeps what this module remembers

    was, today = link.nights >= NIGHTS, readings.calendar().today(at)
    if not trouble:
        link.nights, link.failed_on = 0, None
    elif link.failed_on != today:
        link.nights, link.failed_on = link.nights + 1, today
    link.trouble, link.due = trouble, next_night(at)
    link.save(update_fields=["nights", "failed_on", "trouble", "due"])
    return was != (link.nights >= NIGHTS)


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "")[:255]
    except ValueError:
        return ""
