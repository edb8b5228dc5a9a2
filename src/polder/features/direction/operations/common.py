"""What acts on goals begin and end with."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from polder.capabilities.publishing import readings
from polder.features.direction import rules
from polder.features.direction.errors import Invalid, NotFound, WrongState
from polder.features.direction.models import Goal
from polder.governance import mandate
from polder.governance.mandate import Mandate
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import registration

MOST: Final = Decimal("999999999999.99")


@contextmanager
def act_on(goal: Goal, *, dropped: bool = False) -> Iterator[Goal]:
    """An act with the goal as it is now, locked; saved at its end.

    Raises NotFound when it is not there, WrongState for one that was dropped, or (`dropped`) was not.
    """
    with acts.act():
        rows = Goal.objects.select_for_update(of=("self",)).select_related("aspect", "body", "owner", "newest")
        row = rows.filter(pk=goal.pk).first()
        if row is None:
            raise NotFound(_("That goal is not there any more."))
        if dropped != (row.dropped_at is not None):
            raise WrongState(
                _("This goal goes on.") if dropped else _("This goal was dropped. Take it up again first.")
            )
        yield row
        row.save()


def require_owner_or_keeper(goal: Goal, by: Person, at: datetime) -> Mandate | None:
    """Its owner needs no mandate (None); else `edit` on its aspect. Raises Inactive, Refused."""
    if registration.present(by, at).pk == goal.owner_id:
        return None
    return mandate.require(by, "edit", goal.aspect, at=at)


def ask_again(goal: Goal) -> None:
    """When the next result is asked (not saved): no more of one that is dropped, reached, or past its last day with a result."""
    newest = goal.reading
    reached = newest is not None and goal.line.way(newest.value) == 1
    over = newest is not None and newest.on >= goal.due
    asked = goal.dropped_at is None and not reached and not over
    goal.next_on = rules.result_due(goal.line, newest, goal.every) if asked else None


def today(at: datetime) -> date:
    """The day in the organisation's zone. One query."""
    return readings.calendar().today(at)


def some_words(text: str, most: int, sentence: str, field: str, *, empty: bool = False) -> str:
    """Without NUL and needless space. Raises Invalid with the sentence when nothing (unless `empty`), or too much, is left."""
    said = text.replace("\x00", "").strip()
    if len(said) > most or not (said or empty):
        raise Invalid(sentence, field=field)
    return said


def number(value: Decimal | float, field: str) -> Decimal:
    """A number that can be kept, with two decimals. Raises Invalid."""
    found = Decimal(str(value))
    if not found.is_finite() or abs(found) > MOST:
        raise Invalid(_("Give a number of at most twelve digits."), field=field)
    return found.quantize(Decimal("0.01"))


def note(
    verb: str, goal: Goal, *, by: Person, at: datetime, granted: Mandate | None = None,
    data: Mapping[str, Any] | None = None, about: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """One event, on the timeline of its body too."""
    acts.record(
        f"goal.{verb}", thing=goal.ref, by=by.pk, at=at, aspect=goal.aspect_id, mandate=granted, data=data,
        acting_for=None if granted is None else granted["for"], about=(f"body:{goal.body_id}", *about),
    )  # fmt: skip
