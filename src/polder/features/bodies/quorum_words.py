"""Why there was no quorum, in words: how many seats were there, and for which functions nobody spoke (B4)."""

import json
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from polder.base.words import say_list
from polder.features.bodies.models import Proposal
from polder.ground.ledger.models import Event
from polder.ground.ledger.words import Sentence, Told


def tell(told: Told) -> Sentence:
    """The event of a proposal that could not be counted."""
    return Sentence(_("There was no quorum for %(thing)s: %(why)s"), {"why": why(told.data)})


def of(proposal: Proposal) -> str:
    """What was missing when it was last counted; "" unless that is how it stands. One query."""
    if proposal.state != Proposal.State.NO_QUORUM:
        return ""
    events = Event.objects.filter(thing=f"proposal:{proposal.pk}", kind="proposal.unresolved").order_by("-number")
    newest = events.first()
    return "" if newest is None else why(json.loads(newest.data))


def why(facts: Mapping[str, Any]) -> str:
    """Of the facts of a count: seats and functions; the share asked for where the charter has one."""
    seats = {"present": facts.get("present", 0), "seats": facts.get("seats", 0)}
    said = [_("%(present)s of %(seats)s voting seats were there.") % seats]
    if facts.get("share"):
        said = [
            _("%(present)s of %(seats)s voting seats were there; %(share)s%% are asked.")
            % {**seats, "share": facts["share"]}
        ]
    if facts.get("missing"):
        said.append(_("Nobody spoke for %(functions)s.") % {"functions": say_list(list(facts["missing"]))})
    return " ".join(said)
