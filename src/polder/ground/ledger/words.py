"""Events as sentences. Each app registers one for each kind of event it records, in its `ready()`:

    words.register("assignment.added", _("%(who)s gave %(party)s the letter %(letter)s on %(aspect)s."))
    words.register("seat.ended", tell_of_a_seat)  # def tell_of_a_seat(told: Told) -> Sentence
    words.register("change_set.drafted", _("%(who)s drafted a change."), private=True)

Values: `who` (with “for ...” when it was done for somebody), `thing`, `aspect`, and every entry of the event's data. A
value that is a subject (`unit:2`) or a list of them is said by name; give names in `about`, not in texts.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.words import say_list
from polder.ground.ledger.models import Event
from polder.ground.ledger.subjects import PATTERN, Named

type Text = str | Promise


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template with named places, and values beside those that every sentence has."""

    template: Text
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence may use: the event, its data, and `names` of its subjects."""

    event: Event
    data: Mapping[str, Any]
    names: Mapping[str, Named]

    def name(self, subject: str) -> str:
        """`unit:2` by name; for choosing words, the places of a template do it by themselves."""
        named = self.names.get(subject)
        return named.name if named else subject


type Teller = Callable[[Told], Sentence]
type _Show = Callable[[Named], str]


@dataclass(frozen=True, slots=True)
class _Kind:
    tell: Teller
    private: bool


_kinds: dict[str, _Kind] = {}
_BY_MANDATE = {
    "assigned": gettext_lazy("by their own mandate"),
    "caretaker": gettext_lazy("as caretaker"),
    "deputy": gettext_lazy("as deputy"),
    "escalated": gettext_lazy("because four eyes barred who comes first"),
    "break_glass": gettext_lazy("by breaking the glass"),
}
_mandate_tellers: list[Callable[[Mapping[str, Any]], str]] = []


def register(kind: str, sentence: Text | Teller, *, private: bool = False) -> None:
    """`private` events are told only to the people in them. Raises `ValueError` when the kind is taken."""
    if kind in _kinds:
        raise ValueError(f"Events of the kind {kind} have a sentence already.")
    tell = sentence if callable(sentence) else _always(sentence)
    _kinds[kind] = _Kind(tell, private)


def register_mandates(tell: Callable[[Mapping[str, Any]], str]) -> None:
    """How a mandate in an event is said, "" for not at all; the app that grants mandates knows more than their code."""
    _mandate_tellers.append(tell)


def private_kinds() -> list[str]:
    """Kinds of event that are told only to the people in them."""
    return [kind for kind, registered in _kinds.items() if registered.private]


def say(event: Event, names: Mapping[str, Named]) -> tuple[str, SafeString]:
    """The event in one sentence of the active language, as text and as HTML with links."""
    told = Told(event, json.loads(event.data), names)
    registered = _kinds.get(event.kind)
    sentence = registered.tell(told) if registered else Sentence(_("%(who)s: %(kind)s, %(thing)s."))
    facts = {"kind": event.kind, "thing": event.thing, "aspect": f"aspect:{event.aspect}"}
    values = {**facts, **told.data, **sentence.values}
    template = str(sentence.template)
    text = template % _Said(_filled(event, values, names, _plain))
    marked = {key: conditional_escape(value) for key, value in _filled(event, values, names, _linked).items()}
    return text, mark_safe(conditional_escape(template) % _Said(marked))  # noqa: S308  # escaped one by one


def _filled(event: Event, values: Mapping[str, Any], names: Mapping[str, Named], show: _Show) -> dict[str, str]:
    said = {key: _value(value, names, show) for key, value in values.items()}
    return {"who": _who(event, names, show), **said}


def say_mandate(event: Event) -> str:
    """By which mandate it was done, in words; "" when by none."""
    mandate: Mapping[str, Any] = json.loads(event.mandate)
    if not mandate:
        return ""
    for tell in _mandate_tellers:
        if words := tell(mandate):
            return words
    return str(_BY_MANDATE.get(str(mandate.get("code", "")), ""))


class _Said(dict[str, str]):
    """A place that the event has no value for (it was recorded by an older version) is said as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def _always(template: Text) -> Teller:
    return lambda _told: Sentence(template)


def _plain(named: Named) -> str:
    return named.name


def _linked(named: Named) -> str:
    if named.url:
        return format_html('<a href="{}">{}</a>', named.url, named.name)
    return format_html("<b>{}</b>", named.name)


def _who(event: Event, names: Mapping[str, Named], show: _Show) -> str:
    def shown(number: int) -> str:
        return show(names[f"person:{number}"])

    if event.actor is None:
        return "Polder"
    if event.acting_for is None:
        return shown(event.actor)
    both = {"who": shown(event.actor), "whom": shown(event.acting_for)}
    joined = conditional_escape(_("%(who)s for %(whom)s")) if show is _linked else _("%(who)s for %(whom)s")
    return mark_safe(joined % both) if show is _linked else joined % both  # noqa: S308  # names were escaped by `show`


def _value(value: Any, names: Mapping[str, Named], show: _Show) -> str:
    if isinstance(value, str):
        return show(names[value]) if value in names else value
    if isinstance(value, list):
        parts = [_value(part, names, show) for part in value]
        if show is _linked:
            return mark_safe(say_list([conditional_escape(part) for part in parts]))  # noqa: S308  # escaped here
        return say_list(parts)
    return "–" if value is None else str(value)


def subjects_in(event: Event) -> set[str]:
    """Everything a sentence about the event may name."""
    found = {event.thing, *json.loads(event.about)}
    for value in json.loads(event.data).values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, str) and PATTERN.fullmatch(part):
                found.add(part)
    found |= {f"aspect:{event.aspect}"} if event.aspect is not None else set()
    found |= {f"person:{number}" for number in (event.actor, event.acting_for) if number is not None}
    return found
