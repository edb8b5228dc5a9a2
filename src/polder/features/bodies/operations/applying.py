"""What a decision changes, carried out within one transaction, and kept as what was and what is (B7, B8)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.features.bodies import effects
from polder.features.bodies.effects import BudgetLine, Effect, charters, pages, things
from polder.features.bodies.errors import NotFound
from polder.features.bodies.models import Budget, Decision, Proposal
from polder.features.bodies.operations.common import note
from polder.governance import operations, store
from polder.governance.cell_changes import Cell, in_force, said, wanted
from polder.governance.changes import Assign, ChangeAspect, CreateAspect, MatrixLine, Unassign, beginning_at
from polder.governance.decidable import Ruling
from polder.governance.facts import Facts
from polder.governance.models import Aspect

type Done = dict[str, Any]


def carry_out(decision: Decision, proposal: Proposal, wanted_now: Sequence[Effect], at: datetime) -> list[Done]:
    """Each thing that changed, with what was and what is: keys, numbers and letters. Sets the decision's change set.

    Raises PolderError for what does not fit; whoever calls undoes all of it.
    """
    done: list[Done] = []
    lines = effects.matrix_lines(wanted_now)
    if lines:
        begun = [line for line in beginning_at(lines, at) if isinstance(line, MatrixLine)]
        before = store.reading_now().facts
        done += _of_matrix(before, begun, at)
        decision.change_set = operations.apply_lines(
            begun, title=proposal.title, reason=proposal.question, by=None, at=at
        )
    for budget in effects.budget_lines(wanted_now):
        done.append(_plan(budget, decision, proposal, at))
    for charter in effects.charter_lines(wanted_now):
        done.append(charters.apply(charter, at=at))
    for page in effects.page_lines(wanted_now):
        done.append(pages.apply(page, by=decision.closed_by, at=at))
    for thing in effects.thing_lines(wanted_now):
        reason = proposal.question or proposal.title
        done.append(things.apply(thing, Ruling(f"decision:{decision.pk}", decision.closed_by, reason, at)))
    return done


def _plan(line: BudgetLine, decision: Decision, proposal: Proposal, at: datetime) -> Done:
    aspect = Aspect.objects.filter(key=line.aspect).first()
    if aspect is None:
        raise NotFound(_("There is no aspect “%(key)s”.") % {"key": line.aspect})
    budget = Budget.objects.select_for_update(of=("self",)).filter(aspect=aspect, year=line.year).first()
    was = None if budget is None else str(budget.planned)
    if budget is None:
        budget = Budget(aspect=aspect, year=line.year)
    budget.planned, budget.decision = line.amount, decision
    budget.save()
    note(
        "budget.planned", f"budget:{budget.pk}", body=proposal.body, by=None, at=at, aspect=aspect.pk,
        data={"year": line.year, "amount": str(line.amount)},
    )  # fmt: skip
    return {"budget": {"aspect": aspect.key, "year": line.year, "was": was, "is": str(line.amount)}}


def _of_matrix(facts: Facts, lines: Sequence[MatrixLine], at: datetime) -> list[Done]:
    """Cells with their letters, settings with their values."""
    about: dict[Cell, list[MatrixLine]] = {}
    done: list[Done] = []
    for line in lines:
        match line:
            case Assign() | Unassign():
                about.setdefault(Cell(line.aspect, line.facet, line.party), []).append(line)
            case ChangeAspect():
                there = facts.aspects.get(line.aspect)
                if there is not None:
                    settings = {
                        name: [_plain(getattr(there, name, None)), _plain(value)]
                        for name, value in line.settings.items()
                    }
                    done.append({"aspect": {"aspect": line.aspect, "settings": settings}})
            case CreateAspect():
                done.append({"created": {"aspect": line.aspect.key, "name": line.aspect.name}})
            case _:
                pass  # a role without holders says nothing by itself
    for cell, some in about.items():
        own = in_force(facts, cell, at)
        done.append(
            {
                "cell": {
                    "aspect": cell.aspect, "facet": cell.facet, "party": cell.party, "was": said(own),
                    "is": said(wanted(some, cell, own)),
                }
            }
        )  # fmt: skip
    return done


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value
