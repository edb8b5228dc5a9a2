"""How a project stands, told by its owner and its core: three lines, milestones, risks."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from polder.features.projects import queries
from polder.features.projects.errors import Invalid, NotFound, WrongState
from polder.features.projects.models import Milestone, Project, Report, Risk
from polder.features.projects.models.register import UNDER_WAY
from polder.features.projects.operations.common import locked, note, one_line, require_lead, today
from polder.features.projects.operations.proposing import refuse_over
from polder.governance.mandate import Mandate
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import registration

MOST = 200  # milestones, and risks, of one project


def report(project: Project, *, done: str, next: str, blocked: str = "", by: Person, at: datetime) -> Report:  # noqa: A002
    """Three lines. Raises NotAssigned, WrongState while it is not under way, Invalid."""
    with acts.act():
        row, granted = _worked_on(project, by, at)
        if row.state not in UNDER_WAY:
            raise WrongState(_("Status is told of a project that is under way."))
        made = Report.objects.create(
            project=row, by=by, at=at,
            done=one_line(done, 500, _("Say what was done."), "done"),
            next=one_line(next, 500, _("Say what comes next."), "next"),
            blocked=one_line(blocked, 500, "", "blocked") if blocked.strip() else "",
        )  # fmt: skip
        note("reported", row, by=by, at=at, granted=granted, data={"blocked": bool(made.blocked)})
    return made


def set_milestone(project: Project, *, title: str, due: date, by: Person, at: datetime) -> Milestone:
    """Something that is there by a day within the project. Raises NotAssigned, WrongState, Invalid."""
    with acts.act():
        row, granted = _worked_on(project, by, at)
        _refuse_outside(row, due)
        if row.milestones.count() >= MOST:
            raise Invalid(_("A project has at most %(most)d milestones.") % {"most": MOST})
        made = Milestone.objects.create(
            project=row, title=one_line(title, 200, _("Give the milestone a name."), "title"), due=due
        )
        note("milestone_set", row, by=by, at=at, granted=granted, data={"due": due.isoformat()})
    return made


def move_milestone(milestone: Milestone, due: date, *, by: Person, at: datetime) -> Milestone:
    """To another day. Raises NotFound, NotAssigned, WrongState when it is reached, Invalid."""
    with acts.act():
        row, granted = _worked_on(milestone.project, by, at)
        found = _open_milestone(milestone)
        _refuse_outside(row, due)
        if found.due == due:
            return found
        was, found.due, found.sequence = found.due, due, found.sequence + 1
        found.save(update_fields=["due", "sequence"])
        note(
            "milestone_moved", row, by=by, at=at, granted=granted, data={"was": was.isoformat(), "due": due.isoformat()}
        )
    return found


def reach_milestone(milestone: Milestone, *, by: Person, at: datetime) -> Milestone:
    """It is there. Raises NotFound, NotAssigned, WrongState."""
    with acts.act():
        row, granted = _worked_on(milestone.project, by, at)
        found = _open_milestone(milestone)
        found.reached_on, found.reached_by = today(at), by
        found.save(update_fields=["reached_on", "reached_by"])
        note("milestone_reached", row, by=by, at=at, granted=granted, data={"due": found.due.isoformat()})
    return found


def note_risk(
    project: Project, *, title: str, chance: int, effect: int, owner: Person, measure: str, by: Person, at: datetime
) -> Risk:
    """What may go wrong, with an owner who is in the project. Raises NotAssigned, WrongState, Invalid."""
    with acts.act():
        row, granted = _worked_on(project, by, at)
        if not (1 <= chance <= 5 and 1 <= effect <= 5):
            raise Invalid(_("Chance and effect lie between 1 and 5."), field="chance")
        if not owner.counts(at) or not row.places.filter(person=owner, left_at=None).exists():
            raise Invalid(_("%(name)s is not in this project.") % {"name": owner.name}, field="owner")
        if row.risks.filter(closed_at=None).count() >= MOST:
            raise Invalid(_("A project has at most %(most)d risks.") % {"most": MOST})
        made = Risk.objects.create(
            project=row, title=one_line(title, 200, _("Say what may go wrong."), "title"), chance=chance, effect=effect,
            owner=owner, measure=one_line(measure, 500, _("Say what is done about it."), "measure"), noted_at=at,
        )  # fmt: skip
        note(
            "risk_noted", row, by=by, at=at, granted=granted, about=(f"person:{owner.pk}",),
            data={"chance": chance, "effect": effect},
        )  # fmt: skip
    return made


def close_risk(risk: Risk, *, by: Person, at: datetime) -> None:
    """It is no risk any more. Raises NotFound, NotAssigned, WrongState."""
    with acts.act():
        row, granted = _worked_on(risk.project, by, at)
        if not Risk.objects.filter(pk=risk.pk, closed_at=None).update(closed_at=at):
            raise WrongState(_("This risk is closed already."))
        note("risk_closed", row, by=by, at=at, granted=granted)


def _worked_on(project: Project, by: Person, at: datetime) -> tuple[Project, Mandate | None]:
    """By who works in its core (None), else as `require_lead`. Raises Inactive, NotAssigned, WrongState."""
    row = locked(project)
    refuse_over(row)
    if queries.works(row, registration.present(by, at), at):
        return row, None
    return row, require_lead(row, by, at)


def _open_milestone(milestone: Milestone) -> Milestone:
    found = Milestone.objects.select_for_update(of=("self",)).filter(pk=milestone.pk).first()
    if found is None:
        raise NotFound(_("This milestone is not there any more."))
    if found.reached_on is not None:
        raise WrongState(_("This milestone is reached already."))
    return found


def _refuse_outside(project: Project, due: date) -> None:
    if not project.begins <= due <= project.ends:
        raise Invalid(_("Choose a day between the first and the last of the project."), field="due")
