"""What each act in a body begins and ends with."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.features.bodies import sitting
from polder.features.bodies.errors import NotAssigned, NotFound
from polder.features.bodies.models import Proposal
from polder.governance.mandate import Mandate
from polder.ground.ledger import acts
from polder.ground.organisation.models import Body, Person


def locked(proposal: Proposal) -> Proposal:
    """The proposal as it is now, until the act ends. Raises NotFound."""
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("body", "aspect")
    found = rows.filter(pk=proposal.pk).first()
    if found is None:
        raise NotFound(_("This proposal is not there any more."))
    return found


def require_lead(body: Body, by: Person, at: datetime) -> None:
    """Raises NotAssigned."""
    if not sitting.leads(body, by, at):
        raise NotAssigned(
            _("This is for the chair and the secretary of “%(body)s”, and who stands in for them.")
            % {"body": body.name}
        )


def note(
    kind: str,
    thing: str,
    *,
    body: Body,
    by: Person | None,
    at: datetime,
    aspect: int | None = None,
    granted: Mandate | None = None,
    data: Mapping[str, Any] | None = None,
    about: tuple[str, ...] = (),
) -> None:
    """One event, on the timeline of the body too."""
    acts.record(
        kind, thing=thing, by=None if by is None else by.pk, at=at, aspect=aspect, mandate=granted, data=data,
        acting_for=None if granted is None else granted["for"], about=(f"body:{body.pk}", *about),
    )  # fmt: skip
