"""What the numbers in events are called: `aspect:12` is “Homepage”. Each app registers its own kinds in `ready()`.

subjects.register("aspect", subjects.of_model("governance.Aspect"), gone=_("an aspect that was removed"))
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PATTERN = re.compile(r"([a-z_]+):([a-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Named:
    """How a subject is called now, and its page ("" when it has none)."""

    name: str
    url: str = ""


type Finder = Callable[[Collection[str]], Mapping[str, Named]]


@dataclass(frozen=True, slots=True)
class _Kind:
    find: Finder
    gone: str | Promise


_kinds: dict[str, _Kind] = {}


def register(kind: str, find: Finder, *, gone: str | Promise = _("something that was removed")) -> None:
    """`find` takes the numbers and gives those it knows, in one query. Raises `ValueError` when the kind is taken."""
    if kind in _kinds:
        raise ValueError(f"Subjects of the kind {kind} are registered already.")
    _kinds[kind] = _Kind(find, gone)


def of_model(label: str) -> Finder:
    """Rows of a model (`governance.Aspect`) by primary key: their `str()` and `get_absolute_url()`."""

    def find(numbers: Collection[str]) -> Mapping[str, Named]:
        rows = apps.get_model(label)._default_manager.in_bulk([int(number) for number in numbers if number.isdecimal()])
        return {str(number): Named(str(row), _url(row)) for number, row in rows.items()}

    return find


def names_of(subjects: Iterable[str]) -> dict[str, Named]:
    """Each subject's name; what is gone or of no known kind is called so. One query a kind."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        kind, _colon, number = subject.partition(":")
        wanted[kind].add(number)
    found: dict[str, Named] = {}
    for kind, numbers in wanted.items():
        registered = _kinds.get(kind)
        known = registered.find(numbers) if registered else {}
        gone = Named(str(registered.gone)) if registered else None
        found |= {f"{kind}:{number}": known.get(number) or gone or Named(f"{kind} {number}") for number in numbers}
    return found


def _url(row: object) -> str:
    try:
        return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else ""
    except NoReverseMatch:
        return ""  # its page belongs to an app that is not installed
