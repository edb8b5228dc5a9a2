"""A decision executes (B8): everything it changes in one transaction, judged by the matrix of that moment, or nothing."""

import logging
from datetime import datetime

from django.conf import settings
from django.db.models import Min, QuerySet
from django.utils import translation

from polder.base.errors import PolderError
from polder.base.time import local_day
from polder.base.validity import valid_at
from polder.capabilities.notifications import notices
from polder.capabilities.publishing import readings
from polder.capabilities.publishing.route import people
from polder.features.bodies import effects, superseding
from polder.features.bodies.models import Decision, Proposal
from polder.features.bodies.operations.applying import carry_out
from polder.features.bodies.operations.common import note
from polder.governance import store
from polder.governance.effects import in_names
from polder.governance.facts import AspectKey, PersonKey
from polder.ground.ledger import acts
from polder.ground.organisation.models import Body, Organisation, Person, Seat

logger = logging.getLogger(__name__)


def next_due() -> datetime | None:
    """When the next adopted decision takes effect. One query."""
    return _pending().aggregate(at=Min("effective_at"))["at"]


def run_due(at: datetime) -> int:
    """Every decision due at `at` takes effect, each at its own moment, in the order of closing. How many were looked at.

    A second run finds nothing: what took effect or failed is no longer pending.
    """
    looked_at = 0
    while due := _due(at):  # again: what did not fit no longer takes the place of another
        for number in due:
            with acts.act(alone=True):
                decision = _pending().select_for_update(of=("self",)).filter(pk=number).first()
                if decision is not None:  # else another worker was first: normal, not an error
                    take_effect(decision, at=decision.effective_at)
        looked_at += len(due)
    return looked_at


def _due(at: datetime) -> list[int]:
    rows = _pending().filter(effective_at__lte=at).order_by("effective_at", "pk")
    return list(rows.values_list("pk", flat=True))


def take_effect(decision: Decision, *, at: datetime) -> None:
    """Inside an act alone. What no longer fits makes it failed: nothing is applied, and the chair is told.

    What is kept in words, such as why, is in the organisation's language, whoever closed it or however the worker runs.
    """
    proposal = Proposal.objects.select_related("body", "aspect").get(pk=decision.proposal_id)
    language = Organisation.objects.values_list("language", flat=True).first()
    with translation.override(language or settings.LANGUAGE_CODE):
        try:
            with acts.act(alone=True):
                _apply(decision, proposal, at)
        except PolderError as why:
            _fail(decision, proposal, why, at)


def _pending() -> QuerySet[Decision]:
    """Not what was superseded first (B7). A body that ended or lost its charter since has decided all the same (P7)."""
    return Decision.objects.filter(~superseding.lapsed(), adopted=True, in_effect_at=None, failed_at=None)


def _apply(decision: Decision, proposal: Proposal, at: datetime) -> None:
    zone = store.zone(store.reading_now().facts)
    wanted = effects.read(proposal.changes, zone)
    decision.done = carry_out(decision, proposal, wanted, at)
    decision.in_effect_at, decision.effect_year = at, local_day(at, zone).year
    decision.save(update_fields=["change_set", "done", "in_effect_at", "effect_year"])
    note(
        "decision.in_effect", f"decision:{decision.pk}", body=proposal.body, by=None, at=at, aspect=proposal.aspect_id,
        data={"lines": len(wanted), "cost": str(proposal.cost), "year": decision.effect_year},
    )  # fmt: skip
    _tell(decision, proposal, at)


def _tell(decision: Decision, proposal: Proposal, at: datetime) -> None:
    """As a publication (P4): the people of every effective I, R and A party, and whoever advised; not who closed it."""
    advisers = [PersonKey(key) for key in proposal.advice.exclude(person=None).values_list("person__key", flat=True)]
    reading = readings.around(proposal.aspect)
    keys = people.told(reading, AspectKey(proposal.aspect.key), advisers, PersonKey(decision.closed_by.key), at)
    numbers = list(Person.objects.filter(key__in=keys).values_list("pk", flat=True))
    notices.tell(numbers, "decided", thing=f"decision:{decision.pk}", event_at=at, key=str(decision.pk))


def _fail(decision: Decision, proposal: Proposal, why: PolderError, at: datetime) -> None:
    logger.warning("Decision %s did not fit at its effect: %s", decision.pk, why)
    decision.refresh_from_db()
    decision.failed_at, decision.trouble = at, _said_by_name(why, proposal)
    decision.save(update_fields=["failed_at", "trouble"])
    proposal.state = Proposal.State.FAILED
    proposal.save(update_fields=["state"])
    note(
        "decision.failed", f"decision:{decision.pk}", body=proposal.body, by=None, at=at, aspect=proposal.aspect_id,
        data={"code": why.code},
    )  # fmt: skip
    notices.tell(
        _chairs(proposal.body, at), "failed", thing=f"decision:{decision.pk}", event_at=at, key=str(decision.pk)
    )


def _said_by_name(why: PolderError, proposal: Proposal) -> str:
    """Change sets know keys: whoever reads it knows names."""
    reading = store.reading_now()
    try:
        lines = effects.matrix_lines(effects.read(proposal.changes, store.zone(reading.facts)))
    except PolderError:  # a line that cannot be read any more names nothing new
        lines = []
    return in_names(reading, str(why), lines)


def _chairs(body: Body, at: datetime) -> list[int]:
    seats = Seat.objects.filter(valid_at(at), valid_at(at, "body__"), body=body, seat=Seat.Kind.CHAIR)
    return [seat.person_id for seat in seats.select_related("person") if seat.person.counts(at)]
