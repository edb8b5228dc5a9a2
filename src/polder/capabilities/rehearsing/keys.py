"""The keys of a step: which there are, which are needed, and how the value of each is read and compared.

A reader takes a node and the calendar of the rehearsal and gives the value, or raises Misfit with a sentence.
"""

import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.base.commandline import did_you_mean
from polder.base.time import InvalidMoment, parse_day, parse_moment
from polder.capabilities.rehearsing.errors import Misfit, Mistake
from polder.capabilities.rehearsing.moments import Calendar
from polder.capabilities.rehearsing.nodes import Listing, Node, Scalar, Table

type Reader[T] = Callable[[Node, Calendar], T]
type Given = Mapping[str, Any]
"""What a step gives, by key: the values as their readers read them. A key that is left out is not in it."""

_SHOWN = 40
_LONGEST = 1_000_000
_PARTY = re.compile(r"(?:person|role|unit|body):.+", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Key:
    """One key. `match(wanted, found)` compares where it is expected."""

    read: Reader[Any]
    needed: bool
    match: Callable[[Any, Any], bool] = operator.eq


type Keys = Mapping[str, Key]


def need[T](read: Reader[T], *, match: Callable[[T, Any], bool] = operator.eq) -> Key:
    """A key without which the file is wrong."""
    return Key(read, needed=True, match=match)


def may[T](read: Reader[T], *, match: Callable[[T, Any], bool] = operator.eq) -> Key:
    """A key that may be left out."""
    return Key(read, needed=False, match=match)


# Readers


def text(node: Node, _calendar: Calendar) -> str:
    """Any text, the empty one too; nothing (null) reads as that."""
    if isinstance(node, Scalar):
        if node.value is None:
            return ""
        if isinstance(node.value, str) or node.bare:
            return _fitting(node)
    raise Misfit(_("This must be a text, and is %(what)s.") % {"what": shown(node)})


def name(node: Node, _calendar: Calendar) -> str:
    """The key of something. Whether it is there is asked when the step is played."""
    if isinstance(node, Scalar) and (isinstance(node.value, str) or (node.bare and node.value is not None)):
        if node.written.strip():
            return _fitting(node)
        raise Misfit(_("This is empty."))
    raise Misfit(_("This must be a key, and is %(what)s.") % {"what": shown(node)})


def party(node: Node, calendar: Calendar) -> str:
    """`person:kim`, `unit:it`, `role:intranet-manager` or `body:steering`."""
    found = name(node, calendar)
    if not _PARTY.fullmatch(found):
        sentence = _("%(what)s is not a party: write person:kim, role:editor, unit:it or body:steering.")
        raise Misfit(sentence % {"what": shown(node)})
    return found


def one_of(*words: str) -> Reader[str]:
    """One of a few words. `yes` and `no` are words too, whatever YAML makes of them."""

    def read(node: Node, _calendar: Calendar) -> str:
        if isinstance(node, Scalar):
            word = ("yes" if node.value else "no") if isinstance(node.value, bool) else node.written
            if word in words and node.value is not None:
                return word
        raise Misfit(_("%(what)s is not one of %(words)s.") % {"what": shown(node), "words": ", ".join(words)})

    return read


def truth(node: Node, _calendar: Calendar) -> bool:
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return node.value
    raise Misfit(_("This must be true or false, and is %(what)s.") % {"what": shown(node)})


def whole(least: int = 0, most: int = 2**53) -> Reader[int]:
    """A whole number."""

    def read(node: Node, _calendar: Calendar) -> int:
        value = node.value if isinstance(node, Scalar) else None
        if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
            return value
        sentence = _("This must be a whole number from %(least)d, and is %(what)s.")
        raise Misfit(sentence % {"least": least, "what": shown(node)})

    return read


def number(node: Node, _calendar: Calendar) -> float:
    """A number, whole where it is written so."""
    value = node.value if isinstance(node, Scalar) else None
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
        return value
    raise Misfit(_("This must be a number, and is %(what)s.") % {"what": shown(node)})


def moment(node: Node, calendar: Calendar) -> datetime:
    """A local moment; a bare date is midnight, an offset may be given."""
    written = name(node, calendar)
    try:
        return parse_moment(written, calendar.zone)
    except InvalidMoment as wrong:
        raise Misfit(str(wrong)) from None


def day(node: Node, calendar: Calendar) -> date:
    written = name(node, calendar)
    try:
        return parse_day(written)
    except InvalidMoment:
        raise Misfit(_("%(what)s is not a date: write it as 2026-03-02.") % {"what": shown(node)}) from None


def or_null[T](read: Reader[T]) -> Reader[T | None]:
    """null, or what `read` reads."""

    def either(node: Node, calendar: Calendar) -> T | None:
        return None if isinstance(node, Scalar) and node.value is None else read(node, calendar)

    return either


def list_of[T](read: Reader[T]) -> Reader[tuple[T, ...]]:
    """A list, in order."""

    def items(node: Node, calendar: Calendar) -> tuple[T, ...]:
        if not isinstance(node, Listing):
            raise Misfit(_("This must be a list, and is %(what)s.") % {"what": shown(node)})
        found, wrong = [], []
        for item in node.items:
            try:
                found.append(read(item, calendar))
            except Misfit as misfit:
                wrong += [Misfit(str(each), each.line or item.line) for each in misfit.each]
        if wrong:
            raise Misfit.of_parts(wrong)
        return tuple(found)

    return items


def set_of[T](read: Reader[T]) -> Reader[frozenset[T]]:
    """A list whose order does not count."""
    items = list_of(read)
    return lambda node, calendar: frozenset(items(node, calendar))


names: Reader[frozenset[str]] = set_of(name)
"""A list of keys of people, compared as a set."""


def table(keys: Keys, *, null_is_missing: bool = False) -> Reader[dict[str, Any]]:
    """Keys within a key."""

    def read(node: Node, calendar: Calendar) -> dict[str, Any]:
        if not isinstance(node, Table):
            raise Misfit(_("This must be keys and values, and is %(what)s.") % {"what": shown(node)})
        mistakes: list[Mistake] = []
        found = read_keys(node, keys, calendar, mistakes, null_is_missing=null_is_missing)
        if mistakes:
            raise Misfit.of_parts([Misfit(mistake.sentence, mistake.line) for mistake in mistakes])
        return found

    return read


def read_keys(
    node: Table,
    keys: Keys,
    calendar: Calendar,
    mistakes: list[Mistake],
    *,
    known: frozenset[str] = frozenset(),
    null_is_missing: bool = False,
) -> dict[str, Any]:
    """The values of the keys in a table; what is wrong goes to `mistakes`. `known` are read elsewhere."""
    given: dict[str, Any] = {}
    seen = set[str]()
    for entry in node.entries:
        key = keys.get(entry.key)
        if entry.key in seen:
            mistakes.append(Mistake(entry.line, _("“%(key)s” is written twice here.") % {"key": _short(entry.key)}))
        elif key is None and entry.key not in known:
            sentence = _("“%(key)s” is unknown here.") % {"key": _short(entry.key)}
            mistakes.append(Mistake(entry.line, sentence + meant(entry.key, {*keys, *known})))
        elif key is not None:
            if null_is_missing and isinstance(entry.value, Scalar) and entry.value.value is None:
                continue
            try:
                given[entry.key] = key.read(entry.value, calendar)
            except Misfit as misfit:
                mistakes += [Mistake(each.line or entry.value.line, f"{entry.key}: {each}") for each in misfit.each]
        seen.add(entry.key)
    mistakes.extend(
        Mistake(node.line, _("“%(key)s” is missing here.") % {"key": name})
        for name, key in keys.items()
        if key.needed and name not in seen
    )
    return given


def meant(wrong: str, known: Iterable[str]) -> str:
    """` Did you mean “x”?`, or nothing."""
    return did_you_mean(wrong[:_SHOWN], sorted(known))


# Words for what stands there


def shown(node: Node) -> str:
    """A node as a sentence may repeat it: short and on one line."""
    match node:
        case Listing():
            return _("a list")
        case Table():
            return _("keys and values")
        case Scalar(value=None):
            return _("nothing")
    return f"“{_short(node.written)}”"


def _short(words: str) -> str:
    words = "".join(letter if letter.isprintable() else " " for letter in words)
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def _fitting(node: Scalar) -> str:
    if len(node.written) > _LONGEST:
        raise Misfit(_("This is longer than %(n)d characters.") % {"n": _LONGEST})
    if "\0" in node.written or any("\ud800" <= letter <= "\udfff" for letter in node.written):
        raise Misfit(_("This holds a character that cannot be stored."))
    return node.written
