"""A wish is answered, or taken over into something that then tells by itself what comes of it."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from polder.features.wishes.errors import Invalid, WrongState
from polder.features.wishes.models import LONGEST_TEXT, Step, Wish
from polder.features.wishes.operations.common import (
    act_on,
    note,
    refuse_other_words,
    require_own,
    some_words,
    stop_waiting,
    wait,
)
from polder.governance import mandate
from polder.governance.becoming import Turn
from polder.ground.organisation.models import Person

State = Wish.State
ANSWERS: Final = (State.WILL_DO, State.NOT_NOW, State.DONE)
UNDER_WAY: Final = (State.TAKEN, State.WILL_DO)
_TURNS: Final[dict[Turn, tuple[str, str]]] = {
    "accepted": (Step.Kind.ACCEPTED, State.WILL_DO),
    "declined": (Step.Kind.DECLINED, State.NOT_NOW),
    "in_effect": (Step.Kind.EFFECT, State.WILL_DO),
    "failed": (Step.Kind.FAILED, State.OPEN),
    "done": (Step.Kind.FINISHED, State.DONE),
}


def answer(wish: Wish, kind: str, text: str = "", *, seen: int | None = None, by: Person, at: datetime) -> Wish:
    """Will be done, not now, done: by who holds `edit` on its aspect. “Not now” says why. A later answer takes its place.

    `seen`: how often it was `reworded` when it was read. Raises NotFound, Refused, WrongState for the same as another,
    Stale, Invalid.
    """
    with act_on(wish) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        require_own(row)
        refuse_other_words(row, seen)
        if kind not in ANSWERS:
            raise Invalid(_("Choose one of the answers."))
        said = text.replace("\x00", "").strip()
        if kind == State.NOT_NOW or said:
            said = some_words(
                said, LONGEST_TEXT, _("Say why not, in at most %(most)d letters.") % {"most": LONGEST_TEXT}
            )
        row.state = kind
        stop_waiting(row)
        step = Step.objects.create(wish=row, kind=kind, text=said, by=by, at=at)
        note("answered", row, by=by, at=at, granted=granted, data={"answer": kind, "step": step.pk})
    return row


def take_over(wish: Wish, thing: str, *, by: Person, at: datetime) -> Wish:
    """It becomes `thing` (`project:4`): in the act that makes it, by who holds `edit` on the wish's aspect.

    Raises NotFound, Refused, WrongState for the same as another, or one that was taken over or is done.
    """
    with act_on(wish) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        require_own(row)
        if row.state == State.DONE or (row.became and row.state in UNDER_WAY):
            raise WrongState(_("This wish was taken over already, or it is done."))
        row.state, row.became = State.TAKEN, thing
        stop_waiting(row)
        step = Step.objects.create(wish=row, kind=Step.Kind.TAKEN, thing=thing, by=by, at=at)
        note("taken_over", row, by=by, at=at, granted=granted, data={"step": step.pk})
    return row


def turned(thing: str, turn: Turn, at: datetime) -> None:
    """What came of the thing, for every wish that became it and was not answered otherwise since. Twice is as once."""
    kind, state = _TURNS[turn]
    for found in Wish.objects.filter(became=thing, state__in=UNDER_WAY, hidden_at=None).order_by("pk"):
        with act_on(found) as row:
            if row.became != thing or row.state not in UNDER_WAY or row.steps.filter(kind=kind, at=at).exists():
                continue
            row.state = state
            if state == State.OPEN:
                wait(row, at)
            step = Step.objects.create(wish=row, kind=kind, thing=thing, at=at)
            note("turned", row, by=None, at=at, data={"turn": turn, "step": step.pk})


def goes_on(thing: str, other: str, at: datetime) -> None:
    """What it became goes on in another thing, which tells from then on. Twice is as once."""
    for found in Wish.objects.filter(became=thing, hidden_at=None).order_by("pk"):
        with act_on(found) as row:
            if row.became != thing:
                continue
            row.became = other
            if row.state in UNDER_WAY:
                step = Step.objects.create(wish=row, kind=Step.Kind.JOINED, thing=other, at=at)
                note("turned", row, by=None, at=at, data={"turn": "joined", "step": step.pk})
