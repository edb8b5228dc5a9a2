"""What the page of a proposal shows."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from polder.base.time import local_day
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Page
from polder.features.bodies import (
    budgets,
    competence,
    effects,
    queries,
    quorum_words,
    said,
    sitting,
    steps,
    superseding,
    trails,
)
from polder.features.bodies import operations as acts_of_bodies
from polder.features.bodies.effects import things
from polder.features.bodies.forms import ReviewForm
from polder.features.bodies.models import Advice, Decision, Proposal, Vote
from polder.governance import effects as in_words
from polder.governance import mandate, operations, store
from polder.governance.facts import PersonKey
from polder.governance.operations import Preview
from polder.governance.resolution import Reading
from polder.ground.organisation.models import Body, Person

GROUPS = 40  # of people who gain or lose the same, on paper


def proposal(row: Proposal, person: Person, at: datetime) -> dict[str, Any]:
    """Context of `bodies/proposal.html`. Some twenty queries, whatever the size of the body."""
    here = sitting.of_many([row.body], at, [row])[row.body_id]
    reading = store.reading_now()
    wanted = effects.read(row.changes, store.zone(reading.facts))
    lines = effects.matrix_lines(wanted)
    moment = max(at, row.effective_at) if row.effective_at else at
    accountable = here.method == "accountable"
    waiting = queries.waited_for(row, at)
    decision = getattr(row, "decision", None)
    year = local_day(moment, store.zone(reading.facts)).year  # as its costs will count (B9)
    budget_lines = _budget_lines(wanted)
    return {
        "proposal": row,
        "no_quorum": quorum_words.of(row),
        "sitting": here,
        "decision": decision,
        "lapsed": decision is not None and superseding.has_lapsed(decision),
        "cells": in_words.cells(reading, lines, moment),
        "others": in_words.sentences(lines),
        "budget_lines": budget_lines,
        "budget_total": _together(budget_lines),
        "preview": _preview(row, lines, moment),
        "standing": budgets.standing(row.aspect, year) if row.cost else None,
        "year": year,
        "votes": here.votes.get(row.pk, []),
        "waiting": Person.objects.filter(pk__in=waiting).order_by("name"),
        "choices": Vote.Choice.choices,
        "may_vote": person.pk in here.voters().values() and row.votable,
        "my_vote": next((vote for vote in here.votes.get(row.pk, []) if vote.person_id == person.pk), None),
        "may_close": not accountable and row.votable and here.in_session and sitting.leads(row.body, person, at),
        "as_task": trails.task_of(decision, person, at),
        "may_decide": accountable and row.votable and competence.may_decide(person, row.aspect, at),
        "at": at,
        "replaces": _replaces(row, person, at),
        "advice": list(
            row.advice.select_related(
                "party__person", "party__unit", "party__role", "party__body", "person", "replied_by"
            )
        ),
        "may_advise": row.votable and queries.may_advise(row, person, at),
        "verdicts": Advice.Verdict.choices,
        "may_reply": row.votable and acts_of_bodies.may_answer(row, person, at),
        "waits": steps.of([row], at).get(row.pk),
        **_afterwards(decision, row, person, at),
        **_other_lines(wanted, person, at),
        "things": things.said(effects.thing_lines(wanted), person, at, open_still=decision is None and row.votable),
    }


def on_paper(row: Proposal, person: Person, at: datetime) -> dict[str, Any]:
    """One proposal as the papers print it: as its page, with who gains and loses; nothing to press."""
    shown = proposal(row, person, at)
    preview: Preview | None = shown["preview"]
    gaining: list[in_words.Group] = []
    if preview is not None and preview.simulation is not None and preview.after is not None:
        gaining = in_words.groups(Reading(preview.after), preview.simulation, PersonKey(person.key))[:GROUPS]
    objections = [vote for vote in shown["votes"] if vote.choice == Vote.Choice.OBJECTION]
    return {**shown, "gaining": gaining, "objections": objections}


def _afterwards(decision: Decision | None, row: Proposal, person: Person, at: datetime) -> dict[str, Any]:
    """What it changed, what it replaced and what replaced it, and what was found later."""
    if decision is None:
        return {}
    leads, seen = sitting.leads(row.body, person, at), queries.decisions_visible_to(person, at)
    return {
        "changed": said.of([decision], person, at)[decision.pk],
        "successors": list(decision.successors.filter(decision__adopted=True, decision__in=seen.values("pk"))),
        "reviews": list(decision.reviews.select_related("by")),
        "review_form": ReviewForm() if leads and decision.adopted and decision.review_on else None,
    }


def _replaces(row: Proposal, person: Person, at: datetime) -> Decision | None:
    seen = queries.decisions_visible_to(person, at).select_related("proposal")
    return seen.filter(pk=row.supersedes_id).first() if row.supersedes_id else None


def _other_lines(wanted: list[effects.Effect], person: Person, at: datetime) -> dict[str, Any]:
    pages = [line.page for line in effects.page_lines(wanted)]
    shown = mandate.things_where(person, "view_draft", at=at) | readable(person, at)
    return {
        "pages": list(Page.objects.filter(shown, pk__in=pages)) if pages else [],
        "hidden_pages": bool(pages),
        "charters": [
            (Body.objects.filter(key=line.body).first(), line.charter) for line in effects.charter_lines(wanted)
        ],
    }


@dataclass(frozen=True, slots=True)
class BudgetChange:
    """What a line would make of a budget, beside the plan of the year before."""

    name: str
    year: int
    amount: Decimal
    before: Decimal


def _budget_lines(wanted: list[effects.Effect]) -> list[BudgetChange]:
    """Two queries, where there are any."""
    lines = effects.budget_lines(wanted)
    if not lines:
        return []
    names = queries.names_of_aspects(line.aspect for line in lines)
    before = budgets.planned({line.year - 1 for line in lines}, {line.aspect for line in lines})
    return [
        BudgetChange(
            names.get(line.aspect, line.aspect), line.year, Decimal(str(line.amount)),
            before.get((line.aspect, line.year - 1), Decimal(0)),
        )
        for line in lines
    ]  # fmt: skip


def _together(lines: list[BudgetChange]) -> BudgetChange | None:
    """All lines of one year, where there are several."""
    if len(lines) < 2 or len({line.year for line in lines}) > 1:  # a sum of one says nothing
        return None
    amount, before = (
        sum(each, Decimal(0)) for each in zip(*((line.amount, line.before) for line in lines), strict=True)
    )
    return BudgetChange("", lines[0].year, amount, before)


def _preview(row: Proposal, lines: list[effects.MatrixLine], at: datetime) -> Preview | None:
    """G18 for the voters, while there is something to decide."""
    return operations.simulate(lines, at=at) if lines and (row.votable or row.state == row.State.ADOPTED) else None
