"""What a project began as: the form opens filled in with it, and it is told what comes of the project."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from polder.features.projects import queries
from polder.features.projects.models import Project
from polder.governance import becoming
from polder.governance.becoming import Begun, Door, Made, Turn, Way
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to
from polder.ground.organisation.models import Person

_WORDS: Final[Mapping[Turn | Begun, str | Promise]] = {
    "begun": _("A project is proposed for it"),
    "accepted": _("The project for it is accepted"),
    "declined": _("The project for it does not go on"),
    "joined": _("It goes on in another project"),
    "done": _("The project for it is closed"),
}


def register() -> None:
    """Called once, in `ready()`."""
    becoming.register_way("project", Way(doors=_doors, find=_find, words=_WORDS))


def _doors(aspect: Aspect, person: Person, at: datetime) -> list[Door]:
    if person.kind == Person.Kind.GUEST:
        return []
    return [Door(_("Propose a project for it"), reverse("projects:new"))]


def _find(numbers: Collection[int], person: Person, at: datetime) -> Mapping[int, Made]:
    """Two queries."""
    rows = queries.projects_visible_to(person, at).in_bulk(list(numbers))
    return {number: Made(row.name, row.get_absolute_url()) for number, row in rows.items()}


@reacts_to("project.accepted")
def it_goes_on(event: Event) -> None:
    """What it began as is told so; a restricted project begins as nothing that others see."""
    becoming.turned(event.thing, "accepted", event.at)


@reacts_to("project.declined", "project.withdrawn")
def it_does_not_go_on(event: Event) -> None:
    """What it began as is told so."""
    becoming.turned(event.thing, "declined", event.at)


@reacts_to("project.ended")
def it_is_done(event: Event) -> None:
    """What it began as is told so."""
    becoming.turned(event.thing, "done", event.at)


@reacts_to("project.merged")
def it_goes_on_in_another(event: Event) -> None:
    """From then on the other tells."""
    other = Project.objects.filter(merged__pk=event.thing.partition(":")[2]).first()
    if other is not None:
        becoming.goes_on(event.thing, other.ref, event.at)
