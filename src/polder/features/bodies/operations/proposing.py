"""A proposal is made, and goes to the body that may decide it (B6)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from polder.features.bodies import competence, effects, sitting, superseding
from polder.features.bodies.effects import BudgetLine, Effect
from polder.features.bodies.effects.budgets import amount_of
from polder.features.bodies.errors import Invalid, NoBody, NotAssigned
from polder.features.bodies.models import Decision, Proposal
from polder.features.bodies.operations import following
from polder.features.bodies.operations.common import note
from polder.governance import becoming, mandate, store
from polder.governance.changes import missing
from polder.governance.changes.errors import NotFound as NotFoundLine
from polder.governance.facts import FACETS, AspectKey, Facts
from polder.governance.mandate import Mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Body, Person


def propose(
    body: Body,
    *,
    aspect: Aspect,
    title: str,
    question: str = "",
    options: Sequence[str] = (),
    cost: float | Decimal = 0,
    changes: Sequence[Effect] = (),
    effective_at: datetime | None = None,
    review_on: date | None = None,
    supersedes: Decision | None = None,
    consult: bool = False,
    origin: str = "",
    by: Person,
    at: datetime,
) -> Proposal:
    """By whoever has a seat in the body, or may edit a facet of the aspect. What it may not decide goes up.

    `consult` asks who is C for the aspect, by their clock (P2). `origin` is what it began as (`wish:4`). Raises `changes.NotFound` for a name in the changes, NotAssigned, Invalid for an amount below zero, NoBody.
    """
    with acts.act():
        facts = store.reading_now().facts
        _all_there(changes, facts)
        granted = _may_propose(body, aspect, by, at)
        price = amount_of(cost, _("The cost cannot be below zero."))
        wanted = [_checked(change) for change in changes]
        if not title.strip():
            raise Invalid(_("Say in a few words what is proposed."))
        _refuse_superseded(supersedes)
        decides = competence.deciding_body(
            body,
            aspect,
            Decimal(str(cost)),
            changes,
            at,
            supersedes=supersedes,  # the cost as it was said
        )
        if decides is None:
            raise NoBody(_("Neither “%(body)s” nor a body above it may decide this.") % {"body": body.name})
        proposal = Proposal.objects.create(
            body=decides,
            asked=body,
            aspect=aspect,
            title=title.strip()[:200],
            question=question.strip(),
            options=[option.strip() for option in options if option.strip()],
            cost=price,
            changes=effects.write(wanted, store.zone(facts)),
            effective_at=effective_at,
            review_on=review_on,
            supersedes=supersedes,
            made_by=by,
            made_at=at,
            consults=consult,
            state=Proposal.State.OPEN if decides == body else Proposal.State.FORWARDED,
        )
        asked = following.begin(proposal, at) if consult else 0
        about = (
            *(() if decides == body else (f"body:{body.pk}",)),
            *(each.thing for each in effects.thing_lines(wanted)),
        )
        note(
            "proposal.made", f"proposal:{proposal.pk}", body=decides, by=by, at=at, aspect=aspect.pk, granted=granted,
            about=about, data={"cost": str(price), "lines": len(changes), "forwarded": decides != body, "asked": asked},
        )  # fmt: skip
        becoming.made(origin, f"proposal:{proposal.pk}", by=by, at=at)
    return proposal


def _refuse_superseded(decision: Decision | None) -> None:
    """Raises Invalid unless it was adopted and nothing has taken its place."""
    if decision is None:
        return
    if not decision.adopted or decision.failed_at is not None:
        raise Invalid(_("Only an adopted decision can be superseded."))
    if superseding.successors_of(decision).exists():
        raise Invalid(_("Another decision has taken the place of this one already."))


def _all_there(changes: Sequence[Effect], facts: Facts) -> None:
    """Raises `changes.NotFound` for an aspect or a party that is not there."""
    lost = missing(facts, effects.matrix_lines(changes))
    named = [line.aspect for line in effects.budget_lines(changes)]
    named += [line.aspect for line in effects.page_lines(changes)]
    named += [key for line in effects.thing_lines(changes) for key in (line.aspect, *line.touched)]
    for key in named:
        if AspectKey(key) not in facts.aspects:
            lost.append(NotFoundLine(_("There is no aspect “%(key)s”.") % {"key": key}))
    if lost:
        raise min(lost, key=lambda error: error.rank)


def _checked(change: Effect) -> Effect:
    if isinstance(change, BudgetLine):
        return replace(change, amount=amount_of(change.amount, _("A budget cannot be below zero.")))
    return change


def _may_propose(body: Body, aspect: Aspect, by: Person, at: datetime) -> Mandate | None:
    """None for a seat; else the mandate on the facet. Raises NotAssigned."""
    if sitting.sits(body, by, at):
        return None
    for facet in FACETS:
        if mandate.may(by, "edit", aspect, facet, at=at).allowed:
            return mandate.require(by, "edit", aspect, facet, at=at)
    raise NotAssigned(
        _("Proposals to “%(body)s” are made by its members, and by who does the work on “%(aspect)s”.")
        % {"body": body.name, "aspect": aspect.name}
    )
