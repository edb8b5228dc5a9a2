"""What a project would leave behind: what its space holds, open risks, the letters of its team, what is only for it."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polder.base.glyphs import facet_name
from polder.capabilities.spaces import holdings
from polder.capabilities.spaces.holdings import Held
from polder.capabilities.spaces.models import Space
from polder.features.projects.models import Project, Risk
from polder.governance.models import Assignment
from polder.ground.organisation import ending
from polder.ground.organisation.models import Party, Person


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter of the team. `needed`: it does the work or answers there, and nobody else has that letter on the spot."""

    assignment: Assignment
    needed: bool


@dataclass(frozen=True, slots=True)
class Left:
    """`held` goes to one receiver, each of `letters` to one of its own. `milestones` not reached end with the project.
    `named`: what the party of the team leaves: actions, meetings, pages."""

    space: Space | None
    held: list[Held]
    letters: list[Letter]
    milestones: int
    named: list[ending.Left]


def of(project: Project, asker: Person, at: datetime) -> Left:
    """Ten queries at most, whatever the number of things; and those of the keepers of spaces and of who tells of parties."""
    party = Q(party__body=project.body_id) if project.body_id else Q(pk__in=[])
    space = Space.objects.filter(party).select_related("aspect", "party__body").first()
    held = list(holdings.held(space, at)) if space is not None else _without_space(project)
    later = Q(valid_until=None) | Q(valid_until__gt=at)
    rows = list(
        Assignment.objects.filter(party, later).select_related("aspect", "party").order_by("aspect__name", "pk")
    )
    milestones = project.milestones.filter(reached_on=None).count()
    team = Party.objects.select_related("body").filter(body=project.body_id).first() if project.body_id else None
    named = [] if team is None else ending.left_by(team, asker, at)
    return Left(space, held, _letters(rows, at), milestones, named)


def words_of(letter: Letter) -> str:
    """ "R on “Search” (content)"."""
    found = letter.assignment
    words = {"letter": found.letter, "aspect": found.aspect.name, "facet": facet_name(found.facet)}
    if found.facet == "*":
        return _("%(letter)s on “%(aspect)s”") % words
    return _("%(letter)s on “%(aspect)s” (%(facet)s)") % words


def risks_in(space: Space) -> QuerySet[Risk]:
    """Open risks of the project whose team has the space."""
    return Risk.objects.filter(project__body=space.party.body_id, project__body__isnull=False, closed_at=None)


def risks_held(space: Space, _at: datetime) -> Held | None:
    """As a keeper of spaces. One query."""
    return _risks(risks_in(space).count())


def _without_space(project: Project) -> list[Held]:
    held = _risks(project.risks.filter(closed_at=None).count())
    return [] if held is None else [held]


def _risks(count: int) -> Held | None:
    words = ngettext("%(n)d open risk", "%(n)d open risks", count) % {"n": count}
    return Held(words, count) if count else None


def _letters(rows: list[Assignment], at: datetime) -> list[Letter]:
    """One query."""
    aspects = {row.aspect_id for row in rows}
    later = Q(valid_until=None) | Q(valid_until__gt=at)
    others = set(
        Assignment.objects.filter(later, aspect__in=aspects, letter__in="RA")
        .exclude(pk__in=[row.pk for row in rows])
        .values_list("aspect", "letter")
    )
    return [Letter(row, row.letter in "RA" and (row.aspect_id, row.letter) not in others) for row in rows]
