"""From when until when (G2), as acts give it: from now when left out, never from the past, ending after it begins."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from polder.base.validity import Valid
from polder.ground.organisation.errors import Invalid, WrongState


def overlaps(row: Valid, begin: datetime | None, end: datetime | None) -> bool:
    """Does the row hold at any moment of [begin, end)? An empty span has no moments."""
    if begin is not None and end is not None and end <= begin:
        return False
    begins_in_time = row.valid_from is None or end is None or row.valid_from < end
    ends_late_enough = row.valid_until is None or begin is None or row.valid_until > begin
    return begins_in_time and ends_late_enough


def refuse_overlap(rows: Iterable[Valid], begin: datetime | None, end: datetime | None, sentence: str) -> None:
    """Raises WrongState when any of the rows holds at a moment of the span."""
    if any(overlaps(row, begin, end) for row in rows):
        raise WrongState(sentence)


def refuse_past(begin: datetime | None, at: datetime) -> None:
    """Raises Invalid for a beginning before now: what has been is not rewritten."""
    if begin is not None and begin < at:
        raise Invalid(_("It cannot begin in the past. Choose today or a later day."), field="valid_from")


def refuse_backwards(begin: datetime | None, end: datetime | None) -> None:
    """Raises Invalid when it would not end after it begins."""
    if begin is not None and end is not None and end <= begin:
        raise Invalid(_("It must end after it begins."), field="valid_until")


def facts(begin: datetime | None, end: datetime | None) -> dict[str, str | None]:
    """The span as the ledger keeps it."""
    return {"from": begin.isoformat() if begin else None, "until": end.isoformat() if end else None}
