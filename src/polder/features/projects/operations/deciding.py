"""Whether a project is started, and whether it goes on."""

import hashlib
from datetime import datetime

from django.utils.translation import gettext as _

from polder.features.projects.errors import Invalid, Stale, WrongState
from polder.features.projects.models import Project
from polder.features.projects.operations import teams
from polder.features.projects.operations.common import LONGEST_GOAL, locked, note, require_lead, some_text, today
from polder.features.projects.operations.proposing import refuse_over
from polder.governance import mandate
from polder.governance.decidable import Ruling
from polder.governance.mandate import Mandate
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
        _start(row, by, at, granted, opens=by)
    return row


def accept_as_decided(project: Project, *, ruling: Ruling, seen: str) -> Project:
    """An adopted decision of a body starts it (B8): the decision is the mandate, whoever closed it counts as who accepted.

    Raises NotFound, Stale when it is not as the voters read it, WrongState, Invalid as `accept`.
    """
    with changing(Change(None, ruling.at)):
        row = locked(project)
        refuse_unfit(row, seen)
        _start(row, ruling.by, ruling.at, None, opens=None, decision=ruling.decision)
    return row


def decline(project: Project, *, text: str, by: Person, at: datetime) -> Project:
    """By who answers for its aspect, with a reason. Raises Refused, WrongState, Invalid."""
    with acts.act():
        row = locked(project)
        _refuse_answered(row)
        granted = mandate.require(by, "publish", row.aspect, at=at)
        row.outcome = some_text(text, LONGEST_GOAL, _("Say why, so that they can do better."), "text")
        _decide(row, State.DROPPED, by, at)
        _tell(row, "declined", by, at, granted)
    return row


def decline_as_decided(project: Project, *, ruling: Ruling, seen: str) -> Project:
    """An adopted decision of a body does not start it; its question is the reason. Raises as `accept_as_decided`."""
    with acts.act():
        row = locked(project)
        refuse_unfit(row, seen)
        row.outcome = ruling.reason[:LONGEST_GOAL]
        _decide(row, State.DROPPED, ruling.by, ruling.at)
        _tell(row, "declined", ruling.by, ruling.at, None, ruling.decision)
    return row


def as_read(project: Project) -> str:
    """Stands for what somebody who decides reads of it: another text, other days, people or aspects give another.

    Two queries.
    """
    people = project.places.filter(left_at=None).order_by("person", "function")
    read = (
        project.name, project.goal, project.begins, project.ends, project.owner_id, project.aspect_id, project.restricted,
        list(project.touches.order_by("aspect", "facet").values_list("aspect", "facet")),
        list(people.values_list("person", "function", "kind", "ring", "share")),
    )  # fmt: skip
    return hashlib.sha256(repr(read).encode()).hexdigest()[:16]


def refuse_unfit(project: Project, seen: str) -> None:
    """Raises WrongState when it was decided already, Stale when it is not as it was read."""
    _refuse_answered(project)
    if as_read(project) != seen:
        raise Stale(_("It was changed after the body was asked. Bring it to the body again."))


def refuse_unready(project: Project, at: datetime) -> None:
    """Raises Invalid when its owner or somebody in it has left, or its last day has passed. One query."""
    places = project.places.filter(left_at=None).select_related("person")
    gone = [place.person.name for place in places if not place.person.counts(at)]
    if gone:
        raise Invalid(_("%(name)s has left. Put somebody else in the roster first.") % {"name": gone[0]})
    if project.ends < today(at):
        raise Invalid(_("Its last day has passed. Have the days changed first."))


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


def _start(
    row: Project, by: Person, at: datetime, granted: Mandate | None, *, opens: Person | None, decision: str = ""
) -> None:
    """Inside `changing`."""
    refuse_unready(row, at)
    teams.make(row, by=opens, at=at)
    _decide(row, State.RUNNING, by, at)
    row.save(update_fields=["body"])
    _tell(row, "accepted", by, at, granted, decision)


def _tell(row: Project, verb: str, by: Person, at: datetime, granted: Mandate | None, decision: str = "") -> None:
    about = (f"person:{row.owner_id}", f"person:{row.proposed_by_id}", *([decision] if decision else []))
    note(verb, row, by=by, at=at, granted=granted, about=about, data={"decision": decision} if decision else None)


def _decide(project: Project, state: str, by: Person, at: datetime) -> None:
    project.state, project.decided_by, project.decided_at = state, by, at
    project.save(update_fields=["state", "decided_by", "decided_at", "outcome"])
