"""Playing a rehearsal: clocks, acts and what follows from them, on a database that is thrown away afterwards."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from polder.base.errors import PolderError
from polder.capabilities.rehearsing import clocks
from polder.capabilities.rehearsing.format import Deed, Hope, Rehearsal, Step
from polder.capabilities.rehearsing.moments import said
from polder.capabilities.rehearsing.stage import Stage
from polder.governance import loading
from polder.ground.ledger import outbox
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Person

DONE, REFUSED = "done", "refused"
_WORKER = "rehearsal"
_WRITTEN = frozenset({"title", "text", "reason", "function"})


@dataclass(frozen=True, slots=True)
class Played:
    """One step as it went. `outcome` is done or refused, None for an expectation; `found` is what `as_json` gives.

    `trouble` says what was expected and what was found; empty when that is the same.
    """

    step: int
    line: int
    at: str
    what: str
    outcome: str | None
    found: Any
    trouble: str = ""

    @property
    def ok(self) -> bool:
        return not self.trouble

    def as_json(self) -> dict[str, Any]:
        return {
            "step": self.step, "line": self.line, "ok": self.ok, "outcome": self.outcome, "found": self.found,
            "at": self.at, "what": self.what, "trouble": self.trouble,
        }  # fmt: skip


class ReactionFailed(RuntimeError):
    """What follows from an event went wrong; that would be tried again, and a rehearsal has no later."""


def play(rehearsal: Rehearsal) -> Iterator[Played]:
    """Every step, also those after one that failed. The database at hand is empty."""
    first = rehearsal.steps[0].at
    loading.load(rehearsal.facts, by=None, at=first)
    follow(first)
    stage = Stage(rehearsal.calendar, first)
    due: datetime | None = first
    for step in rehearsal.steps:
        if due is not None and due <= step.at:
            due = clocks.run_until(step.at, now=stage.at, after_each=follow)
        stage.at = step.at
        if isinstance(step.what, Hope):
            yield _expect(stage, step, step.what)
            continue
        played = _do(stage, step, step.what)
        if played.outcome == DONE and step.what.act.traced:  # something may follow at this very moment
            due = step.at
        yield played


def follow(at: datetime) -> None:
    """Everything that reacts to what has happened (L2). Raises ReactionFailed."""
    while outbox.deliver(_WORKER, clock=lambda: at, limit=1_000):
        pass
    failed = outbox.in_trouble().first()
    if failed is not None:
        raise ReactionFailed(f"{failed.reaction} failed: {failed.trouble}")


def _do(stage: Stage, step: Step, deed: Deed) -> Played:
    traced = deed.act.traced
    before = _newest_event() if traced else 0
    code, why = _attempt(stage, deed)
    trouble = ""
    if code != deed.refused:
        wanted = f"refused: {deed.refused}" if deed.refused else DONE
        happened = f"refused: {code} ({why})" if code else DONE
        trouble = _("expected %(wanted)s, found %(found)s") % {"wanted": wanted, "found": happened}
    elif code is None and traced and _newest_event() == before:
        trouble = _("it is done, and left no event")
    if code is None and traced:
        follow(stage.at)
    what = " ".join([deed.by or "", deed.act.name, *_named(deed.given)]).strip()
    return Played(step.number, step.line, said(stage.at), what, REFUSED if code else DONE, code, trouble)


def _attempt(stage: Stage, deed: Deed) -> tuple[str | None, str]:
    """Why it was refused, as code and sentence; None: it is done. What is refused has changed nothing."""
    by = None
    if deed.by is not None:
        by = Person.objects.filter(key=deed.by).first()
        if by is None:
            return "unknown", _("There is nobody called “%(key)s”.") % {"key": deed.by}
        if not by.counts(stage.at):
            return "inactive", _("%(name)s is not active then.") % {"name": by.name}
    try:
        with transaction.atomic():
            deed.act.run(stage, by, deed.given)
    except PolderError as refused:
        return refused.code, str(refused)
    return None, ""


def _expect(stage: Stage, step: Step, hope: Hope) -> Played:
    expectation = hope.expectation
    about = hope.given[expectation.head]
    what = f"expect {expectation.head} {about}"
    try:
        found = expectation.find(stage, hope.given)
    except PolderError as missing:
        return Played(step.number, step.line, said(stage.at), what, None, missing.code, f"{missing} ({missing.code})")
    compared = {name: found[name] for name in hope.given if name in found}
    differing = [
        _("expected %(name)s %(wanted)s, found %(found)s")
        % {"name": name, "wanted": shown(hope.given[name]), "found": shown(value)}
        for name, value in compared.items()
        if not expectation.keys[name].match(hope.given[name], value)
    ]
    as_json = {name: plain(value) for name, value in compared.items()}
    return Played(step.number, step.line, said(stage.at), what, None, as_json, "; ".join(differing))


def _newest_event() -> int:
    return Event.objects.order_by("-number").values_list("number", flat=True).first() or 0


def _named(given: Mapping[str, Any]) -> Iterator[str]:
    """What a step names, for a line of output; not what is written in it."""
    for name, value in given.items():
        if isinstance(value, str) and name not in _WRITTEN:
            yield value


def plain(value: Any) -> Any:
    """A value as JSON has it: sets as sorted lists, moments and days as text."""
    match value:
        case set() | frozenset():
            return sorted(map(plain, value), key=str)
        case list() | tuple():
            return [plain(item) for item in value]
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case datetime():
            return said(value)
        case date():
            return value.isoformat()
    return value


def shown(value: Any) -> str:
    """A value as a line of output has it."""
    match plain(value):
        case None:
            return _("nothing")
        case bool(truth):
            return "true" if truth else "false"
        case list(items):
            return f"[{', '.join(map(str, items))}]"
        case str(text):
            return text if text.isprintable() and text and " " not in text else f"“{text}”"
        case other:
            return str(other)
