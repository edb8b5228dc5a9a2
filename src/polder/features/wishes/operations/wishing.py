"""Somebody wishes for something, and others would like it too."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.features.wishes.models import LONGEST_TEXT, LONGEST_TITLE, Support, Wish
from polder.features.wishes.operations.common import (
    act_on,
    count,
    note,
    remember,
    require_colleague,
    require_own,
    some_words,
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
        sentence = _("Say what you wish for in one sentence of at most %(most)d letters.") % {"most": LONGEST_TITLE}
        words = some_words(" ".join(title.replace("\x00", "").split()), LONGEST_TITLE, sentence)
        more = text.replace("\x00", "").strip()
        if more:
            some_words(more, LONGEST_TEXT, _("Say it in at most %(most)d letters.") % {"most": LONGEST_TEXT})
        made = Wish(title=words, text=more, aspect=aspect, language=language, wisher=by, wished_at=at, votes=1)
        wait(made, at)
        made.save()
        Support.objects.create(wish=made, person=by, at=at)
        remember(made)
        note("made", made, by=by, at=at)
    return made


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
