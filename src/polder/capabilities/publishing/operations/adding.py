"""Asking others about one change beside the C's of the matrix: whoever writes it, or whoever is to approve it (P2)."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.capabilities.notifications import notices
from polder.capabilities.publishing import routing
from polder.capabilities.publishing.errors import Invalid, WrongState
from polder.capabilities.publishing.models import Addition, Change, Page
from polder.capabilities.publishing.operations.common import act_on, aspect_of, in_state, note, require, titled
from polder.capabilities.publishing.operations.deciding import may_decide
from polder.governance import mandate
from polder.governance.facts import PartyKey
from polder.governance.mandate import Mandate
from polder.ground.organisation.models import Party, Person

_OPEN = (Change.State.DRAFT, Change.State.RETURNED, Change.State.CONSULTING, Change.State.APPROVING)


def ask_also(page: Page, *, party: Party, by: Person, at: datetime) -> Addition:
    """Ask the party's advice on this one change, with a clock of its own; each new round asks it again.

    A change that waits for approval goes back to being advised on. By who may edit, until it waits for approval; by
    who decides, at any of these times. Raises NotFound, Refused, WrongState (asked already too), Invalid when nobody
    there could answer.
    """
    with act_on(page, at) as (found, change):
        granted = _may_ask(found, change, by, at)
        change = in_state(change, *_OPEN)
        before = routing.route_of(change)
        if PartyKey(party.ref) in before.added | set(routing.wanted(before, at, minor=change.minor)):
            raise WrongState(_("%(name)s is asked already.") % {"name": party.name})
        addition = Addition.objects.create(change=change, party=party, by=by, at=at)
        if PartyKey(party.ref) not in routing.wanted(routing.route_of(change), at, minor=change.minor):
            raise Invalid(
                _("Nobody at %(name)s could answer: nobody is there now who did not write this.") % {"name": party.name}
            )
        if change.state in routing.ON_THE_WAY:
            routing.ask_more(change, at)
        note(found, "page.asked_also", by=by, at=at, granted=granted, about=(_subject(party),))
    return addition


def ask_no_longer(page: Page, *, party: Party, by: Person, at: datetime) -> None:
    """Withdraw that; what was advised is kept, and who had not answered is told. Raises NotFound, Refused, WrongState."""
    with act_on(page, at) as (found, change):
        granted = _may_ask(found, change, by, at)
        change = in_state(change, *_OPEN)
        if not change.additions.filter(party=party, withdrawn_at=None).update(withdrawn_at=at):
            raise WrongState(_("%(name)s is not asked about this beside the matrix.") % {"name": party.name})
        waited = set(change.waiting.filter(kind=routing.CONSULT).values_list("person", flat=True))
        if change.state == Change.State.CONSULTING:
            routing.ask_more(change, at)
        lost = waited - set(change.waiting.filter(kind=routing.CONSULT).values_list("person", flat=True)) - {by.pk}
        key = f"{change.pk}:{change.round}:{party.pk}:{at.isoformat()}"
        data = {"why": "no_longer", "title": titled(found)}
        notices.tell(sorted(lost), "withdrawn", thing=f"page:{found.pk}", event_at=at, key=key, data=data)
        note(found, "page.asked_no_longer", by=by, at=at, granted=granted, about=(_subject(party),))


def _may_ask(page: Page, change: Change | None, by: Person, at: datetime) -> Mandate:
    waits_for_approval = change is not None and change.state == Change.State.APPROVING
    if not waits_for_approval and mandate.may(by, "edit", aspect_of(page), at=at).allowed:
        return require(by, "edit", page, at)
    return may_decide(page, change, by, at)


def _subject(party: Party) -> str:
    return f"{party.kind}:{party.thing.pk}"
