"""Invitations: how somebody gets in for the first time, by mail or by a printed letter."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from django.utils.translation import gettext as _

from polder.ground.ledger import acts
from polder.ground.organisation.errors import Invalid, WrongState
from polder.ground.organisation.models import Invitation, Person
from polder.ground.organisation.operations import deputies, registration
from polder.ground.organisation.signin import codes

VALID_FOR: Final = timedelta(days=14)


def invite(person: Person, *, channel: str, by: Person | None, at: datetime) -> Invitation:
    """A one-time code for `person`, good for fourteen days; an open one for them is withdrawn.

    Operators invite anyone. The head of somebody's unit, or of one above it, may print a letter for who has no e-mail
    address, unless that is an operator. Raises Inactive, NotAssigned, WrongState (has left), Invalid (no address).
    """
    with acts.act():
        row = Person.objects.select_for_update().get(pk=person.pk)
        require(by, row, channel, at)
        if row.left_on is not None and row.left_on <= at:
            raise WrongState(_("%(name)s has left already.") % {"name": row.name})
        if channel == Invitation.Channel.MAIL and not row.email:
            raise Invalid(_("%(name)s has no e-mail address. Print a letter instead.") % {"name": row.name})
        for older in row.invitations.filter(used_at=None, withdrawn_at=None):
            older.withdrawn_at = at
            older.save(update_fields=["withdrawn_at"])
        invitation = Invitation.objects.create(
            person=row, channel=channel, nonce=codes.fresh_nonce(), made_by=by, made_at=at, expires_at=at + VALID_FOR
        )
        _record("invitation.added", invitation, by=by.pk if by else None, at=at, data={"channel": channel})
    return invitation


def may_invite(by: Person, person: Person, channel: str) -> bool:
    """May `by` invite `person` that way?"""
    if by.operator:
        return True
    by_letter = channel == Invitation.Channel.LETTER and not person.email and not person.operator
    return by_letter and by.pk != person.pk and by.pk in deputies.heads_above(person)


def require(by: Person | None, person: Person, channel: str, at: datetime) -> None:
    """Raises Inactive or NotAssigned."""
    if by is not None and not may_invite(registration.present(by, at), person, channel):
        raise registration.not_assigned(at)


def withdraw(invitation: Invitation, *, by: Person | None, at: datetime) -> None:
    """Its code counts no longer. Raises Inactive, NotAssigned, WrongState (used or withdrawn already)."""
    with acts.act():
        row = Invitation.objects.select_for_update().select_related("person").get(pk=invitation.pk)
        require(by, row.person, row.channel, at)
        if row.used_at is not None or row.withdrawn_at is not None:
            raise WrongState(_("This invitation is used or withdrawn already."))
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        _record("invitation.withdrawn", row, by=by.pk if by else None, at=at)


def redeem(person: Person, code: str, *, at: datetime) -> bool:
    """Use the code, once. False when it is not the person's, or does not count any more."""
    found = person.invitations.filter(used_at=None, withdrawn_at=None).first()
    if found is None or not found.counts(at) or not codes.matches(found, code):
        return False
    with acts.act():
        # Two at once: only who changes the row has used it.
        mine = Invitation.objects.filter(pk=found.pk, used_at=None, withdrawn_at=None).update(used_at=at)
        if mine:
            _record("invitation.used", found, by=person.pk, at=at)
    return bool(mine)


def _record(
    kind: str, invitation: Invitation, *, by: int | None, at: datetime, data: Mapping[str, object] | None = None
) -> None:
    thing, about = f"invitation:{invitation.pk}", [f"person:{invitation.person_id}"]
    acts.record(kind, thing=thing, by=by, at=at, data=data, about=about)
