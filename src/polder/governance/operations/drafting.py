"""Change sets before they take effect: drafted, changed by several hands, proposed, withdrawn, rejected.

A draft gives nobody a right, so these acts share the lock; who may apply is asked when it is applied.
"""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from polder.governance import store
from polder.governance.authority import denial
from polder.governance.changes import MatrixLine
from polder.governance.changes.documents import read_lines, write_lines
from polder.governance.errors import Invalid, NotAuthorised, Stale
from polder.governance.line_words import line_in_words
from polder.governance.models import ChangeSet
from polder.governance.operations.applying import OPEN, State, refuse_closed, refuse_stale
from polder.governance.resolution import Reading
from polder.ground.ledger import acts
from polder.ground.organisation.models import Organisation, Person
from polder.ground.organisation.operations import registration


def draft(
    lines: Sequence[MatrixLine] = (),
    *,
    title: str,
    by: Person | None,
    at: datetime,
    reason: str = "",
    effective_at: datetime | None = None,
    fingerprint: str = "",
    reading: dict[str, object] | None = None,
) -> ChangeSet:
    """A new draft; anybody active may make one. `fingerprint` and `reading` belong to an imported file.

    Raises Inactive, Invalid.
    """
    with acts.act():
        _present(by, at)
        if not title.strip():
            raise Invalid(_("Give the change set a title, so that others know what it is about."))
        row = ChangeSet.objects.create(
            title=title.strip()[:200],
            reason=reason,
            lines=write_lines(lines, _zone()),
            author=by,
            made_at=at,
            effective_at=effective_at,
            fingerprint=fingerprint,
            reading=reading,
        )
        _record("change_set.drafted", row, by=by, at=at, lines=len(row.lines))
    return row


def add_line(change_set: ChangeSet, line: MatrixLine, *, version: int | None, by: Person, at: datetime) -> ChangeSet:
    """One line more. A line about the same letter of the same cell takes the place of the one that is there.

    Raises as `replace_lines`.
    """
    with acts.act():
        row = _mine(change_set, version, by, at)
        (document,) = write_lines([line], _zone())
        row.lines = [each for each in row.lines if _cell(each) != _cell(document)] + [document]
        return _changed(row, by=by, at=at)


def replace_lines(
    change_set: ChangeSet, lines: Sequence[MatrixLine], *, version: int, by: Person, at: datetime
) -> ChangeSet:
    """All lines anew, on top of `version` of the draft.

    Raises Inactive, NotAuthorised (neither the author nor somebody who may assign there), WrongState (no draft any
    more), Stale with what others changed.
    """
    with acts.act():
        row = _mine(change_set, None, by, at)
        if row.version != version:
            raise _told(row, write_lines(lines, _zone()))
        row.lines = write_lines(lines, _zone())
        return _changed(row, by=by, at=at)


def describe(
    change_set: ChangeSet, *, version: int, by: Person, at: datetime, title: str, reason: str,
    effective_at: datetime | None,
) -> ChangeSet:  # fmt: skip
    """Another title, reason or date. Raises as `replace_lines`, and Invalid."""
    with acts.act():
        row = _mine(change_set, version, by, at)
        if not title.strip():
            raise Invalid(_("Give the change set a title, so that others know what it is about."))
        row.title, row.reason, row.effective_at = title.strip()[:200], reason, effective_at
        return _changed(row, by=by, at=at)


def propose(change_set: ChangeSet, *, version: int | None = None, by: Person, at: datetime) -> ChangeSet:
    """Ask those who may to apply it. Raises as `replace_lines`; Invalid when there is nothing in it."""
    with acts.act():
        row = _mine(change_set, version, by, at)
        if not row.lines:
            raise Invalid(_("There is nothing in this change set yet."))
        return _to(row, State.PROPOSED, "change_set.proposed", by=by, at=at)


def withdraw(change_set: ChangeSet, *, by: Person, at: datetime) -> ChangeSet:
    """Not any more: a draft, a proposal or a plan. For its author, or whoever decided on the plan.

    Raises Inactive, NotAuthorised, WrongState.
    """
    with acts.act():
        row = _locked(change_set)
        _present(by, at)
        if by.pk not in (row.author_id, row.decided_by_id):
            raise NotAuthorised(_("Only %(name)s can withdraw this.") % {"name": row.author or _("its author")})
        refuse_closed(row, (*OPEN, State.PLANNED))
        return _to(row, State.WITHDRAWN, "change_set.withdrawn", by=by, at=at)


def reject(change_set: ChangeSet, *, reason: str, by: Person, at: datetime) -> ChangeSet:
    """A proposal is not taken over, and why. For whoever might have applied it.

    Raises Inactive, NotAuthorised, WrongState, Invalid (without a reason).
    """
    with acts.act():
        row = _locked(change_set)
        _present(by, at)
        reading = store.reading_now()
        if not _may_touch(row, reading, by, at):
            raise NotAuthorised(_("Only who may assign there can reject this proposal."))
        refuse_closed(row, (State.PROPOSED,))
        if not reason.strip():
            raise Invalid(_("Say why: whoever proposed it wants to know."))
        row.trouble, row.decided_by, row.decided_at = reason.strip(), by, at
        return _to(row, State.REJECTED, "change_set.rejected", by=by, at=at)


def _mine(change_set: ChangeSet, version: int | None, by: Person, at: datetime) -> ChangeSet:
    row = _locked(change_set)
    _present(by, at)
    if row.author_id != by.pk and not _may_touch(row, store.reading_now(), by, at):
        raise NotAuthorised(
            _("Only %(name)s or somebody who may assign there can change this draft.") % {"name": row.author}
        )
    refuse_closed(row, (State.DRAFT,))
    refuse_stale(row, version)
    return row


def _may_touch(row: ChangeSet, reading: Reading, by: Person, at: datetime) -> bool:
    """Whoever could make one of its lines may work on it."""
    lines = read_lines(row.lines, ZoneInfo(reading.facts.zone))
    known = reading.facts.aspects
    named = [line for line in lines if getattr(line, "aspect", None) in known]
    return any(denial(reading, by.key, [line], at) is None for line in named)


def _locked(change_set: ChangeSet) -> ChangeSet:
    return ChangeSet.objects.select_for_update().get(pk=change_set.pk)


def _present(by: Person | None, at: datetime) -> None:
    if by is not None:
        registration.present(by, at)


def _changed(row: ChangeSet, *, by: Person, at: datetime) -> ChangeSet:
    # SQLite knows no row locks: the version is compared once more as it is written.
    mine = ChangeSet.objects.filter(pk=row.pk, version=row.version)
    done = mine.update(
        lines=row.lines, title=row.title, reason=row.reason, effective_at=row.effective_at, version=row.version + 1
    )
    if not done:
        raise Stale(_("Somebody changed this draft at the same moment. Look at it again before you go on."))
    row.version += 1
    _record("change_set.changed", row, by=by, at=at, lines=len(row.lines))
    return row


def _to(row: ChangeSet, state: State, kind: str, *, by: Person, at: datetime) -> ChangeSet:
    row.state = state
    row.save(update_fields=["state", "trouble", "decided_by", "decided_at"])
    _record(kind, row, by=by, at=at, lines=len(row.lines))
    return row


def _cell(document: dict[str, dict[str, object]]) -> object:
    """What a line is about: two lines about the same are one change."""
    ((kind, fields),) = document.items()
    if kind in ("assign", "unassign"):
        return kind, fields["aspect"], fields["party"], fields["letter"], fields.get("facet", "*")
    return kind, fields.get("aspect") or fields.get("key")


def _told(row: ChangeSet, mine: list[dict[str, object]]) -> Stale:
    theirs = [each for each in row.lines if each not in mine]
    return Stale(
        _("Somebody changed this draft while you were working on it. Nothing of yours is saved yet."),
        differences=[line_in_words(line) for line in read_lines(theirs, _zone())],
        version=row.version,
    )


def _zone() -> ZoneInfo:
    name = Organisation.objects.values_list("zone", flat=True).first()
    return ZoneInfo(name or store.DEFAULT_ZONE)


def _record(kind: str, row: ChangeSet, *, by: Person | None, at: datetime, lines: int) -> None:
    acts.record(
        kind,
        thing=f"change_set:{row.pk}",
        by=by.pk if by else None,
        at=at,
        data={"lines": lines},
        about=[f"person:{row.author_id}"] if row.author_id else [],
    )
