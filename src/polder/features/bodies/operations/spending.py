"""Commitments, payments and forecasts are entered by who does the work on an aspect or answers for it (B9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from polder.features.bodies.effects.budgets import MOST
from polder.features.bodies.errors import Invalid, NotFound, WrongState
from polder.features.bodies.models import Entry, Forecast
from polder.governance import mandate
from polder.governance.facts import FACETS
from polder.governance.mandate import Mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Given:
    """One entry as it is brought. `on` says in which year it counts."""

    kind: str
    aspect: Aspect
    on: date
    amount: Decimal
    title: str
    reference: str = ""
    for_commitment: Entry | None = None


def enter(given: Given, *, by: Person, at: datetime, today: date) -> Entry:
    """Raises Refused, Invalid (amount, day, no words), WrongState for a reference that is there already."""
    with acts.act():
        return _enter(given, by, at, today, require_on(by, given.aspect, at))


def enter_all(listed: Sequence[Given], *, by: Person, at: datetime, today: date) -> list[Entry]:
    """A file: all of it or nothing, one event for each line and one for itself. Raises as `enter`."""
    with acts.act():
        granted = {aspect.pk: require_on(by, aspect, at) for aspect in {each.aspect for each in listed}}
        made = [_enter(each, by, at, today, granted[each.aspect.pk]) for each in listed]
        acts.record("money.loaded", thing="budget:0", by=by.pk, at=at, data={"lines": len(made)})
    return made


def withdraw(entry: Entry, *, by: Person, at: datetime) -> None:
    """It was a mistake; it is kept and counts no longer. Raises NotFound, Refused, WrongState."""
    with acts.act():
        row = Entry.objects.select_for_update(of=("self",)).select_related("aspect").filter(pk=entry.pk).first()
        if row is None:
            raise NotFound(_("This entry is not there any more."))
        granted = require_on(by, row.aspect, at)
        if row.withdrawn_at is not None or row.payments.filter(withdrawn_at=None).exists():
            raise WrongState(_("It was taken back already, or something was paid on it."))
        row.withdrawn_at = at
        row.save(update_fields=["withdrawn_at"])
        _note("money.withdrawn", row, by, at, granted)


def foresee(aspect: Aspect, *, year: int, amount: Decimal, text: str = "", by: Person, at: datetime) -> Forecast:
    """What the whole year will cost. Raises Refused, Invalid."""
    with acts.act():
        granted = require_on(by, aspect, at)
        if not (amount.is_finite() and 0 <= amount < MOST):
            raise Invalid(_("A forecast cannot be below zero."))
        row = Forecast.objects.create(aspect=aspect, year=year, amount=amount, text=text.strip()[:500], by=by, at=at)
        acts.record(
            "money.foreseen", thing=f"forecast:{row.pk}", by=by.pk, at=at, aspect=aspect.pk, mandate=granted,
            acting_for=granted["for"], data={"year": year, "amount": str(amount)},
        )  # fmt: skip
    return row


def may_enter(person: Person, aspect: Aspect, at: datetime) -> bool:
    """Six queries at most."""
    return any(mandate.may(person, "edit", aspect, facet, at=at).allowed for facet in FACETS)


def require_on(by: Person, aspect: Aspect, at: datetime) -> Mandate:
    """`edit` on a facet of the aspect. Raises Refused."""
    for facet in FACETS[1:]:
        if mandate.may(by, "edit", aspect, facet, at=at).allowed:
            return mandate.require(by, "edit", aspect, facet, at=at)
    return mandate.require(by, "edit", aspect, FACETS[0], at=at)


def _enter(given: Given, by: Person, at: datetime, today: date, granted: Mandate) -> Entry:
    if not (given.amount.is_finite() and 0 < given.amount < MOST):
        raise Invalid(_("An amount is more than zero. Take an entry back instead of entering it below zero."))
    if given.kind == Entry.Kind.ACTUAL and given.on > today:
        raise Invalid(_("What is paid was paid today or before."))
    if not 2000 <= given.on.year <= 2200:
        raise Invalid(_("That year cannot be meant."))
    if not given.title.strip():
        raise Invalid(_("Say in a few words for what it is."))
    known = Entry.objects.filter(aspect=given.aspect, kind=given.kind, withdrawn_at=None)
    if given.reference and known.filter(reference=given.reference).exists():
        raise WrongState(_("“%(reference)s” was entered already.") % {"reference": given.reference})
    row = Entry.objects.create(
        kind=given.kind, aspect=given.aspect, year=given.on.year, on=given.on,
        amount=given.amount.quantize(Decimal("0.01")), title=given.title.strip()[:200],
        reference=given.reference.strip()[:60], for_commitment=given.for_commitment, by=by, at=at,
    )  # fmt: skip
    kind = "money.paid" if row.kind == Entry.Kind.ACTUAL else "money.committed"
    _note(kind, row, by, at, granted)
    return row


def _note(kind: str, row: Entry, by: Person, at: datetime, granted: Mandate) -> None:
    acts.record(
        kind, thing=f"money:{row.pk}", by=by.pk, at=at, aspect=row.aspect_id, mandate=granted,
        acting_for=granted["for"], data={"year": row.year, "amount": str(row.amount)},
    )  # fmt: skip
