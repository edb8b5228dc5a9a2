"""What the page of a proposal shows."""

from datetime import datetime
from typing import Any

from polder.features.bodies import budgets, competence, effects, queries, sitting
from polder.features.bodies.models import Proposal, Vote
from polder.governance import effects as in_words
from polder.governance import operations, store
from polder.governance.operations import Preview
from polder.ground.organisation.models import Person


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
    return {
        "proposal": row,
        "sitting": here,
        "decision": decision,
        "cells": in_words.cells(reading, lines, moment),
        "others": in_words.sentences(lines),
        "budget_lines": _budget_lines(wanted),
        "preview": _preview(row, lines, moment),
        "standing": budgets.standing(row.aspect, moment.year) if row.cost else None,
        "votes": here.votes.get(row.pk, []),
        "waiting": Person.objects.filter(pk__in=waiting).order_by("name"),
        "choices": Vote.Choice.choices,
        "may_vote": person.pk in here.voters().values() and row.votable,
        "my_vote": next((vote for vote in here.votes.get(row.pk, []) if vote.person_id == person.pk), None),
        "may_close": not accountable and row.votable and here.in_session and sitting.leads(row.body, person, at),
        "may_decide": accountable and row.votable and competence.may_decide(person, row.aspect, at),
        "at": at,
    }


def _budget_lines(wanted: list[effects.Effect]) -> list[tuple[str, int, Any]]:
    lines = effects.budget_lines(wanted)
    names = queries.names_of_aspects(line.aspect for line in lines)
    return [(names.get(line.aspect, line.aspect), line.year, line.amount) for line in lines]


def _preview(row: Proposal, lines: list[effects.MatrixLine], at: datetime) -> Preview | None:
    """G18 for the voters, while there is something to decide."""
    return operations.simulate(lines, at=at) if lines and (row.votable or row.state == row.State.ADOPTED) else None
