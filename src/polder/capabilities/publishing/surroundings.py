"""What is known around texts before they are checked: pages, addresses and files they lead to. Bounded queries for many."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import cast
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, get_script_prefix, resolve
from wagtail.models import Site

from polder.capabilities.publishing import addresses
from polder.capabilities.publishing.findings import written_links
from polder.capabilities.publishing.models import (
    Address,
    Attachment,
    AudienceLanguage,
    AudienceParty,
    AudiencePlace,
    Page,
)
from polder.capabilities.publishing.quality import Known, PageFact, Text
from polder.capabilities.publishing.quality.addresses import own_path
from polder.capabilities.publishing.quality.known import FileState
from polder.ground.organisation.models import Party, Unit

_LARGEST = 2**63 - 1  # that a database looks up
_PAGES, _DOCUMENTS = "wagtail_serve", "wagtaildocs_serve"


def around(texts: Iterable[tuple[int | None, Text]]) -> list[Known]:
    """For each text, with the audience of its page, what is known of all it leads to. At most twelve queries for all."""
    given = list(texts)
    base = settings.POLDER_BASE_URL
    links = [link for _audience, text in given for link in text.links]
    paths = {path for link in links if link.kind == "address" and (path := own_path(link.address, base)) is not None}
    files = {link.number for link in links if link.kind == "document"}
    files |= {file.number for _audience, text in given for file in text.files if file.number}
    by_path, more_files = _addresses(paths)
    pages = _pages({link.number for link in links if link.kind == "page"})
    written = {link.address for link in links if link.kind == "address"}
    everything = Known(
        pages=pages, addresses=by_path, documents=_documents(files | more_files), base=base,
        dead=written_links.dead(written),
    )  # fmt: skip
    narrower = {fact.audience for fact in (*pages.values(), *by_path.values()) if fact and fact.audience is not None}
    if narrower:
        readers = {audience for audience, _text in given if audience is not None}
        members = _members(narrower | readers)
        everything = replace(
            everything, members=members, within=_within({one for some in members.values() for one in some})
        )
    return [replace(everything, audience=audience) for audience, _text in given]


def _pages(numbers: set[int]) -> dict[int, PageFact]:
    if not numbers:
        return {}
    rows = Page.objects.filter(pk__in=numbers, binned_at=None).values_list("pk", "live", "audience")
    return {number: PageFact(live, audience) for number, live, audience in rows}


def _documents(numbers: set[int]) -> dict[int, FileState]:
    if not numbers:
        return {}
    rows = Attachment.objects.filter(pk__in=numbers).values_list("pk", "look__state", "look__digest", "file_hash")
    return {
        number: cast(FileState, state) if state and digest == hashed else "fine"
        for number, state, digest, hashed in rows
    }


def _addresses(paths: set[str]) -> tuple[dict[str, PageFact | None], set[int]]:
    """What stands at each of our paths, and the documents among them. A path that nothing answers is left out."""
    found: dict[str, PageFact | None] = {}
    pages: set[str] = set()
    documents: dict[str, int] = {}
    for path in paths:
        if "\x00" in path:
            continue  # no database knows such a text
        match = _match(path)
        if match is None or match[0] == _PAGES:
            pages.add(path)
        elif match[0] == _DOCUMENTS:
            documents[path] = min(int(str(match[1]["document_id"])), _LARGEST)
        else:
            found[path] = None
    if pages:
        found |= _pages_at(pages)
    there = (
        set(Attachment.objects.filter(pk__in=documents.values()).values_list("pk", flat=True)) if documents else set()
    )
    found |= {path: None for path, number in documents.items() if number in there}
    return found, there


def _pages_at(paths: set[str]) -> dict[str, PageFact]:
    """Pages that stand at these paths, or to which an address they had, or were given, leads. Two queries."""
    wanted: dict[str, set[str]] = {}  # as they are kept: all that was written for them
    for path in paths:
        wanted.setdefault(addresses.plain(path), set()).add(path)
    root = Site.get_site_root_paths()[0].root_path
    rows = Page.objects.filter(url_path__in=[root + path for path in wanted], aspect__isnull=False, binned_at=None)
    found = {
        path: PageFact(live, audience)
        for url_path, live, audience in rows.values_list("url_path", "live", "audience")
        for path in wanted[url_path.removeprefix(root)]
    }
    leading: dict[str, set[str]] = {}  # what a former or short address is found by
    for plain, written in wanted.items():
        for each in {plain, plain.lower()}:
            leading.setdefault(addresses.digest_of(each), set()).update(written)
    kept = Address.objects.filter(digest__in=leading, page__aspect__isnull=False, page__binned_at=None)
    for digest, live, audience in kept.values_list("digest", "page__live", "page__audience"):
        for path in leading[digest]:
            found.setdefault(path, PageFact(live, audience))
    return found


def _match(path: str) -> tuple[str, Mapping[str, object]] | None:
    """The name of what answers at the path, with or without its last slash."""
    prefix = urlsplit(get_script_prefix()).path
    for tried in (path, f"{path}/"):
        try:
            match = resolve(tried if prefix == "/" else tried.removeprefix(prefix.rstrip("/")))
        except Resolver404:
            continue
        return match.view_name, match.kwargs
    return None


def _members(audiences: set[int]) -> dict[int, set[int]]:
    """The parties of each; a place or a language has a number of its own, below zero."""
    found: dict[int, set[int]] = {audience: set() for audience in audiences}
    named = AudiencePlace.objects.filter(audience__in=audiences).values_list("audience", "place")
    spoken = AudienceLanguage.objects.filter(audience__in=audiences).values_list("audience", "language")
    numbers: dict[tuple[str, str], int] = {}
    for kind, rows in (("place", named), ("language", spoken)):
        for audience, name in rows:
            found[audience].add(numbers.setdefault((kind, name), -1 - len(numbers)))
    for audience, party in AudienceParty.objects.filter(audience__in=audiences).values_list("audience", "party"):
        found[audience].add(party)
    return found


def _within(parties: set[int]) -> dict[int, set[int]]:
    """Each party with the units above it, where it is a unit or a person in one. Three queries at most."""
    rows = Party.objects.filter(pk__in=parties, kind__in=(Party.Kind.UNIT, Party.Kind.PERSON))
    units = {party: unit or of for party, unit, of in rows.values_list("pk", "unit", "person__unit")}
    found: dict[int, set[int]] = {party: {party} for party in parties}
    if not any(units.values()):
        return found
    above = dict(Unit.objects.values_list("pk", "parent"))
    party_of = dict(Party.objects.filter(kind=Party.Kind.UNIT).values_list("unit", "pk"))
    for party, lies_in in units.items():
        unit: int | None = lies_in
        while unit is not None:
            found[party].add(party_of[unit])
            unit = above.get(unit)
    return found
