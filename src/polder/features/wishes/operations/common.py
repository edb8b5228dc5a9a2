"""What acts on wishes begin and end with."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.base import likeness
from polder.capabilities.publishing import readings
from polder.capabilities.publishing.route import clocks
from polder.features.wishes.errors import Invalid, NotFound, Stale, WrongState
from polder.features.wishes.models import LONGEST_TEXT, LONGEST_TITLE, Support, Wish, WishWord
from polder.governance.facts import AspectKey
from polder.governance.mandate import Mandate
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


@contextmanager
def act_on(wish: Wish, *, hidden: bool = False, beside: Wish | None = None) -> Iterator[Wish]:
    """An act with the wish as it is now, locked; saved at its end. Raises NotFound when it was taken down, or is not there.

    The one `beside` it is locked too, the lower number first: two acts never wait for each other.
    """
    with acts.act():
        rows = Wish.objects.select_for_update(of=("self",)).select_related("aspect").order_by("pk")
        locked = {row.pk: row for row in rows.filter(pk__in={wish.pk, wish.pk if beside is None else beside.pk})}
        row = locked.get(wish.pk)
        if row is None or (row.hidden_at is not None) != hidden:
            raise NotFound(_("That is not there any more."))
        yield row
        row.save()


def require_colleague(by: Person, at: datetime) -> None:
    """Wishes are of who works here. Raises NotFound."""
    if by.kind == Person.Kind.GUEST or not by.counts(at):
        raise NotFound(_("Wishes are made by people who work here."))


def require_own(wish: Wish) -> None:
    """Raises WrongState for one that is the same as another."""
    if wish.same_as_id is not None:
        raise WrongState(_("It is the same as another wish. Go on there."))


def refuse_other_words(wish: Wish, seen: int | None) -> None:
    """Raises Stale when it was put in other words since (`seen`: how often it was when it was read; None looks at nothing)."""
    if seen is not None and wish.reworded != seen:
        raise Stale(_("This wish was put in other words since you read it. Read it again before you go on."))


def wait(wish: Wish, at: datetime) -> None:
    """Those who keep its aspect are asked to answer (not saved), in as many working days as it gives advisors."""
    days = clocks.consult_days(readings.around(wish.aspect), AspectKey(wish.aspect.key))
    wish.waits_since, wish.due_at = at, readings.calendar().after(at, days)


def stop_waiting(wish: Wish) -> None:
    """Nobody is asked any more (not saved)."""
    wish.waits_since = wish.due_at = None


def count(wish: Wish) -> None:
    """The different people behind it and behind those that are the same (not saved). One query."""
    family = Support.objects.filter(wish=wish) | Support.objects.filter(wish__same_as=wish)
    wish.votes = family.order_by().values("person").distinct().count()


def remember(wish: Wish) -> None:
    """The words by which near-equal ones are found."""
    stems = likeness.words_of(f"{wish.title} {wish.text}")
    WishWord.objects.filter(wish=wish).delete()
    WishWord.objects.bulk_create([WishWord(wish=wish, stem=stem) for stem in stems])


def checked(title: str, text: str) -> tuple[str, str]:
    """The words of a wish as they are kept. Raises Invalid."""
    sentence = _("Say what you wish for in one sentence of at most %(most)d letters.") % {"most": LONGEST_TITLE}
    words = some_words(" ".join(title.replace("\x00", "").split()), LONGEST_TITLE, sentence)
    more = text.replace("\x00", "").strip()
    if more:
        some_words(more, LONGEST_TEXT, _("Say it in at most %(most)d letters.") % {"most": LONGEST_TEXT})
    return words, more


def some_words(text: str, most: int, sentence: str) -> str:
    """Without NUL and needless space. Raises Invalid with the sentence when nothing, or too much, is left."""
    said = text.replace("\x00", "").strip()
    if not 0 < len(said) <= most:
        raise Invalid(sentence)
    return said


def note(
    verb: str, wish: Wish, *, by: Person | None, at: datetime, granted: Mandate | None = None,
    data: Mapping[str, Any] | None = None, about: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """One event under its aspect."""
    acts.record(
        f"wish.{verb}", thing=wish.ref, by=None if by is None else by.pk, at=at, aspect=wish.aspect_id, mandate=granted,
        acting_for=None if granted is None else granted["for"], data=data, about=about,
    )  # fmt: skip
