"""A project is closed: what it leaves goes to an aspect with a named receiver, then team, seats and rights end; all in one
transaction, or nothing.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from polder.capabilities.spaces import holdings
from polder.capabilities.spaces import operations as spaces
from polder.features.projects import leaving
from polder.features.projects.errors import Invalid, Orphans, WrongState
from polder.features.projects.models import Project
from polder.features.projects.models.register import UNDER_WAY
from polder.features.projects.operations.common import LONGEST_GOAL, locked, note, require_lead, some_text
from polder.governance import mandate, operations
from polder.governance.changes import Assign, MatrixLine, Unassign
from polder.governance.facts import AspectKey, PartyKey
from polder.governance.models import Aspect, Assignment
from polder.ground.ledger import acts
from polder.ground.organisation import ending
from polder.ground.organisation.models import Body, Party, Person
from polder.ground.organisation.operations import bodies
from polder.ground.organisation.watch import Change, changing


def ask_to_close(project: Project, *, by: Person, at: datetime) -> Project:
    """Its owner says that it is done: who answers for the aspect closes it. Raises NotAssigned, WrongState."""
    with acts.act():
        row = locked(project)
        granted = require_lead(row, by, at)
        _refuse_not_under_way(row)
        if row.closing_asked_at is not None:
            raise WrongState(_("This was asked already."))
        row.closing_asked_at = at
        row.save(update_fields=["closing_asked_at"])
        note("closing_asked", row, by=by, at=at, granted=granted)
    return row


def close_out(
    project: Project, *, outcome: str, aspect: Aspect, receiver: Person | None = None,
    letters: Mapping[int, Person] | None = None, by: Person, at: datetime,
) -> Project:  # fmt: skip
    """By who may publish under its aspect. `aspect` and `receiver` take what the space and the risks hold, `letters` who gets
    each letter of the team, by the number of the assignment.

    Raises Refused, WrongState, Orphans while something has no receiver, Invalid for one who has left or does no work there,
    and what a change set raises (NotAuthorised, OwnMandate, ...).
    """
    with changing(Change(by, at)):
        row = locked(project)
        _refuse_not_under_way(row)
        granted = mandate.require(by, "publish", row.aspect, at=at)
        said = some_text(outcome, LONGEST_GOAL, _("Say what came of it."), "outcome")
        given = dict(letters or {})
        left = leaving.of(row, by, at)
        _refuse_orphans(left, receiver, given)
        for person in {receiver, *given.values()} - {None}:
            if person is not None and not person.counts(at):
                raise Invalid(_("%(name)s does not work here now.") % {"name": person.name}, field="receiver")
        _hand_letters_over(row, left, given, by, at)
        went = _hand_over(row, left, aspect, receiver, said, by, at)
        if row.body_id is not None:
            ending.settle(ending.Settling(Party.objects.select_related("body").get(body=row.body_id), receiver, by, at))
        _end_team(row, at)
        row.state, row.outcome, row.ended_at, row.ended_by = Project.State.ENDED, said, at, by
        row.save(update_fields=["state", "outcome", "ended_at", "ended_by"])
        about = (f"aspect:{aspect.pk}", *((f"person:{receiver.pk}",) if receiver else ()))
        note(
            "ended", row, by=by, at=at, granted=granted, about=about,
            data={"letters": len(left.letters), "to": f"aspect:{aspect.pk}", **went},
        )  # fmt: skip
    return row


def _refuse_not_under_way(project: Project) -> None:
    if project.state not in UNDER_WAY:
        raise WrongState(_("Only a project that is under way can be closed."))


def _refuse_orphans(left: leaving.Left, receiver: Person | None, letters: Mapping[int, Person]) -> None:
    lost = [leaving.words_of(each) for each in left.letters if each.needed and each.assignment.pk not in letters]
    if receiver is None:
        lost += [held.words for held in left.held] + [each.words for each in left.named if each.passes]
    lost += [each.words for each in left.named if each.blocks]
    if lost:
        raise Orphans(
            _("Something would be left that nobody has. Name who receives it, or settle it first."), details=lost
        )


def _hand_letters_over(
    row: Project, left: leaving.Left, letters: Mapping[int, Person], by: Person, at: datetime
) -> None:
    lines: list[MatrixLine] = []
    for each in left.letters:
        found: Assignment = each.assignment
        key, party = AspectKey(found.aspect.key), PartyKey(found.party.ref)
        lines.append(Unassign(key, found.facet, party, found.letter))  # type: ignore[arg-type]  # columns hold plain words
        person = letters.get(found.pk)
        if person is not None:
            lines.append(Assign(key, found.facet, PartyKey(f"person:{person.key}"), found.letter))  # type: ignore[arg-type]
    if lines:
        body = Body.objects.get(project=row)  # the matrix is read by everybody: a restricted project is not named there
        title = _("Letters of the team “%(team)s” are handed over") % {"team": body.name}
        operations.apply_lines(lines, title=title, by=by, at=at)


def _hand_over(
    row: Project, left: leaving.Left, aspect: Aspect, receiver: Person | None, said: str, by: Person, at: datetime
) -> dict[str, int]:
    """What the space holds and the risks; by kind how many."""
    space = left.space
    if space is None:
        risks = row.risks.filter(closed_at=None)
        return {"risks": risks.update(owner=receiver)} if receiver is not None else {}
    if space.closed_at is None:
        spaces.close_space(space, reason=said[:300], by=by, at=at)
    if receiver is None:
        return {}
    return spaces.hand_over(space, aspect=aspect, person=receiver, by=by, at=at)


def hand_over_risks(handover: holdings.Handover) -> int:
    """As a keeper of spaces: open risks get the receiver as owner."""
    return leaving.risks_in(handover.space).update(owner=handover.person)


def _end_team(row: Project, at: datetime) -> None:
    body = Body.objects.get(project=row)
    if body.valid_until is None or body.valid_until > at:
        if body.valid_from is not None and body.valid_from >= at:  # it has not begun: what never was is taken back
            bodies.change(body, by=None, at=at, valid_from=None)
        bodies.end(body, by=None, at=at)
    row.places.filter(left_at=None).update(left_at=at)
