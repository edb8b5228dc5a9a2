"""A file becomes a draft change set, once: the same file on the same matrix does not make a second one."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from polder.governance import store
from polder.governance.changes.documents import write_lines
from polder.governance.importing.drafting import Proposal
from polder.governance.importing.reading import Reading
from polder.governance.models import ChangeSet
from polder.governance.operations import draft
from polder.ground.organisation.models import Person

_CHOICES = ("party:", "aspect:", "accountable:")


@dataclass(frozen=True, slots=True)
class Saved:
    """`change_set` None: the file changes nothing. `is_new` False: this draft was there already."""

    change_set: ChangeSet | None
    is_new: bool


def split_answers(answers: Iterable[str]) -> tuple[list[str], dict[str, str]]:
    """Answers for the reader, and choices for the draft (`party:Comms=unit:communications`), which `matching` tells."""
    for_reader: list[str] = []
    choices: dict[str, str] = {}
    for answer in answers:
        name, equals, choice = answer.rpartition("=")
        if equals and name.startswith(_CHOICES):
            choices[name.strip()] = choice.strip()
        else:
            for_reader.append(answer)
    return for_reader, choices


def save(
    data: bytes, reading: Reading, made: Proposal, *, title: str, by: Person | None, at: datetime,
    choices: Mapping[str, str] | None = None,
) -> Saved:  # fmt: skip
    """Keep a proposal as a draft of `by`, with the file's fingerprint and what was read. Raises as `operations.draft`.

    A draft or proposal of the same person from the same file with the same lines is the draft; none is made besides it.
    """
    if not made.lines:
        return Saved(None, is_new=False)
    fingerprint = hashlib.sha256(data).hexdigest()
    lines = write_lines(made.lines, store.zone(store.facts_now()))
    states = (ChangeSet.State.DRAFT, ChangeSet.State.PROPOSED, ChangeSet.State.PLANNED)
    for known in ChangeSet.objects.filter(fingerprint=fingerprint, author=by, state__in=states).order_by("-pk"):
        if known.lines == lines:
            return Saved(known, is_new=False)
    row = draft(
        made.lines,
        title=title,
        by=by,
        at=at,
        fingerprint=fingerprint,
        reading=as_kept(reading, made, choices or {}),
    )
    return Saved(row, is_new=True)


def as_kept(reading: Reading, made: Proposal, choices: Mapping[str, str]) -> dict[str, Any]:
    """The reading as JSON, with the findings that still hold, what is not decided, and what was chosen."""
    return reading.as_json() | {
        "findings": [finding.as_json() for finding in made.findings],
        "undecided": [
            {"choice": one.choice, "aspect": one.aspect, "facet": one.facet, "parties": list(one.parties)}
            for one in made.undecided
        ],
        "choices": dict(choices),
    }
