"""What each act in a project begins and ends with."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.base import likeness
from polder.base.time import local_day, midnight
from polder.capabilities.publishing import readings
from polder.features.projects import queries
from polder.features.projects.errors import Invalid, NotAssigned, NotFound
from polder.features.projects.models import GoalWord, Project
from polder.governance import mandate
from polder.governance.mandate import Mandate
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person, Seat
from polder.ground.organisation.operations import registration

LONGEST_GOAL = 5_000


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody for the roster: for a function, in a ring, for a share of their week in percent."""

    person: Person
    function: str
    kind: str = Seat.Kind.MEMBER
    ring: str = Seat.Ring.CORE
    share: int = 20


def locked(project: Project) -> Project:
    """The project as it is now, until the act ends. Raises NotFound."""
    rows = Project.objects.select_for_update(of=("self",)).select_related("aspect", "owner", "body", "proposed_by")
    found = rows.filter(pk=project.pk).first()
    if found is None:
        raise NotFound(_("This project is not there any more."))
    return found


def require_lead(project: Project, by: Person, at: datetime) -> Mandate | None:
    """The owner needs no mandate (None); else by the mandate to publish under its aspect. Raises Inactive, NotAssigned."""
    now = registration.present(by, at)
    if project.owner_id == now.pk:
        return None
    if not queries.leads(project, now, at):
        raise NotAssigned(
            _("This is for %(owner)s, who owns the project, and for who answers for “%(aspect)s”.")
            % {"owner": project.owner.name, "aspect": project.aspect.name}
        )
    return mandate.require(now, "publish", project.aspect, at=at)


def note(
    verb: str,
    project: Project,
    *,
    by: Person | None,
    at: datetime,
    granted: Mandate | None = None,
    data: Mapping[str, Any] | None = None,
    about: tuple[str, ...] = (),
) -> None:
    """One event. That of a restricted project is told only to the people in it."""
    noun = "restricted_project" if project.restricted else "project"
    subjects = about if project.body_id is None or project.restricted else (f"body:{project.body_id}", *about)
    acts.record(
        f"{noun}.{verb}", thing=project.ref, by=None if by is None else by.pk, at=at, aspect=project.aspect_id,
        mandate=granted, acting_for=None if granted is None else granted["for"], data=data, about=subjects,
    )  # fmt: skip


def remember_words(project: Project) -> None:
    """The stems of name and goal, for the nearness of goals."""
    found = list(likeness.words_of(f"{project.name} {project.goal}"))
    GoalWord.objects.filter(project=project).delete()
    GoalWord.objects.bulk_create([GoalWord(project=project, stem=stem) for stem in found])
    project.stems = len(found)
    project.save(update_fields=["stems"])


def one_line(text: str, most: int, sentence: str, field: str) -> str:
    """Without control characters and needless space. Raises Invalid when nothing is left, or too much."""
    line = " ".join(text.replace("\x00", "").split())
    if not line:
        raise Invalid(sentence, field=field)
    if len(line) > most:
        raise Invalid(
            _("At most %(most)d characters, this has %(length)d.") % {"most": most, "length": len(line)}, field=field
        )
    return line


def some_text(text: str, most: int, sentence: str, field: str) -> str:
    """Lines stay lines. Raises Invalid as `one_line`."""
    said = text.replace("\x00", "").strip()
    if not said:
        raise Invalid(sentence, field=field)
    if len(said) > most:
        raise Invalid(
            _("At most %(most)d characters, this has %(length)d.") % {"most": most, "length": len(said)}, field=field
        )
    return said


def today(at: datetime) -> date:
    """The day in the organisation's zone."""
    return local_day(at, readings.calendar().zone)


def ends_at(last: date) -> datetime:
    """The moment after a last day."""
    return midnight(date.fromordinal(last.toordinal() + 1), readings.calendar().zone)
