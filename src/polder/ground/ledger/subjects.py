"""What the numbers in events are called: `aspect:12` is “Homepage”. Each app registers its own kinds in `ready()`.

subjects.register("aspect", subjects.of_model("governance.Aspect"), gone=_("an aspect that was removed"))

A kind of which not everybody may see every thing says so with `seen`: then events about the others do not exist for the
reader (P10), and where another event names one it is called by its kind alone (`unseen`).

subjects.register("page", subjects.of_model("publishing.Page"), seen=pages_seen_by, unseen=_("a page"))

A kind that is open but for a few says so with `hidden`: the rows that the reader may not see. What was removed stays told.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import BigIntegerField, BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Substr
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polder.base.sent_numbers import numbers_in

PATTERN = re.compile(r"([a-z_]+):([a-z0-9-]+)")


@dataclass(frozen=True, slots=True)
class Named:
    """How a subject is called now, and its page ("" when it has none)."""

    name: str
    url: str = ""


type Finder = Callable[[Collection[str]], Mapping[str, Named]]
type Seen = Callable[[Any, datetime], QuerySet[Any] | None]


@dataclass(frozen=True, slots=True)
class _Kind:
    find: Finder
    gone: str | Promise
    seen: Seen | None
    unseen: str | Promise
    hidden: Seen | None


_kinds: dict[str, _Kind] = {}


def register(
    kind: str,
    find: Finder,
    *,
    gone: str | Promise = _("something that was removed"),
    seen: Seen | None = None,
    unseen: str | Promise = _("something"),
    hidden: Seen | None = None,
) -> None:
    """`find` takes the numbers and gives those it knows, in one query. Raises `ValueError` when the kind is taken.

    `seen(reader, at)` gives the rows that the reader may see, without a query by itself; None when that is all of them.
    `hidden(reader, at)` gives the others: those that do not exist for the reader; None when that is none of them.
    """
    if kind in _kinds:
        raise ValueError(f"Subjects of the kind {kind} are registered already.")
    _kinds[kind] = _Kind(find, gone, seen, unseen, hidden)


def of_model(label: str) -> Finder:
    """Rows of a model (`governance.Aspect`) by primary key: their `str()` and `get_absolute_url()`."""

    def find(numbers: Collection[str]) -> Mapping[str, Named]:
        rows = apps.get_model(label)._default_manager.in_bulk(numbers_in(list(numbers)))
        return {str(number): Named(str(row), _url(row)) for number, row in rows.items()}

    return find


def open_to(
    reader: Any, at: datetime, *, path: str, kinds: Collection[str] | None = None, others: Combinable | None = None
) -> Case:
    """A condition for rows whose `path` is the subject that they are about: may the reader (None: nobody) see that?

    `kinds` are those that are asked about, all when None; of `others` the answer is given, yes when None. The number is
    read from the text only after its kind is known.
    """
    wanted = {kind: each for kind, each in _kinds.items() if kinds is None or kind in kinds}
    asked = [
        When(**{f"{path}__startswith": f"{kind}:"}, then=_is_seen(kind, each.seen, reader, at, path))
        for kind, each in wanted.items()
        if each.seen is not None
    ]
    for kind, each in wanted.items():
        rows = None if each.hidden is None or reader is None else each.hidden(reader, at)
        if rows is not None:
            number = Cast(Substr(OuterRef(path), len(kind) + 2), BigIntegerField())
            there = Q(Exists(rows.order_by().filter(pk=number)))
            asked.append(When(Q(**{f"{path}__startswith": f"{kind}:"}) & there, then=Value(False)))
    return Case(*asked, default=Value(True) if others is None else others, output_field=BooleanField())


def _is_seen(kind: str, seen: Seen, reader: Any, at: datetime, path: str) -> Combinable | Exists:
    if reader is None:
        return Value(False)
    rows = seen(reader, at)
    if rows is None:
        return Value(True)
    number = Cast(Substr(OuterRef(path), len(kind) + 2), BigIntegerField())
    return Exists(rows.order_by().filter(pk=number))


def unseen_of(subjects: Iterable[str], reader: Any, at: datetime) -> set[str]:
    """Those that do not exist for the reader (None: nobody). One query for each kind that not everybody sees."""
    hidden: set[str] = set()
    for kind, numbers in _by_kind(subjects).items():
        registered = _kinds.get(kind)
        if registered is None:
            continue
        if registered.hidden is not None:
            kept = None if reader is None else registered.hidden(reader, at)
            away = numbers if reader is None else set() if kept is None else _among(kept, numbers)
            hidden |= {f"{kind}:{number}" for number in away}
        if registered.seen is None:
            continue
        known: set[str] = set()
        if reader is not None:
            rows = registered.seen(reader, at)
            if rows is None:
                continue
            known = _among(rows, numbers)
        hidden |= {f"{kind}:{number}" for number in numbers - known}
    return hidden


def _among(rows: QuerySet[Any], numbers: Collection[str]) -> set[str]:
    return {
        str(number) for number in rows.order_by().filter(pk__in=numbers_in(list(numbers))).values_list("pk", flat=True)
    }


def is_kept_from_some(subject: str) -> bool:
    """Is it of a kind of which not everybody may see every thing?"""
    registered = _kinds.get(subject.partition(":")[0])
    return registered is not None and registered.seen is not None


def names_of(subjects: Iterable[str], *, unseen: Collection[str] = ()) -> dict[str, Named]:
    """Each subject's name; what is gone or of no known kind is called so, and the `unseen` by their kind. One query a kind."""
    found: dict[str, Named] = {}
    for kind, numbers in _by_kind(subjects).items():
        registered = _kinds.get(kind)
        hidden = {number for number in numbers if f"{kind}:{number}" in unseen}
        known = registered.find(numbers - hidden) if registered and numbers > hidden else {}
        gone = Named(str(registered.gone)) if registered else None
        found |= {f"{kind}:{number}": known.get(number) or gone or Named(f"{kind} {number}") for number in numbers}
        if registered:
            found |= {f"{kind}:{number}": Named(str(registered.unseen)) for number in hidden}
    return found


def _by_kind(subjects: Iterable[str]) -> dict[str, set[str]]:
    wanted: dict[str, set[str]] = defaultdict(set)
    for subject in subjects:
        kind, _colon, number = subject.partition(":")
        wanted[kind].add(number)
    return wanted


def _url(row: object) -> str:
    try:
        return str(row.get_absolute_url()) if hasattr(row, "get_absolute_url") else ""
    except NoReverseMatch:
        return ""  # its page belongs to an app that is not installed
