"""A body sets its goals, changes them, and drops them with a reason."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from polder.base.time import add_months
from polder.base.validity import valid_at
from polder.features.direction.errors import Invalid
from polder.features.direction.models import LONGEST_TEXT, Goal
from polder.features.direction.operations.common import act_on, ask_again, note, number, some_words, today
from polder.governance import mandate
from polder.governance.models import Aspect, Assignment
from polder.ground.ledger import acts
from polder.ground.organisation.models import Body, Person
from polder.ground.organisation.operations import editing

LONGEST_MONTHS: Final = 240
EDITED: Final = ("title", "why", "owner", "measure", "unit", "start", "target", "begins", "due", "every")
_PLAIN: Final = ("owner", "begins", "due", "every")


def set_goal(
    body: Body, *, aspect: Aspect, title: str, owner: Person, measure: str, start: Decimal | float, target: Decimal | float,
    begins: date, due: date, unit: str = "", why: str = "", every: int = Goal.Every.QUARTER, by: Person, at: datetime,
) -> Goal:  # fmt: skip
    """By who holds `edit` on the aspect, which must be one the body stands for. Raises Refused, Invalid."""
    with acts.act():
        granted = mandate.require(by, "edit", aspect, at=at)
        if not body.holds(at):
            raise Invalid(_("“%(body)s” is no body now.") % {"body": body.name}, field="body")
        if not stands_for(body, at).filter(pk=aspect.pk).exists():
            raise Invalid(
                _("“%(body)s” does not stand for this aspect: it neither guards it nor holds R or A for it.")
                % {"body": body.name}, field="aspect",
            )  # fmt: skip
        goal = Goal(body=body, aspect=aspect, made_by=by, made_at=at, owner=owner, begins=begins, due=due, every=every)
        _fill(goal, {"title": title, "why": why, "measure": measure, "unit": unit, "start": start, "target": target})
        _check(goal, at)
        ask_again(goal)
        goal.save()
        note(
            "set",
            goal,
            by=by,
            at=at,
            granted=granted,
            data={"owner": f"person:{owner.pk}"},
            about=(f"person:{owner.pk}",),
        )
    return goal


def change(goal: Goal, *, by: Person, at: datetime, seen: Mapping[str, Any] | None = None, **changes: Any) -> Goal:
    """Any of EDITED, by who holds `edit` on its aspect. Nothing that differs, no event.

    `seen` are the values that stood in the form. Raises Refused, WrongState, Stale when somebody else was first, Invalid.
    """
    with act_on(goal) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        editing.refuse_stale(row, seen)
        before = {name: getattr(row, name) for name in EDITED}
        _fill(row, {name: changes[name] for name in EDITED if name in changes})
        changed = sorted(name for name in EDITED if getattr(row, name) != before[name])
        if changed:
            _check(row, at)
            ask_again(row)
            row.sequence += 1
            told = f"person:{row.owner_id}" if "owner" in changed else ""
            data = {"changed": changed, "owner": told}
            note("changed", row, by=by, at=at, granted=granted, data=data, about=(told,) if told else ())
    return row


def drop(goal: Goal, why: str, *, by: Person, at: datetime) -> Goal:
    """It is given up, with a reason; what was measured stays. Raises Refused, WrongState, Invalid."""
    with act_on(goal) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        row.dropped_why = some_words(why, LONGEST_TEXT, _("Say why it is dropped."), "why")
        row.dropped_at, row.dropped_by = at, by
        row.sequence += 1
        ask_again(row)
        note("dropped", row, by=by, at=at, granted=granted)
    return row


def resume(goal: Goal, *, by: Person, at: datetime) -> Goal:
    """It goes on after all. Raises Refused, WrongState."""
    with act_on(goal, dropped=True) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        row.dropped_at = row.dropped_by = None
        row.dropped_why = ""
        row.sequence += 1
        ask_again(row)
        note("resumed", row, by=by, at=at, granted=granted)
    return row


def stands_for(body: Body, at: datetime) -> QuerySet[Aspect]:
    """Aspects that the body guards or for which it holds R or A itself. No query at once."""
    held = Assignment.objects.filter(valid_at(at), party__body=body, letter__in=("R", "A")).values("aspect")
    return Aspect.objects.filter(Q(pk__in=held) | Q(guardian=body))


def _fill(goal: Goal, values: dict[str, Any]) -> None:
    """Words and numbers as they can be kept. Raises Invalid."""
    texts = {
        "title": (200, _("Say in one sentence what will be so.")),
        "measure": (200, _("Say what is measured.")),
        "unit": (20, _("Write the unit in at most 20 letters.")),
        "why": (LONGEST_TEXT, _("Say it in fewer words.")),
    }
    for name, value in values.items():
        if name in texts:
            most, sentence = texts[name]
            setattr(goal, name, some_words(value, most, sentence, name, empty=name in {"unit", "why"}))
        elif name in _PLAIN:
            setattr(goal, name, value)
        else:
            setattr(goal, name, number(value, name))


def _check(goal: Goal, at: datetime) -> None:
    if not goal.owner.counts(at) or goal.owner.kind == Person.Kind.GUEST:
        raise Invalid(_("%(name)s does not work here now.") % {"name": goal.owner.name}, field="owner")
    if goal.start == goal.target:
        raise Invalid(_("The target must differ from where it begins."), field="target")
    if goal.due <= goal.begins:
        raise Invalid(_("The target date must come after the first day."), field="due")
    now = today(at)
    if not add_months(now, -LONGEST_MONTHS) <= goal.begins <= goal.due <= add_months(now, LONGEST_MONTHS):
        raise Invalid(_("Choose days within twenty years from now."), field="begins")
    if goal.every not in Goal.Every.values:
        raise Invalid(_("Choose how often from the list."), field="every")
