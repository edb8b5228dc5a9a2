"""A body ends, as ground.organisation.ending tells it: what it agreed goes to somebody, what it was asked to the body above, and what it planned is called off.

What is written here is written inside the act that ends it, which asked the gate.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polder.features.bodies.errors import NoBody
from polder.features.bodies.models import Action, Meeting, Proposal
from polder.features.bodies.operations import passing_on
from polder.features.bodies.operations.common import note
from polder.features.bodies.operations.planning import call_off
from polder.ground.organisation import ending
from polder.ground.organisation.ending import Left, Settling
from polder.ground.organisation.models import Body, Party, Person

ASKED: Final = (Proposal.State.OPEN, Proposal.State.FORWARDED, Proposal.State.NO_QUORUM)
PLANNED: Final[dict[str, Any]] = {"opened_at": None, "cancelled_at": None}


def register() -> None:
    """Called once, in `ready()`."""
    ending.register("bodies", _left, _settle)


def _left(party: Party, _asker: Person, at: datetime) -> Iterator[Left]:
    """Of a body. Three queries."""
    body = party.body
    if body is None:
        return
    address = body.get_absolute_url()
    if number := Action.objects.filter(body=body, done_at=None).count():
        words = ngettext("%(n)d action agreed in meetings", "%(n)d actions agreed in meetings", number)
        yield Left(words % {"n": number}, address, passes=True)
    if number := Proposal.objects.filter(body=body, state__in=ASKED).count():
        words = ngettext("%(n)d proposal goes to the body above", "%(n)d proposals go to the body above", number)
        yield Left(words % {"n": number}, address)
    if number := Meeting.objects.filter(**PLANNED, body=body, ends_at__gt=at).count():
        words = ngettext("%(n)d meeting is called off", "%(n)d meetings are called off", number)
        yield Left(words % {"n": number}, address)


def _settle(settling: Settling) -> None:
    body, by, at = settling.party.body, settling.by, settling.at
    if body is None:
        return
    if settling.to is not None:
        give_actions(body, to=settling.to, by=by, at=at)
    pass_on(body, by=by, at=at)
    call_meetings_off(body, by=by, at=at)


def give_actions(body: Body, *, to: Person, by: Person, at: datetime) -> int:
    """Every open one gets another owner, who is told in the inbox. How many; one event each."""
    rows = list(Action.objects.select_for_update(of=("self",)).filter(body=body, done_at=None))
    for row in rows:
        row.owner = to
        note("action.given", f"action:{row.pk}", body=body, by=by, at=at, about=(f"person:{to.pk}",))
    Action.objects.bulk_update(rows, ["owner"])
    return len(rows)


def call_meetings_off(body: Body, *, by: Person, at: datetime) -> int:
    """What is planned, and what is going on is over. Who was invited is told. How many were planned."""
    for row in Meeting.objects.filter(body=body, opened_at__isnull=False, adjourned_at=None):
        row.adjourned_at = at
        row.save(update_fields=["adjourned_at"])
        note("meeting.adjourned", f"meeting:{row.pk}", body=body, by=by, at=at)
    rows = list(Meeting.objects.select_for_update(of=("self",)).select_related("body").filter(**PLANNED, body=body))
    for row in rows:
        call_off(row, by=by, at=at)
    return len(rows)


def pass_on(body: Body, *, by: Person, at: datetime) -> int:
    """Every open proposal goes to the nearest body above that may decide it (B6); votes begin anew there. How many.

    Raises NoBody when there is none: it is decided first.
    """
    rows = list(
        Proposal.objects.select_for_update(of=("self",))
        .select_related("aspect", "body__parent", "supersedes__proposal__body")
        .filter(body=body, state__in=ASKED)
    )
    for row in rows:
        decides = passing_on.above(row, at)
        if decides is None:
            raise NoBody(
                _("No body above “%(body)s” may decide “%(title)s”. Have it decided first.")
                % {"body": body.name, "title": row.title}
            )
        passing_on.give(row, decides, "proposal.passed_on", by=by, at=at)
    return len(rows)
