"""A change set takes effect: judged (G13, G9, G14), written, indexed and told in one act; all of it or nothing (B8)."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import IntegrityError
from django.utils.translation import gettext as _

from polder.governance.changes import MatrixLine, beginning_at
from polder.governance.changes.documents import read_lines, write_lines
from polder.governance.errors import Invalid, Stale, WrongState
from polder.governance.facts import Facts
from polder.governance.judgement import judge
from polder.governance.models import ChangeSet
from polder.governance.operations import meanwhile
from polder.governance.operations.recording import Recorder
from polder.governance.operations.still import holding_still
from polder.governance.operations.writing import write
from polder.governance.resolution import Reading
from polder.ground.organisation.models import Person

State = ChangeSet.State
OPEN = (State.DRAFT, State.PROPOSED)


def apply(
    change_set: ChangeSet, *, by: Person | None, at: datetime, version: int | None = None, seen: int | None = None
) -> ChangeSet:
    """The change set takes effect now. `by` None is an adopted decision, or the operator at the machine.

    `version` is that of the draft that was looked at, `seen` the number of the ledger's newest event then: what others
    did since to the same cells is told first. Raises, first that applies: NotAuthorised, NotFound, WrongState, Stale,
    Invalid, SecondAccountable (G9), OwnMandate (G14); then nothing has changed.
    """
    with holding_still() as reading:
        row = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
        refuse_closed(row, OPEN)
        refuse_stale(row, version)
        lines = lines_of(row, reading.facts)
        if not lines:
            raise Invalid(_("There is nothing in this change set yet."))
        if seen is not None:
            meanwhile.refuse(lines, since=seen)
        take_effect(row, lines, reading, by=by, at=at)
    return row


def apply_lines(
    lines: Sequence[MatrixLine],
    *,
    title: str,
    by: Person | None,
    at: datetime,
    reason: str = "",
    seen: int | None = None,
) -> ChangeSet:
    """A change set made and applied in one act. Raises as `apply`."""
    with holding_still() as reading:
        if seen is not None:
            meanwhile.refuse(lines, since=seen)
        after = judge(reading, lines, by=by.key if by else None, at=at)
        row = ChangeSet.objects.create(
            title=title[:200],
            reason=reason,
            lines=write_lines(lines, ZoneInfo(reading.facts.zone)),
            author=by,
            made_at=at,
            state=State.DRAFT,
        )
        _finish(row, lines, reading, after, by=by, at=at)
    return row


def take_effect(
    row: ChangeSet, lines: Sequence[MatrixLine], reading: Reading, *, by: Person | None, at: datetime
) -> None:
    """Judge and write. Inside an act alone, with `reading` the organisation before it."""
    wanted = [line for line in beginning_at(lines, at) if isinstance(line, MatrixLine)]
    after = judge(reading, wanted, by=by.key if by else None, at=at)
    _finish(row, wanted, reading, after, by=by, at=at)


def _finish(
    row: ChangeSet, lines: Sequence[MatrixLine], reading: Reading, after: Facts, *, by: Person | None, at: datetime
) -> None:
    try:
        written = write(reading.facts, after, lines, row)
    except IntegrityError as error:  # the database's own guard of G9: somebody was there in spite of the lock
        if "accountable" not in str(error):
            raise
        raise WrongState(_("Somebody else became A there at the same moment. Look again.")) from error
    row.state, row.applied_at, row.decided_by, row.decided_at = State.APPLIED, at, by, at
    row.trouble = ""
    row.save(update_fields=["state", "applied_at", "decided_by", "decided_at", "trouble"])
    recorder = Recorder(reading, row, by=by, at=at)
    recorder.everything(written)
    counts = {"added": len(written.added), "ended": len(written.ended) + len(written.removed)}
    recorder.the_set("change_set.applied", counts | {"aspects": len(written.aspects) + len(written.changed)})


def lines_of(row: ChangeSet, facts: Facts) -> tuple[MatrixLine, ...]:
    """The lines of a stored change set. Raises Invalid."""
    return read_lines(row.lines, ZoneInfo(facts.zone))


def refuse_closed(row: ChangeSet, states: Sequence[str]) -> None:
    """Raises WrongState when the change set is in none of these states."""
    if row.state not in states:
        raise WrongState(_("This change set is “%(state)s” already.") % {"state": row.get_state_display()})


def refuse_stale(row: ChangeSet, version: int | None) -> None:
    """Raises Stale when somebody changed the draft since `version`."""
    if version is not None and row.version != version:
        raise Stale(
            _("Somebody changed this draft while you were looking at it. Look at it again before you go on."),
            version=row.version,
        )
