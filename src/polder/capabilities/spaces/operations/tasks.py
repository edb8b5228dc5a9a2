"""Tasks: added, changed, given to somebody else, moved from to do to done."""

from datetime import date, datetime

from django.db.models import F
from django.utils.translation import gettext as _

from polder.capabilities.discussion import operations as talk
from polder.capabilities.notifications import notices
from polder.capabilities.publishing import readings
from polder.capabilities.spaces import membership, trails
from polder.capabilities.spaces.errors import Invalid, NotFound, Stale
from polder.capabilities.spaces.holdings import Handover
from polder.capabilities.spaces.models import Space, Task
from polder.capabilities.spaces.models.tasks import OPEN
from polder.capabilities.spaces.operations.common import note, one_line, several_lines
from polder.capabilities.spaces.queries import tasks as of_tasks
from polder.governance.mandate import Mandate
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person

LONGEST = 5_000
_AT_ONCE = 500  # reminders in one round; the next goes on


def add_task(
    space: Space, *, title: str, owner: Person, due: date | None = None, text: str = "", trail: str = "", once: str = "",
    by: Person, at: datetime,
) -> Task:  # fmt: skip
    """One owner, who is a member and is told. The same form (`once`) sent twice is one task.

    Raises NotFound, Refused, WrongState (closed), Invalid (no title, no member, a day that has been).
    """
    with acts.act():
        here = membership.locked(space, by, at)
        membership.require_open(here, at)
        granted = membership.require_work(here, by, at)
        known = Task.objects.filter(once=once).first() if once else None
        if known is not None and (known.space_id, known.made_by_id) == (here.pk, by.pk):
            return known
        if trail and trail not in trails.found([trail], by, at):
            raise Invalid(_("What this comes from is not known."))
        _require_owner(here, owner, at)
        task = Task.objects.create(
            space=here, title=_title(title), text=_text(text), owner=owner, due=_due(due, None, at), trail=trail,
            made_by=by, made_at=at, moved_at=at, once=once if once and known is None else None,
        )  # fmt: skip
        _note("task.added", task, by=by, at=at, granted=granted)
        _tell_owner(task, by, at)
    return task


def change_task(
    task: Task, *, title: str, text: str, owner: Person, due: date | None, version: int, by: Person, at: datetime
) -> Task:
    """All of it at once. Raises NotFound, Refused, WrongState, Invalid, Stale (somebody else changed it meanwhile)."""
    with acts.act():
        row, granted = _locked(task, by, at, own=True)
        if row.version != version:
            raise Stale(_("Somebody else changed this task since you opened it. Look at it as it is now."))
        wanted = {"title": _title(title), "text": _text(text), "due": _due(due, row.due, at)}
        changed = [name for name, value in wanted.items() if getattr(row, name) != value]
        for name in changed:
            setattr(row, name, wanted[name])
        to_somebody_else = owner.pk != row.owner_id
        if not changed and not to_somebody_else:
            return row
        row.version += 1
        row.save(update_fields=[*changed, "version"])
        if changed:
            _note("task.changed", row, by=by, at=at, granted=granted, changed=changed)
        if to_somebody_else:
            _give(row, owner, by=by, at=at, granted=granted)
    return row


def give_task(task: Task, *, owner: Person, by: Person, at: datetime) -> Task:
    """To another member, who is told. Raises NotFound, Refused, WrongState, Invalid."""
    with acts.act():
        row, granted = _locked(task, by, at)
        if owner.pk != row.owner_id:
            _give(row, owner, by=by, at=at, granted=granted)
    return row


def move_task(task: Task, to: str, *, by: Person, at: datetime) -> str:
    """To do, doing, done, dropped; by who works here or owns it. Gives the state it was in; there already: no event.

    What was handed over can still be finished by who received it when the space is closed.
    Raises NotFound, Refused, WrongState, Invalid.
    """
    with acts.act():
        row, granted = _locked(task, by, at, own=True)
        if to not in Task.State.values:
            raise Invalid(_("A task is to do, being done, done or dropped."))
        was = row.state
        if was != to:
            row.state, row.moved_at = Task.State(to), at
            row.save(update_fields=["state", "moved_at"])
            _note("task.moved", row, by=by, at=at, granted=granted)
    return was


def tell_of_late(at: datetime) -> int:
    """Owners hear once that a task is late, and once more for another day. How many. For the worker's round."""
    today = readings.calendar().today(at)
    late = Task.objects.filter(of_tasks.doable(at), state__in=OPEN, due__lt=today)
    rows = late.exclude(late_told=F("due")).order_by("due", "pk")[:_AT_ONCE]
    told = 0
    for row in rows:
        with acts.act():
            if Task.objects.filter(pk=row.pk, due=row.due, state__in=OPEN).update(late_told=row.due):
                key = f"{row.owner_id}:{row.due}"
                notices.tell([row.owner_id], "task", thing=f"task:{row.pk}", event_at=at, key=key)
                told += 1
    return told


def hand_over_tasks(handover: Handover) -> int:
    """What is open goes to the receiver; the talk about every task to the receiving aspect."""
    rows = Task.objects.filter(space=handover.space)
    talk.entrust_all([f"task:{number}" for number in rows.values_list("pk", flat=True)], handover.aspect)
    return rows.filter(state__in=OPEN).update(owner=handover.person, entrusted=True)


def _give(row: Task, owner: Person, *, by: Person, at: datetime, granted: Mandate | None) -> None:
    _require_owner(row.space, owner, at)
    row.owner, row.entrusted = owner, False
    row.save(update_fields=["owner", "entrusted"])
    _note("task.given", row, by=by, at=at, granted=granted)
    _tell_owner(row, by, at)


def _locked(task: Task, by: Person, at: datetime, *, own: bool = False) -> tuple[Task, Mandate | None]:
    """The task until the act ends. `own`: its owner may, whatever their seat."""
    space = membership.locked(task.space, by, at)
    row = Task.objects.select_for_update(of=("self",)).select_related("owner").filter(pk=task.pk, space=space).first()
    if row is None:
        raise NotFound(_("This task is not there any more."))
    row.space = space
    if not (row.entrusted and row.owner_id == by.pk):
        membership.require_open(space, at)
    if own and row.owner_id == by.pk:
        return row, None
    return row, membership.require_work(space, by, at)


def _require_owner(space: Space, owner: Person, at: datetime) -> None:
    if not membership.is_member(space.party, owner, at):
        words = {"name": owner.name, "space": space.party.name}
        raise Invalid(_("%(name)s is no member of “%(space)s” now: a task has an owner who is.") % words)


def _title(text: str) -> str:
    title = one_line(text)[:200]
    if not title:
        raise Invalid(_("Say in a few words what is to be done."))
    return title


def _text(text: str) -> str:
    words = several_lines(text)
    if len(words) > LONGEST:
        raise Invalid(_("That is too long: at most %(most)d letters.") % {"most": LONGEST})
    return words


def _due(due: date | None, was: date | None, at: datetime) -> date | None:
    if due is not None and due != was and due < readings.calendar().today(at):
        raise Invalid(_("That day has been. Choose today or a later day."))
    return due


def _tell_owner(task: Task, by: Person, at: datetime) -> None:
    if task.owner_id != by.pk:
        notices.tell([task.owner_id], "task_given", thing=f"task:{task.pk}", event_at=at, key=at.isoformat())


def _note(
    kind: str, task: Task, *, by: Person, at: datetime, granted: Mandate | None, changed: list[str] | None = None
) -> None:
    data = {"state": task.state, "due": task.due.isoformat() if task.due else None}
    if changed:
        data["changed"] = ",".join(changed)
    note(
        kind,
        f"task:{task.pk}",
        task.space,
        by=by,
        at=at,
        granted=granted,
        data=data,
        about=(f"person:{task.owner_id}",),
    )
