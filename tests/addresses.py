"""Every address of the product, with values that exist in the Waterland organisation."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from polder.capabilities.publishing.wagtail import addresses as editor

# What the parts of an address stand for: by the name of the address where one word of it says so, else for all.
BY_WORD: Mapping[str, Mapping[str, object]] = {
    "aspect": {"key": "homepage"},
    "body": {"key": "steering"},
    "deputy": {"key": "noor"},
    "person": {"key": "noor"},
    "people": {"key": "noor"},
    "project": {"key": "one-place"},
    "role": {"key": "intranet-manager"},
    "unit": {"key": "hr"},
}
FOR_ALL: Mapping[str, object] = {
    "aspect": "homepage",
    "body": "steering",
    "document_filename": "leave.pdf",
    "document_id": 1,
    "facet": "content",
    "format": "csv",
    "key": "noor",
    "kind": "person",
    "letter": "A",
    "number": 1,
    "party": "unit:comms",
    "path": "pages/leave/",
    "person": "noor",
    "pk": 1,
    "power": "publish",
    "ref": "page:1",
    "role": "intranet-manager",
    "secret": "0" * 43,
    "size": "wide",
    "slug": "notices",
    "step": 1,
    "subject": "aspect:1",
    "token": "0" * 32,
    "uidb36": "1",
    "unit": "hr",
    "verb": "submit",
    "year": 2026,
}


class Address(NamedTuple):
    """Its name as `reverse` takes it, and where it leads with the values above."""

    name: str
    path: str


def every_address(numbers: Mapping[str, int] | None = None) -> list[Address]:
    """All of the URLconf, by name; `numbers` has the `pk` of things by a word of the address's name (`seat`).

    Raises `AssertionError` for an address without a name or a part without a value.
    """
    return sorted(_under(get_resolver(), (), (), numbers or {}))


def _under(
    resolver: URLResolver, namespaces: tuple[str, ...], parts: tuple[str, ...], numbers: Mapping[str, int]
) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver) and pattern.urlconf_module is editor:
            continue  # Wagtail's, walked by tests/capabilities/publishing/test_no_right_outside_the_matrix.py
        names = (*parts, *pattern.pattern.converters, *pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            assert pattern.name, f"{pattern} has no name"
            name = ":".join([*namespaces, pattern.name])
            yield Address(name, reverse(name, kwargs={part: _value(name, part, numbers) for part in names}))
        else:
            yield from _under(pattern, (*namespaces, *filter(None, [pattern.namespace])), names, numbers)


def _value(name: str, part: str, numbers: Mapping[str, int]) -> object:
    if part == "pk" and (known := [number for word, number in numbers.items() if word in name]):
        return known[0]
    for word, values in BY_WORD.items():
        if word in name and part in values:
            return values[part]
    assert part in FOR_ALL, f"give “{part}” of {name} a value in {__name__}"
    return FOR_ALL[part]
