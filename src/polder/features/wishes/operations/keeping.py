"""Who keeps the aspect keeps its wishes in order: the same as another, elsewhere, taken down."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.capabilities.discussion import operations as talk
from polder.features.wishes.errors import Invalid, NotFound, WrongState
from polder.features.wishes.models import Wish
from polder.features.wishes.operations.common import act_on, count, note, require_own, some_words, stop_waiting, wait
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


def merge(wish: Wish, into: Wish, *, by: Person, at: datetime) -> Wish:
    """It is the same as another: who finds it is led there, and its votes add up with those of the other.

    By who holds `edit` on its aspect. Raises NotFound, Refused, WrongState, Invalid.
    """
    with act_on(wish, beside=into) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        require_own(row)
        other = _other(into)
        if other.pk == row.pk:
            raise Invalid(_("Choose another wish than this one."))
        if other.same_as_id is not None:
            raise WrongState(_("The other is the same as yet another wish. Choose the one it leads to."))
        if row.became:
            raise WrongState(_("This wish was taken over already. Say of the other that it is the same as this one."))
        row.same_as = other
        stop_waiting(row)
        row.save()
        Wish.objects.filter(same_as=row).update(same_as=other)
        _recount(row, other)
        note("merged", row, by=by, at=at, granted=granted, about=(other.ref,), data={"into": other.ref})
    return row


def part(wish: Wish, *, by: Person, at: datetime) -> Wish:
    """It is a wish of its own after all, with the votes it had. Raises NotFound, Refused, WrongState."""
    with act_on(wish, beside=wish.same_as) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        if row.same_as_id is None:
            raise WrongState(_("It is a wish of its own."))
        other = Wish.objects.select_for_update(of=("self",)).get(pk=row.same_as_id)
        row.same_as = None
        if row.state == Wish.State.OPEN:
            wait(row, at)
        row.save()
        _recount(row, other)
        note("parted", row, by=by, at=at, granted=granted, about=(other.ref,))
    return row


def move(wish: Wish, *, aspect: Aspect, by: Person, at: datetime) -> Wish:
    """To those who know, by who holds `edit` where it is; while it waits, with a clock of its own.

    Raises NotFound, Refused, Invalid.
    """
    with act_on(wish) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        before = row.aspect
        if before.pk == aspect.pk:
            raise Invalid(_("The wish is there already."))
        row.aspect = aspect
        if row.waits_since is not None:
            wait(row, at)
        talk.entrust(row.ref, aspect)
        note("moved", row, by=by, at=at, granted=granted, about=(f"aspect:{before.pk}",))
    return row


def take_down(wish: Wish, why: str, *, by: Person, at: datetime) -> Wish:
    """For others it is not there any more; its wisher is told why. By who holds `edit` on its aspect.

    Raises NotFound, Refused, Invalid without a reason.
    """
    with act_on(wish) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        row.hidden_why = some_words(why, 500, _("Say why, in at most %(most)d letters.") % {"most": 500})
        row.hidden_at, row.hidden_by = at, by
        stop_waiting(row)
        note("taken_down", row, by=by, at=at, granted=granted)
    return row


def put_back(wish: Wish, *, by: Person, at: datetime) -> Wish:
    """Everybody sees it again. Raises NotFound, Refused."""
    with act_on(wish, hidden=True) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        row.hidden_at = row.hidden_by = None
        row.hidden_why = ""
        if row.state == Wish.State.OPEN and row.same_as_id is None:
            wait(row, at)
        note("put_back", row, by=by, at=at, granted=granted)
    return row


def _other(wish: Wish) -> Wish:
    """The one it is the same as, locked. Raises NotFound."""
    other = Wish.objects.select_for_update(of=("self",)).filter(pk=wish.pk, hidden_at=None).first()
    if other is None:
        raise NotFound(_("The other wish is not there any more."))
    return other


def _recount(row: Wish, other: Wish) -> None:
    for each in (row, other):
        count(each)
    other.save(update_fields=["votes"])
