"""Colleagues who are mentioned in a text by their key (`@anna-de-wit`), and the text as HTML with their names."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.html import format_html, linebreaks, urlize
from django.utils.safestring import SafeString, mark_safe

from polder.capabilities.discussion import things
from polder.ground.organisation.models import Person
from polder.ground.organisation.queries import directory

SUGGESTED: Final = 8
_TRIED: Final = 100  # people of that name who are asked after before it is no suggestion any more
MOST: Final = 500  # people who are named in what one screen shows
_MENTION = re.compile(r"(?<![\w@])@([a-z0-9]+(?:-[a-z0-9]+)*)")
_LINK = re.compile(r"<a [^>]*>.*?</a>", re.DOTALL)


def keys_in(text: str) -> set[str]:
    """Keys that are mentioned."""
    return set(_MENTION.findall(text))


def names_in(texts: Iterable[str], asker: Person, at: datetime) -> dict[str, str]:
    """Names by key of those mentioned whom the asker may find; nobody else has one. At most one query."""
    keys = sorted(set().union(*(keys_in(text) for text in texts)))[:MOST]
    if not keys:
        return {}
    return dict(directory.visible_people(asker, at).filter(key__in=keys).values_list("key", "name"))


def suggestions(ref: str, typed: str, asker: Person, at: datetime) -> list[Person]:
    """Colleagues whose name begins to be typed, whom the asker may find and who may read the thing. At most four queries.

    Raises NotFound for a thing that the asker may not read. None for fewer than two letters.
    """
    things.find(ref, asker, at)
    found = directory.suggestions(asker, typed, at=at, limit=_TRIED)
    may = things.readers(ref, found, at)
    return [person for person in found if person.pk in may][:SUGGESTED]


def html_of(text: str, names: Mapping[str, str]) -> SafeString:
    """A text of somebody as paragraphs, with addresses and known people as links. Whatever else it holds stays text."""
    escaped = urlize(text, nofollow=True, autoescape=True)
    parts, end = [], 0
    for link in _LINK.finditer(escaped):  # an address may hold what looks like a mention
        parts += [_linked(escaped[end : link.start()], names), link[0]]
        end = link.end()
    parts.append(_linked(escaped[end:], names))
    return mark_safe(linebreaks("".join(parts)))  # noqa: S308  # escaped by urlize; names and addresses by format_html


def _linked(escaped: str, names: Mapping[str, str]) -> str:
    def shown(found: re.Match[str]) -> str:
        name = names.get(found[1])
        if name is None:
            return found[0]
        return format_html('<a href="{}">@{}</a>', reverse("organisation:person", args=[found[1]]), name)

    return _MENTION.sub(shown, escaped)
