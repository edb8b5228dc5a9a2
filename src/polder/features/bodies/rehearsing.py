"""Acts in bodies in rehearsals (rehearsal.md), by the operations of bodies."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django.utils.translation import gettext as _

from polder.capabilities.rehearsing import acts, clocks, expectations, keys, matrix
from polder.capabilities.rehearsing.errors import Misfit
from polder.capabilities.rehearsing.keys import Given
from polder.capabilities.rehearsing.moments import Calendar
from polder.capabilities.rehearsing.nodes import Node, Table
from polder.capabilities.rehearsing.stage import Stage
from polder.features.bodies import budgets, operations, queries
from polder.features.bodies.effects import BudgetLine, Effect
from polder.features.bodies.errors import Invalid, NoBody
from polder.features.bodies.models import Proposal, Vote
from polder.governance.changes import Assign, Unassign
from polder.ground.organisation.models import Person

_PROPOSAL = {"proposal": keys.need(keys.name)}
_BODY = {"body": keys.need(keys.name)}
_YEAR = keys.whole(1, 9999)


def register() -> None:
    """Called once, in `ready()`."""
    proposed = {
        **_PROPOSAL,
        **_BODY,
        "aspect": keys.need(keys.name),
        "title": keys.need(keys.text),
        "cost": keys.may(keys.number),
        "changes": keys.may(keys.list_of(_change)),
        "effective": keys.may(keys.moment),
    }
    acts.register("propose", keys=proposed, run=cast(Any, _propose))
    acts.register("meet", keys={**_BODY, "present": keys.need(keys.list_of(keys.name))}, run=cast(Any, _meet))
    choice = {"choice": keys.need(keys.one_of(*Vote.Choice.values)), "text": keys.may(keys.text)}
    acts.register("vote", keys={**_PROPOSAL, **choice}, run=cast(Any, _vote))
    acts.register("adjourn", keys=_BODY, run=cast(Any, _adjourn))
    acts.register("close", keys=_PROPOSAL, run=cast(Any, _close))
    acts.register("decide", keys={**_PROPOSAL, "choice": keys.need(keys.one_of("yes", "no"))}, run=cast(Any, _decide))
    expectations.register(
        "proposal",
        head=keys.name,
        keys={
            "state": keys.may(keys.one_of(*Proposal.State.values)),
            "body": keys.may(keys.name),
            "waiting_for": keys.may(keys.names),
        },
        find=_find,
    )
    expectations.register(
        "budget",
        head=keys.name,
        keys={"year": keys.need(_YEAR), "planned": keys.may(keys.number), "left": keys.may(keys.number)},
        find=_budget,
    )
    clocks.register("bodies.decisions", order=clocks.DECISIONS, next_due=operations.next_due, run=operations.run_due)


def _change(node: Node, calendar: Calendar) -> Effect:
    """`assign: {...}`, `unassign: {...}` or `budget: {...}`. Raises Misfit."""
    if isinstance(node, Table) and not node.entries:
        raise Misfit(_("One of assign, unassign and budget belongs here."))
    if not (isinstance(node, Table) and node.get("budget")):
        return matrix.matrix_line(node, calendar)
    fields = {"year": keys.need(_YEAR), "aspect": keys.need(keys.name), "amount": keys.need(keys.number)}
    line = keys.table({"budget": keys.need(keys.table(fields))})(node, calendar)["budget"]
    return BudgetLine(line["year"], line["aspect"], Decimal(str(line["amount"])))


def _propose(stage: Stage, by: Person, given: Given) -> None:
    body, aspect = stage.body(given["body"]), stage.aspect(given["aspect"])
    changes: Sequence[Effect] = given.get("changes", ())
    _look_up(stage, changes)
    known = stage.knows("proposal", given["proposal"])
    try:
        proposal = operations.propose(
            body, aspect=aspect, title=given["title"] or given["proposal"], cost=given.get("cost", 0),
            changes=changes, effective_at=given.get("effective"), by=by, at=stage.at,
        )  # fmt: skip
    except NoBody:
        if known:
            raise _twice(given) from None
        raise
    if known:
        raise _twice(given)
    stage.remember("proposal", given["proposal"], proposal.pk)


def _look_up(stage: Stage, changes: Sequence[Effect]) -> None:
    for change in changes:
        if isinstance(change, BudgetLine):
            stage.aspect(change.aspect)
        elif isinstance(change, Assign | Unassign):
            stage.aspect(change.aspect)
            stage.party(change.party)


def _twice(given: Given) -> Invalid:
    return Invalid(_("There is a proposal “%(key)s” already.") % {"key": given["proposal"]})


def _proposal(stage: Stage, given: Given) -> Proposal:
    return Proposal.objects.select_related("body", "aspect").get(pk=stage.recall("proposal", given["proposal"]))


def _meet(stage: Stage, by: Person, given: Given) -> None:
    body, present = stage.body(given["body"]), [stage.person(key) for key in given["present"]]
    operations.meet(body, present=present, by=by, at=stage.at)


def _vote(stage: Stage, by: Person, given: Given) -> None:
    operations.vote(_proposal(stage, given), choice=given["choice"], text=given.get("text", ""), by=by, at=stage.at)


def _adjourn(stage: Stage, by: Person, given: Given) -> None:
    operations.adjourn(stage.body(given["body"]), by=by, at=stage.at)


def _close(stage: Stage, by: Person, given: Given) -> None:
    operations.close(_proposal(stage, given), by=by, at=stage.at)


def _decide(stage: Stage, by: Person, given: Given) -> None:
    operations.decide(_proposal(stage, given), choice=given["choice"], by=by, at=stage.at)


def _find(stage: Stage, given: Given) -> dict[str, Any]:
    proposal = _proposal(stage, given)
    waiting = queries.waited_for(proposal, stage.at)
    return {
        "state": proposal.state,
        "body": proposal.body.key,
        "waiting_for": frozenset(Person.objects.filter(pk__in=waiting).values_list("key", flat=True)),
    }


def _budget(stage: Stage, given: Given) -> dict[str, Any]:
    standing = budgets.standing(stage.aspect(given["budget"]), given["year"])
    return {"year": given["year"], "planned": float(standing.planned), "left": float(standing.left)}
