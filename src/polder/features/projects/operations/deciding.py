"""Whether a project is started, and whether it goes on."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.features.projects.errors import Invalid, WrongState
from polder.features.projects.models import Project
from polder.features.projects.operations import teams
from polder.features.projects.operations.common import LONGEST_GOAL, locked, note, require_lead, some_text, today
from polder.features.projects.operations.proposing import refuse_over
from polder.governance import mandate
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import registration
from polder.ground.organisation.watch import Change, changing

State = Project.State


def accept(project: Project, *, by: Person, at: datetime) -> Project:
    """By who answers for its aspect; under four eyes not by who proposed it (G12). Its team is made at once.

    Raises Refused, WrongState, Invalid when its owner or somebody in it has left, or its last day has passed.
    """
    with changing(Change(by, at)):
        row = locked(project)
        _refuse_answered(row)
        granted = mandate.require(by, "publish", row.aspect, at=at, authors=[row.proposed_by])
        gone = [
            place.person.name
            for place in row.places.filter(left_at=None).select_related("person")
            if not place.person.counts(at)
        ]
        if gone:
            raise Invalid(_("%(name)s has left. Put somebody else in the roster first.") % {"name": gone[0]})
        if row.ends < today(at):
            raise Invalid(_("Its last day has passed. Have the days changed first."))
        teams.make(row, by=by, at=at)
        _decide(row, State.RUNNING, by, at)
        row.save(update_fields=["body"])
        note(
            "accepted",
            row,
            by=by,
            at=at,
            granted=granted,
            about=(f"person:{row.owner_id}", f"person:{row.proposed_by_id}"),
        )
    return row


def decline(project: Project, *, text: str, by: Person, at: datetime) -> Project:
    """By who answers for its aspect, with a reason. Raises Refused, WrongState, Invalid."""
    with acts.act():
        row = locked(project)
        _refuse_answered(row)
        granted = mandate.require(by, "publish", row.aspect, at=at)
        row.outcome = some_text(text, LONGEST_GOAL, _("Say why, so that they can do better."), "text")
        _decide(row, State.DROPPED, by, at)
        note(
            "declined",
            row,
            by=by,
            at=at,
            granted=granted,
            about=(f"person:{row.owner_id}", f"person:{row.proposed_by_id}"),
        )
    return row


def withdraw(project: Project, *, by: Person, at: datetime) -> Project:
    """By who proposed it, its owner, or who answers for the aspect. Raises NotAssigned, WrongState."""
    with acts.act():
        row = locked(project)
        _refuse_answered(row)
        granted = None if registration.present(by, at).pk == row.proposed_by_id else require_lead(row, by, at)
        _decide(row, State.DROPPED, by, at)
        note("withdrawn", row, by=by, at=at, granted=granted)
    return row


def pause(project: Project, *, text: str, by: Person, at: datetime) -> Project:
    """By its owner or who answers for the aspect, with a reason. Raises NotAssigned, WrongState, Invalid."""
    return _move(project, State.RUNNING, State.PAUSED, "paused", text, by, at)


def resume(project: Project, *, by: Person, at: datetime) -> Project:
    """It goes on. Raises NotAssigned, WrongState."""
    return _move(project, State.PAUSED, State.RUNNING, "resumed", None, by, at)


def _move(project: Project, was: str, now: str, verb: str, text: str | None, by: Person, at: datetime) -> Project:
    with acts.act():
        row = locked(project)
        granted = require_lead(row, by, at)
        refuse_over(row)
        if row.state != was:
            raise WrongState(_("This project is %(state)s.") % {"state": row.get_state_display().lower()})
        row.outcome = "" if text is None else some_text(text, LONGEST_GOAL, _("Say what it waits for."), "text")
        row.state = now
        row.save(update_fields=["state", "outcome"])
        note(verb, row, by=by, at=at, granted=granted)
    return row


def _refuse_answered(project: Project) -> None:
    if project.state != State.PROPOSED:
        raise WrongState(_("This was decided already: %(state)s.") % {"state": project.get_state_display().lower()})


def _decide(project: Project, state: str, by: Person, at: datetime) -> None:
    project.state, project.decided_by, project.decided_at = state, by, at
    project.save(update_fields=["state", "decided_by", "decided_at", "outcome"])
