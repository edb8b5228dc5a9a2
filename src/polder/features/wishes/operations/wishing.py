"""Somebody wishes for something, and others would like it too."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.features.wishes.errors import NotYours, WrongState
from polder.features.wishes.models import Support, Wish, Wording
from polder.features.wishes.operations.common import (
    act_on,
    checked,
    count,
    note,
    refuse_other_words,
    remember,
    require_colleague,
    require_own,
    wait,
)
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def wish(title: str, text: str = "", *, aspect: Aspect, language: str = "en", by: Person, at: datetime) -> Wish:
    """By everybody who works here, who is the first behind it. Those who keep the aspect are asked to answer in time.

    Raises NotFound for a guest, Invalid.
    """
    with acts.act():
        require_colleague(by, at)
        words, more = checked(title, text)
        made = Wish(title=words, text=more, aspect=aspect, language=language, wisher=by, wished_at=at, votes=1)
        wait(made, at)
        made.save()
        Support.objects.create(wish=made, person=by, at=at)
        remember(made)
        note("made", made, by=by, at=at)
    return made


def reword(wish: Wish, title: str, text: str = "", *, seen: int | None = None, by: Person, at: datetime) -> Wish:
    """Its wisher puts it in other words while nobody answered. How it was put before stays to be seen, and those behind it are told.

    `seen`: how often it was `reworded` when it was read. Raises NotFound, NotYours, WrongState, Stale, Invalid.
    """
    with act_on(wish) as row:
        require_colleague(by, at)
        if row.wisher_id != by.pk:
            raise NotYours(_("Only who wished for it puts it in other words. Say below what you would change."))
        require_own(row)
        if row.state != Wish.State.OPEN or row.steps.exists():
            raise WrongState(_("This wish is answered, and its words stay as they were answered. Make another wish."))
        refuse_other_words(row, seen)
        words, more = checked(title, text)
        if (words, more) != (row.title, row.text):
            Wording.objects.create(wish=row, title=row.title, text=row.text, until=at)
            row.title, row.text, row.reworded = words, more, row.reworded + 1
            remember(row)
            note("reworded", row, by=by, at=at)
    return row


def support(wish: Wish, *, by: Person, at: datetime) -> Wish:
    """“I would like that too”, once. Raises NotFound, WrongState for the same as another. Twice is as once."""
    with act_on(wish) as row:
        require_colleague(by, at)
        require_own(row)
        _support, made = Support.objects.get_or_create(wish=row, person=by, defaults={"at": at})
        if made:
            count(row)
            note("supported", row, by=by, at=at)
    return row


def withdraw(wish: Wish, *, by: Person, at: datetime) -> Wish:
    """Not any more, neither here nor behind what is the same. Raises NotFound, WrongState. Twice is as once."""
    with act_on(wish) as row:
        require_colleague(by, at)
        require_own(row)
        mine = Support.objects.filter(person=by)
        gone = mine.filter(wish=row).delete()[0] + mine.filter(wish__same_as=row).delete()[0]
        if gone:
            count(row)
            note("withdrawn", row, by=by, at=at)
    return row
