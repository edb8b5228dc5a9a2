"""People and units from a CSV file: read, checked line by line, then all of it or nothing (Deliver 2).

Headers are English or Dutch, in any order; the delimiter is found out. A line whose key, number or e-mail address is
known changes that person; any other registers somebody. The writing goes through the operations, in one act.
"""

from datetime import datetime, tzinfo

from django.db import transaction

from polder.ground.organisation.csvimport.reading import MOST_BYTES, MOST_LINES, lines_of
from polder.ground.organisation.csvimport.report import Preview, What
from polder.ground.organisation.csvimport.writing import PeopleWriter, UnitsWriter
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import registration
from polder.ground.organisation.watch import Change, changing

__all__ = ["MOST_BYTES", "MOST_LINES", "Preview", "What", "load", "preview"]


class _Undo(Exception):  # not an error: it takes a trial back
    pass


def preview(content: bytes, what: What, *, by: Person, at: datetime, zone: tzinfo) -> Preview:
    """What importing would do, tried for real and taken back. Nothing is written. Raises Inactive, NotAssigned."""
    seen = Preview(what)
    try:
        with transaction.atomic():
            seen = _run(content, what, by=by, at=at, zone=zone)
            raise _Undo
    except _Undo:
        return seen


def load(content: bytes, what: What, *, by: Person, at: datetime, zone: tzinfo) -> Preview:
    """Write the file, all or nothing. With troubles in what is returned, nothing was written.

    Raises Inactive, NotAssigned, and what the watchers of the organisation refuse (G14).
    """
    seen = Preview(what)
    try:
        with transaction.atomic():
            seen = _run(content, what, by=by, at=at, zone=zone)
            if seen.troubles:
                raise _Undo
    except _Undo:
        return seen
    return seen


def _run(content: bytes, what: What, *, by: Person, at: datetime, zone: tzinfo) -> Preview:
    seen = Preview(what)
    with changing(Change(by, at)):
        registration.require(by, at)
        lines = list(lines_of(content, what, seen))
        if not seen.troubles:
            write = PeopleWriter(by, at, zone, lines) if what == "people" else UnitsWriter(by, at, lines)
            write.all(seen)
            seen.steps.sort(key=lambda step: step.line)
            seen.troubles.sort(key=lambda trouble: trouble.line)
    return seen
