"""What decisions changed, in words: of each thing what was and what is (B7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from polder.base import glyphs
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Page
from polder.features.bodies.models import Decision
from polder.governance import decidable
from polder.governance.decidable import Named, Outcome
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body, Party, Person


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing. `was` and `now` are letters ("RA") when `letters`, else words; empty for nothing."""

    what: str
    was: str
    now: str
    letters: bool = False
    money: bool = False
    address: str = ""


def of(decisions: Iterable[Decision], person: Person, at: datetime) -> dict[int, list[Changed]]:
    """By number of the decision, for who asks. Five queries and those of the things, whatever their number."""
    listed = list(decisions)
    parts = [(row.pk, kind, facts) for row in listed for each in row.done for kind, facts in each.items()]
    names = _Names.of([(kind, facts) for _row, kind, facts in parts], person, at)
    found: dict[int, list[Changed]] = {row.pk: [] for row in listed}
    for number, kind, facts in parts:
        found[number] += _SAY[kind](facts, names) if kind in _SAY else []
    return found


@dataclass(frozen=True, slots=True)
class _Names:
    aspects: Mapping[str, str]
    parties: Mapping[str, str]
    bodies: Mapping[str, str]
    pages: Mapping[int, Page]
    things: Mapping[str, Named]

    @classmethod
    def of(cls, parts: list[tuple[str, dict[str, Any]]], person: Person, at: datetime) -> "_Names":
        aspects = {facts["aspect"] for _kind, facts in parts if "aspect" in facts}
        for kind, facts in parts:
            if kind == "charter":
                aspects |= {*(facts["was"].get("aspects") or ()), *(facts["is"].get("aspects") or ())}
        parties = {facts["party"] for kind, facts in parts if kind == "cell"}
        bodies = {facts["body"] for kind, facts in parts if kind == "charter"}
        pages = {facts["page"] for kind, facts in parts if kind == "page"}
        return cls(
            dict(Aspect.objects.filter(key__in=aspects).values_list("key", "name")) if aspects else {},
            {
                row.ref: row.name
                for row in Party.objects.filter(ref__in=parties).select_related("person", "unit", "role", "body")
            }
            if parties
            else {},
            dict(Body.objects.filter(key__in=bodies).values_list("key", "name")) if bodies else {},
            Page.objects.filter(readable(person, at)).in_bulk(pages) if pages else {},
            decidable.named([_outcome(facts) for kind, facts in parts if kind == "thing"], person, at),
        )

    def aspect(self, key: str) -> str:
        return self.aspects.get(key, key)


def _cell(facts: dict[str, Any], names: _Names) -> list[Changed]:
    what = f"{names.aspect(facts['aspect'])}: {names.parties.get(facts['party'], facts['party'])}"
    if facts["facet"] != "*":
        what += f" ({glyphs.facet_name(facts['facet'])})"
    return [Changed(what, facts["was"], facts["is"], letters=True)]


def _aspect(facts: dict[str, Any], names: _Names) -> list[Changed]:
    return [
        Changed(f"{names.aspect(facts['aspect'])}: {_setting(name)}", _value(was), _value(now))
        for name, (was, now) in facts["settings"].items()
    ]


def _created(facts: dict[str, Any], _names: _Names) -> list[Changed]:
    return [Changed(_("An aspect"), "", facts["name"])]


def _budget(facts: dict[str, Any], names: _Names) -> list[Changed]:
    what = _("Budget %(year)s of %(aspect)s") % {"year": facts["year"], "aspect": names.aspect(facts["aspect"])}
    return [Changed(what, facts["was"] or "", facts["is"], money=True)]


def _page(facts: dict[str, Any], names: _Names) -> list[Changed]:
    page = names.pages.get(facts["page"])
    now = _("version %(number)s") % {"number": facts["version"]}
    what = _("A page that is not for you") if page is None else page.title
    return [Changed(what, _("not published") if facts["first"] else _("an older version"), now,
                    address="" if page is None else page.url or "")]  # fmt: skip


def _thing(facts: dict[str, Any], names: _Names) -> list[Changed]:
    outcome = _outcome(facts)
    kind, name = decidable.of(outcome), names.things.get(outcome.thing)
    if kind is None:
        return []
    verb = kind.verbs[outcome.verb]
    what, address = (str(kind.unseen), "") if name is None else (name.title, name.address)
    return [Changed(what, str(verb.was), str(verb.now), address=address)]


def _outcome(facts: dict[str, Any]) -> Outcome:
    return Outcome(str(facts["thing"]), str(facts["verb"]), "", "")


def _charter(facts: dict[str, Any], names: _Names) -> list[Changed]:
    was, now = facts["was"], facts["is"]
    body = names.bodies.get(facts["body"], facts["body"])
    labels = {
        "aspects": _("decides about"), "up_to": _("decides up to"), "method": _("decides by"),
        "quorum": _("quorum"), "written": _("votes in writing"),
    }  # fmt: skip
    found = []
    for name, label in labels.items():
        before, after = was.get(name), now.get(name)
        if before != after and (before or after):
            found.append(Changed(f"{body}: {label}", _of_charter(name, before, names), _of_charter(name, after, names)))
    return found


def _of_charter(name: str, value: Any, names: _Names) -> str:
    if name == "aspects":
        return ", ".join(names.aspect(key) for key in value or ())
    if name == "up_to":
        return _("any amount") if value is None else str(Decimal(str(value)).normalize().to_eng_string())
    if name == "quorum":
        share = "" if not value or value.get("share") is None else f"{round(value['share'] * 100)}%"
        return ", ".join(filter(None, (share, *((value or {}).get("functions") or ()))))
    return _value(value)


def _setting(name: str) -> str:
    field = next((field for field in Aspect._meta.concrete_fields if field.name == name), None)
    return str(field.verbose_name) if field is not None else name


def _value(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


_SAY = {
    "cell": _cell, "aspect": _aspect, "created": _created, "budget": _budget, "page": _page, "charter": _charter,
    "thing": _thing,
}  # fmt: skip
