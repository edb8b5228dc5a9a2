"""What was measured, and how it stands when the line does not say it rightly."""

from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from polder.features.direction.errors import Invalid
from polder.features.direction.models import LONGEST_TEXT, Goal, Result
from polder.features.direction.operations.common import (
    act_on,
    ask_again,
    note,
    number,
    require_owner_or_keeper,
    some_words,
    today,
)
from polder.governance import mandate
from polder.ground.organisation.models import Person


def note_result(goal: Goal, value: Decimal | float, *, on: date, text: str = "", by: Person, at: datetime) -> Result:
    """By its owner, or who holds `edit` on its aspect. What somebody said of its state holds no longer.

    A result of a day between others is kept and changes nothing now. Raises Inactive, Refused, WrongState, Invalid.
    """
    with act_on(goal) as row:
        granted = require_owner_or_keeper(row, by, at)
        if not row.begins <= on <= today(at):
            raise Invalid(_("A result is of a day between the first day of the goal and today."), field="on")
        said = some_words(text, 500, _("Say it in at most 500 letters."), "text", empty=True)
        made = Result.objects.create(goal=row, on=on, value=number(value, "value"), text=said, by=by, at=at)
        row.newest = row.results.order_by("-on", "-pk").first()
        if row.newest == made:
            row.said, row.said_why, row.said_by = "", "", None
        ask_again(row)
        note("result_noted", row, by=by, at=at, granted=granted, data={"result": made.pk})
    return made


def say_state(goal: Goal, state: str, why: str = "", *, by: Person, at: datetime) -> Goal:
    """On course or behind, whatever the line says, with a reason; it holds until the next result. "": what the line says.

    By who holds `edit` on its aspect. Raises Refused, WrongState, Invalid.
    """
    with act_on(goal) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        if state not in {"", *Goal.Said.values}:
            raise Invalid(_("Choose one of the states."), field="state")
        if state:
            why = some_words(why, LONGEST_TEXT, _("Say why it stands otherwise than the line says."), "why")
        row.said, row.said_why, row.said_by = state, why if state else "", by if state else None
        note("state_said", row, by=by, at=at, granted=granted, data={"state": state or "line"})
    return row
