"""Change sets that take effect on a date: judged when they are planned, and again by the matrix of that moment (B8)."""

import logging
from datetime import datetime

from django.utils.translation import gettext as _

from polder.base.errors import PolderError
from polder.governance import store
from polder.governance.authority import denial
from polder.governance.changes import beginning_at
from polder.governance.errors import Invalid
from polder.governance.judgement import judge, not_authorised
from polder.governance.models import ChangeSet
from polder.governance.operations import applying
from polder.governance.operations.applying import OPEN, State, lines_of, refuse_closed, refuse_stale
from polder.governance.operations.still import holding_still
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person

logger = logging.getLogger(__name__)


def plan(
    change_set: ChangeSet,
    *,
    effective_at: datetime | None = None,
    by: Person | None,
    at: datetime,
    version: int | None = None,
) -> ChangeSet:
    """The change set takes effect at `effective_at` (its own date when left out), if it still fits then.

    Asked now are the right to make it, and whether it fits the organisation as it is planned to be. Raises as
    `applying.apply`; Invalid for a moment that is not in the future.
    """
    with holding_still() as reading:
        row = ChangeSet.objects.select_for_update().get(pk=change_set.pk)
        refuse_closed(row, OPEN)
        refuse_stale(row, version)
        when = effective_at or row.effective_at
        lines = lines_of(row, reading.facts)
        if by is not None:
            refused = denial(reading, by.key, lines, at)
            if refused is not None:
                raise not_authorised(refused)
        if when is None or when <= at:
            raise Invalid(_("A plan needs a moment in the future. To change it now, apply it."))
        judge(reading, beginning_at(lines, when), by=by.key if by else None, at=when)
        row.state, row.effective_at, row.decided_by, row.decided_at = State.PLANNED, when, by, at
        row.save(update_fields=["state", "effective_at", "decided_by", "decided_at"])
        acts.record(
            "change_set.planned",
            thing=f"change_set:{row.pk}",
            by=by.pk if by else None,
            at=at,
            data={"effective": when.isoformat(), "lines": len(lines)},
            about=[f"person:{row.author_id}"] if row.author_id else [],
        )
    return row


def run_planned(at: datetime) -> list[ChangeSet]:
    """Every plan that is due at `at` takes effect, each at its own moment, in that order; or is told as failed.

    A second run finds nothing: what was done is no longer planned. Those that were looked at, applied or failed.
    """
    due = ChangeSet.objects.filter(state=State.PLANNED, effective_at__lte=at).order_by(
        "effective_at", "decided_at", "pk"
    )
    done = []
    for number in list(due.values_list("pk", flat=True)):
        row = _run(number)
        if row is not None:
            done.append(row)
    return done


def _run(number: int) -> ChangeSet | None:
    with acts.act(alone=True):
        row = ChangeSet.objects.select_for_update().filter(pk=number, state=State.PLANNED).first()
        if row is None or row.effective_at is None:
            return None  # another worker was first, or it was withdrawn: normal, not an error
        try:
            with acts.act(alone=True):
                reading = store.reading_now()
                lines = lines_of(row, reading.facts)
                applying.take_effect(row, lines, reading, by=row.decided_by, at=row.effective_at)
        except PolderError as why:
            _fail(row, why, row.effective_at)
        return row


def _fail(row: ChangeSet, why: PolderError, at: datetime) -> None:
    logger.warning("Change set %s did not fit on its date: %s", row.pk, why)
    row.refresh_from_db()
    row.state, row.trouble = State.FAILED, str(why)
    row.save(update_fields=["state", "trouble"])
    people = [number for number in (row.author_id, row.decided_by_id) if number]
    acts.record(
        "change_set.failed",
        thing=f"change_set:{row.pk}",
        by=None,
        at=at,
        data={"code": why.code, "line": getattr(why, "line", None)},
        about=[f"person:{number}" for number in people],
    )
