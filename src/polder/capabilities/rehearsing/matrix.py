"""Acts on the matrix, by governance's own operations; and the plans whose day has come, as a clock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from django.utils.translation import gettext as _

from polder.capabilities.rehearsing import acts, clocks, keys
from polder.capabilities.rehearsing.errors import Misfit
from polder.capabilities.rehearsing.keys import Given, Keys
from polder.capabilities.rehearsing.moments import Calendar
from polder.capabilities.rehearsing.nodes import Node
from polder.capabilities.rehearsing.stage import Stage
from polder.governance import operations
from polder.governance.changes import Assign, MatrixLine, Unassign
from polder.governance.facts import ASSIGNABLE_FACETS, LETTERS, AspectKey, PartyKey
from polder.governance.models import ChangeSet
from polder.ground.organisation.models import Person

_PLACE: Keys = {
    "aspect": keys.need(keys.name),
    "party": keys.need(keys.party),
    "letter": keys.need(keys.one_of(*LETTERS)),
    "facet": keys.may(keys.one_of(*ASSIGNABLE_FACETS)),
}
_SPAN: Keys = {"from": keys.may(keys.moment), "until": keys.may(keys.moment)}


def register() -> None:
    """Called once, in `ready()`."""
    acts.register("assign", keys={**_PLACE, **_SPAN}, run=_assign)
    acts.register("unassign", keys=_PLACE, run=_unassign)
    acts.register("apply", keys={"changes": keys.need(keys.list_of(matrix_line))}, run=_apply)
    glass = {"aspect": keys.need(keys.name), "reason": keys.may(keys.text)}
    acts.register("break_glass", keys=glass, run=_break_glass)
    clocks.register("governance.plans", order=clocks.DECISIONS, next_due=_next_plan, run=operations.run_planned)


def matrix_line(node: Node, calendar: Calendar) -> MatrixLine:
    """`assign: {...}` or `unassign: {...}`, as the lines of `apply` and of a proposal are written. Raises Misfit."""
    line = keys.table(
        {
            "assign": keys.may(keys.table({**_PLACE, **_SPAN}, null_is_missing=True)),
            "unassign": keys.may(keys.table(_PLACE, null_is_missing=True)),
        }
    )(node, calendar)
    if len(line) != 1:
        raise Misfit(_("One of assign and unassign belongs here."))
    return assigned(line["assign"]) if "assign" in line else unassigned(line["unassign"])


def assigned(given: Mapping[str, Any]) -> Assign:
    """The line of a change set."""
    return Assign(*_place(given), given.get("from"), given.get("until"))


def unassigned(given: Mapping[str, Any]) -> Unassign:
    """The line of a change set."""
    return Unassign(*_place(given))


def _place(given: Mapping[str, Any]) -> tuple[AspectKey, Any, PartyKey, Any]:
    return AspectKey(given["aspect"]), given.get("facet", "*"), PartyKey(given["party"]), given["letter"]


def _assign(stage: Stage, by: Person | None, given: Given) -> None:
    aspect, party = stage.aspect(given["aspect"]), stage.party(given["party"])
    operations.assign(
        aspect, party=party, letter=given["letter"], facet=given.get("facet", "*"), by=by, at=stage.at,
        valid_from=given.get("from"), valid_until=given.get("until"),
    )  # fmt: skip


def _unassign(stage: Stage, by: Person | None, given: Given) -> None:
    aspect, party = stage.aspect(given["aspect"]), stage.party(given["party"])
    operations.unassign(aspect, party=party, letter=given["letter"], facet=given.get("facet", "*"), by=by, at=stage.at)


def _apply(stage: Stage, by: Person | None, given: Given) -> None:
    operations.apply_lines(list(given["changes"]), title="Rehearsal", by=by, at=stage.at)


def _break_glass(stage: Stage, by: Person | None, given: Given) -> None:
    operations.break_glass(
        stage.aspect(given["aspect"]), reason=given.get("reason", ""), by=cast(Person, by), at=stage.at
    )


def _next_plan() -> datetime | None:
    planned = ChangeSet.objects.filter(state=ChangeSet.State.PLANNED, effective_at__isnull=False)
    return planned.order_by("effective_at").values_list("effective_at", flat=True).first()
