"""A space opens under an aspect, closes with a reason, and is handed over when its work ends."""

from datetime import datetime
from typing import Final

from django.db import IntegrityError
from django.utils.translation import gettext as _

from polder.capabilities.discussion import operations as talk
from polder.capabilities.notifications import notices
from polder.capabilities.spaces import holdings, membership
from polder.capabilities.spaces.errors import Invalid, WrongState
from polder.capabilities.spaces.holdings import Handover
from polder.capabilities.spaces.models import Space
from polder.capabilities.spaces.operations.common import note, one_line
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Party, Person

OF: Final = (Party.Kind.UNIT, Party.Kind.BODY)
REASON: Final = 300  # letters


def open_space(party: Party, *, aspect: Aspect, by: Person | None, at: datetime) -> Space:
    """A place to work for a unit or a body, by whoever may `edit` under the aspect; None: what the act around it decided.

    Raises Refused, WrongState (there is one, or the body has ended), Invalid (a person or a role has none).
    """
    with acts.act():
        granted = None if by is None else mandate.require(by, "edit", aspect, at=at)
        if party.kind not in OF:
            raise Invalid(_("Units and bodies have a space; people and roles do not."))
        if party.body is not None and not party.body.holds(at):
            raise WrongState(_("“%(name)s” has ended.") % {"name": party.name})
        space = _made(party, aspect, by, at)
        note("space.opened", f"space:{space.pk}", space, by=by, at=at, granted=granted, about=(_ref(party),))
    return space


def close_space(space: Space, *, reason: str, by: Person, at: datetime) -> Space:
    """Nothing in it can be changed any more, by whoever may `publish`. Raises NotFound, Refused, WrongState, Invalid."""
    with acts.act():
        row = membership.locked(space, by, at)
        granted = mandate.require(by, "publish", row.aspect, at=at)
        if row.closed_at is not None:
            raise WrongState(_("This space is closed already."))
        why = one_line(reason)[:REASON]
        if not why:
            raise Invalid(_("Say in a few words why: its members read it."))
        row.closed_at, row.closed_by, row.closed_because = at, by, why
        row.save(update_fields=["closed_at", "closed_by", "closed_because"])
        note("space.closed", f"space:{row.pk}", row, by=by, at=at, granted=granted)
    return row


def reopen_space(space: Space, *, by: Person, at: datetime) -> Space:
    """In use again, by whoever may `publish`. Raises NotFound, Refused, WrongState."""
    with acts.act():
        row = membership.locked(space, by, at)
        granted = mandate.require(by, "publish", row.aspect, at=at)
        if row.closed_at is None:
            raise WrongState(_("This space is in use."))
        row.closed_at, row.closed_by, row.closed_because = None, None, ""
        row.save(update_fields=["closed_at", "closed_by", "closed_because"])
        note("space.reopened", f"space:{row.pk}", row, by=by, at=at, granted=granted)
    return row


def hand_over(space: Space, *, aspect: Aspect, person: Person, by: Person, at: datetime) -> dict[str, int]:
    """Close-out: everything in it falls under `aspect` from now on, and `person` goes on with what is open.

    Asks `publish` of who does it, and that the receiver may `edit` under the receiving aspect. Those who answer there,
    and the receiver, are told. Says by kind of thing how many went over (holdings.py). The space stays open or closed as it was.

    Raises NotFound, Refused, Invalid.
    """
    with acts.act():
        row = membership.locked(space, by, at)
        granted = mandate.require(by, "publish", row.aspect, at=at)
        if not mandate.may(person, "edit", aspect, at=at).allowed:
            words = {"name": person.name, "aspect": aspect.name}
            raise Invalid(_("%(name)s does no work under “%(aspect)s”: choose somebody who does.") % words)
        went = holdings.hand_over(Handover(row, aspect, person, by, at))
        note(
            "space.handed_over", f"space:{row.pk}", row, by=by, at=at, granted=granted, data={"to": f"aspect:{aspect.pk}", **went},
            about=(f"aspect:{aspect.pk}", f"person:{person.pk}"),
        )  # fmt: skip
        row.aspect = aspect
        row.save(update_fields=["aspect"])
        talk.entrust(f"space:{row.pk}", aspect)
        answers = mandate.accountable(aspect, at=at)
        told = {person.pk, *(each.pk for each in (answers.acting if answers else ()))} - {by.pk}
        notices.tell(sorted(told), "space_handed_over", thing=f"space:{row.pk}", event_at=at, key=at.isoformat())
    return went


def _made(party: Party, aspect: Aspect, by: Person | None, at: datetime) -> Space:
    taken = WrongState(_("“%(name)s” has a space already.") % {"name": party.name})
    if Space.objects.filter(party=party).exists():
        raise taken
    try:
        with acts.act():
            return Space.objects.create(party=party, aspect=aspect, opened_at=at, opened_by=by)
    except IntegrityError:  # somebody else was first
        raise taken from None


def _ref(party: Party) -> str:
    return f"{party.kind}:{party.unit_id or party.body_id}"
