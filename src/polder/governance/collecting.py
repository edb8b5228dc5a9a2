"""Where changes collect: the person's open draft, made when there is none, and what a screen shows of it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.base import glyphs
from polder.governance import drafts, operations
from polder.governance.changes import Assign, ChangeAspect, MatrixLine, Unassign
from polder.governance.models import ChangeSet
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Bar:
    """A draft at the foot of the matrix: how many changes, and the letters that come or go, for marking cells."""

    draft: ChangeSet
    count: int
    pending: tuple[dict[str, Any], ...]

    @property
    def json(self) -> str:
        """For the script that marks cells."""
        return json.dumps(self.pending)


def bar(draft: ChangeSet | None) -> Bar | None:
    """None without a draft, and while it is empty."""
    if draft is None or not draft.lines:
        return None
    lines = drafts.lines_of(draft)
    pending = tuple(_pending(line) for line in lines if isinstance(line, Assign | Unassign))
    return Bar(draft, len(lines), pending)


def collect(lines: Sequence[MatrixLine], *, title: str, by: Person, at: datetime) -> ChangeSet:
    """Lines more in the open draft of `by`, or in a new one. Raises as `operations.replace_lines` and `draft`."""
    there = drafts.open_draft(by)
    if there is None:
        return operations.draft(lines, title=title, by=by, at=at)
    joined = list(drafts.lines_of(there))
    for line in lines:
        joined = _with(joined, line)
    return operations.replace_lines(there, joined, version=there.version, by=by, at=at)


def replace(
    there: ChangeSet | None, lines: Sequence[MatrixLine], *, title: str, by: Person, at: datetime
) -> ChangeSet | None:
    """The lines instead of those of `there`, the open draft as it was read (Stale when it is another by now).

    A new draft when there is none and something is wanted.
    """
    if there is None:
        return operations.draft(lines, title=title, by=by, at=at) if lines else None
    return operations.replace_lines(there, lines, version=there.version, by=by, at=at)


def _with(lines: Sequence[MatrixLine], line: MatrixLine) -> list[MatrixLine]:
    """Settings of one aspect are one line; of letters the later wish counts."""
    if isinstance(line, ChangeAspect):
        same = [each for each in lines if isinstance(each, ChangeAspect) and each.aspect == line.aspect]
        settings = {name: value for each in (*same, line) for name, value in each.settings.items()}
        return [*(each for each in lines if each not in same), ChangeAspect(line.aspect, settings)]
    if isinstance(line, Assign | Unassign):
        return [*(each for each in lines if not _same_letter(each, line)), line]
    return [*lines, line]


def _same_letter(one: MatrixLine, other: Assign | Unassign) -> bool:
    return isinstance(one, Assign | Unassign) and (one.aspect, one.facet, one.party, one.letter) == (
        other.aspect,
        other.facet,
        other.party,
        other.letter,
    )


def _pending(line: Assign | Unassign) -> dict[str, Any]:
    state = "gain" if isinstance(line, Assign) else "lose"
    return {
        "aspect": line.aspect,
        "party": line.party,
        "letter": line.letter,
        "facet": line.facet,
        "classes": glyphs.letter_classes(line.letter, state, False, line.facet),
        "state": state,
        "said": (_("%(letter)s, would begin") if state == "gain" else _("%(letter)s, would end"))
        % {"letter": glyphs.letter_words(line.letter, "", inherited=False, facet=line.facet)},
    }
