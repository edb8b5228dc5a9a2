"""A rehearsal as a file, `polder-rehearsal/1`: everything that is wrong with it is told at once, each with its line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from polder.base.errors import PolderError
from polder.capabilities.rehearsing import acts, expectations, jsonfile, keys, yamlfile
from polder.capabilities.rehearsing.acts import Act
from polder.capabilities.rehearsing.codes import CODES
from polder.capabilities.rehearsing.errors import Misfit, Mistake, WrongFile
from polder.capabilities.rehearsing.expectations import Expectation
from polder.capabilities.rehearsing.keys import Given
from polder.capabilities.rehearsing.moments import Calendar, step_moment
from polder.capabilities.rehearsing.nodes import Entry, Listing, Node, Scalar, Table
from polder.governance import organisation_file
from polder.governance.facts import Facts
from polder.governance.organisation_file import OrganisationErrors

FORMAT: Final = "polder-rehearsal/1"
LIVE: Final = "live"
_MOST_BYTES: Final = 2_000_000
_MOST_STEPS: Final = 50_000
_TOP: Final = ("format", "title", "organisation", "steps")

type Live = Callable[[], Facts]
"""Gives a copy of the running organisation. Raises PolderError when there is none."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A step in which something is done. `refused` is the code that is expected, None: it must be done."""

    act: Act
    by: str | None
    given: Given
    refused: str | None


@dataclass(frozen=True, slots=True)
class Hope:
    """A step in which something is expected."""

    expectation: Expectation
    given: Given


@dataclass(frozen=True, slots=True)
class Step:
    """Numbered from 1, with the line on which it begins."""

    number: int
    line: int
    at: datetime
    what: Deed | Hope


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """A file that can be played."""

    title: str
    facts: Facts
    calendar: Calendar
    steps: tuple[Step, ...]


def read(path: Path, *, live: Live) -> Rehearsal:
    """Raises WrongFile, and OSError when the file cannot be read."""
    return parse(path.read_bytes(), folder=path.parent, live=live, json=path.suffix.lower() == ".json")


def parse(content: bytes, *, folder: Path | None, live: Live, json: bool = False) -> Rehearsal:
    """`folder` is where the organisation's path begins; None: only `live` is read. YAML, or JSON. Raises WrongFile."""
    return _Reader(_nodes(content, json=json), folder, live).read()


def _nodes(content: bytes, *, json: bool) -> Node:
    if len(content) > _MOST_BYTES:
        raise WrongFile([Mistake(1, _("The file is larger than %(n)d MB.") % {"n": _MOST_BYTES // 1_000_000})])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise WrongFile([Mistake(line, _("This is not UTF-8 text."))]) from None
    if json:
        return jsonfile.nodes_of(text)
    if text.lstrip()[:1] == "{":
        try:
            return jsonfile.nodes_of(text)
        except WrongFile:
            pass  # braces are YAML as well
    return yamlfile.nodes_of(text)


class _Reader:
    """One file."""

    def __init__(self, root: Node, folder: Path | None, live: Live) -> None:
        self._root, self._folder, self._live = root, folder, live
        self._mistakes: list[Mistake] = []

    def read(self) -> Rehearsal:
        if not isinstance(self._root, Table):
            raise WrongFile([Mistake(self._root.line, _("A rehearsal begins with “format: polder-rehearsal/1”."))])
        self._top(self._root)
        facts = self._organisation(self._root.get("organisation"))
        zone = organisation_file.zone_of(facts.zone if facts else "UTC")
        calendar = Calendar(zone, frozenset(facts.holidays if facts else ()))
        steps = self._steps(self._root.get("steps"), calendar)
        if self._mistakes or facts is None:
            raise WrongFile(self._mistakes)
        title = self._root.get("title")
        return Rehearsal(keys.text(title.value, calendar) if title else "", facts, calendar, steps)

    def _complain(self, line: int, sentence: str) -> None:
        self._mistakes.append(Mistake(line, sentence))

    def _top(self, root: Table) -> None:
        top = {name: (keys.may if name == "title" else keys.need)(_anything) for name in _TOP}
        top["title"] = keys.may(keys.text)
        keys.read_keys(root, top, Calendar(organisation_file.zone_of("UTC")), self._mistakes)
        said = root.get("format")
        if said and not (isinstance(said.value, Scalar) and said.value.value == FORMAT):
            self._complain(
                said.value.line,
                _("format: %(what)s is not %(format)s.") % {"what": keys.shown(said.value), "format": FORMAT},
            )

    def _organisation(self, entry: Entry | None) -> Facts | None:
        if entry is None:
            return None
        named = entry.value
        if not isinstance(named, Scalar) or not named.written.strip() or named.value is None:
            self._complain(named.line, _("organisation: name a file beside this one, or write live."))
            return None
        try:
            if named.written == LIVE:
                return self._live()
            if self._folder is None:
                self._complain(
                    named.line, _("organisation: here a rehearsal is played with this organisation; write live.")
                )
                return None
            return organisation_file.read((self._folder / named.written).read_bytes())
        except PolderError as refused:
            self._complain(named.line, f"organisation: {refused}")
        except OrganisationErrors as wrong:
            for error in wrong.errors:
                self._complain(named.line, f"organisation: {named.written}: {error}")
        except (OSError, ValueError) as error:
            why = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            self._complain(
                named.line,
                _("organisation: %(file)s cannot be read: %(why)s.") % {"file": keys.shown(named), "why": why},
            )
        return None

    def _steps(self, entry: Entry | None, calendar: Calendar) -> tuple[Step, ...]:
        if entry is None:
            return ()
        listing = entry.value
        if not isinstance(listing, Listing) or not listing.items:
            self._complain(listing.line, _("steps: this must be a list of steps."))
            return ()
        if len(listing.items) > _MOST_STEPS:
            self._complain(listing.items[_MOST_STEPS].line, _("There are more than %(n)d steps.") % {"n": _MOST_STEPS})
            return ()
        steps: list[Step] = []
        now: datetime | None = None
        for number, node in enumerate(listing.items, 1):
            if not isinstance(node, Table):
                self._complain(node.line, _("A step is keys and values, such as {by: kim, do: submit, page: leave}."))
                continue
            now = self._moment(node, now, calendar, first=number == 1)
            what = self._hope(node, calendar) if node.get("expect") else self._deed(node, calendar)
            if what is not None and now is not None:
                steps.append(Step(number, node.line, now, what))
        return tuple(steps)

    def _moment(self, step: Table, before: datetime | None, calendar: Calendar, *, first: bool) -> datetime | None:
        """The moment of the step; after a mistake the one before, so that it is told once."""
        entry = step.get("at")
        if entry is None:
            if first:
                self._complain(step.line, _("The first step names a moment, such as at: 2026-03-02T09:00."))
            return before
        try:
            written = keys.name(entry.value, calendar)
            if before is None and not first and written.startswith("+"):
                return None  # there is no moment to count from, which has been told
            return step_moment(written, before, calendar)
        except Misfit as misfit:
            self._complain(entry.value.line, f"at: {misfit}")
            return before

    def _hope(self, step: Table, calendar: Calendar) -> Hope | None:
        keys.read_keys(step, {"expect": keys.need(_anything), "at": keys.may(_anything)}, calendar, self._mistakes)
        entry = step.get("expect")
        node = entry.value if entry else step
        if not isinstance(node, Table):
            self._complain(
                node.line, _("expect: this must be keys and values, and is %(what)s.") % {"what": keys.shown(node)}
            )
            return None
        known = expectations.known()
        heads = [written.key for written in node.entries if written.key in known]
        if not heads:
            self._complain(node.line, _("expect: one of %(words)s belongs here.") % {"words": ", ".join(sorted(known))})
            return None
        expectation = known[heads[0]]
        return Hope(expectation, keys.read_keys(node, expectation.keys, calendar, self._mistakes))

    def _deed(self, step: Table, calendar: Calendar) -> Deed | None:
        entry = step.get("do")
        if entry is None:
            self._complain(step.line, _("A step says what to do or what to expect."))
            return None
        known = acts.known()
        word = entry.value.written if isinstance(entry.value, Scalar) else ""
        act = known.get(word)
        if act is None:
            meant = keys.meant(word, known)
            self._complain(
                entry.value.line, _("do: there is no act %(what)s.") % {"what": keys.shown(entry.value)} + meant
            )
            return None
        before = len(self._mistakes)
        given = keys.read_keys(
            step, act.keys, calendar, self._mistakes, known=acts.RESERVED - {"expect"}, null_is_missing=True
        )
        if act.check is not None and len(self._mistakes) == before:
            for sentence in act.check(given):
                self._complain(step.line, sentence)
        return Deed(act, self._by(step, act, calendar), given, self._refused(step, calendar))

    def _by(self, step: Table, act: Act, calendar: Calendar) -> str | None:
        entry = step.get("by")
        if entry is None:
            if not act.unsaid:
                self._complain(step.line, _("“by” is missing here: who does this?"))
            return None
        try:
            by = keys.or_null(keys.name)(entry.value, calendar)
        except Misfit as misfit:
            self._complain(entry.value.line, f"by: {misfit}")
            return None
        if by is None and not act.nobody:
            self._complain(entry.value.line, _("by: somebody must do this: %(act)s.") % {"act": act.name})
        return by

    def _refused(self, step: Table, calendar: Calendar) -> str | None:
        entry = step.get("refused")
        if entry is None:
            return None
        try:
            return keys.or_null(keys.one_of(*CODES))(entry.value, calendar)
        except Misfit as misfit:
            self._complain(entry.value.line, f"refused: {misfit}")
            return None


def _anything(node: Node, _calendar: Calendar) -> Any:
    return node
