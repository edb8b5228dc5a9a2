"""Proposed projects as something that a body decides on (B8): a yes starts one, or does not start it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.errors import PolderError
from polder.features.projects import operations, queries
from polder.features.projects.models import Project
from polder.features.projects.operations import deciding
from polder.governance import decidable
from polder.governance.decidable import Named, Outcome, Ruling, Verb
from polder.ground.organisation.models import Person

_VERBS = {
    "accept": Verb(
        choice=gettext_lazy("Starts"),
        yes=gettext_lazy("The project “%(thing)s” starts, and its team is made"),
        unseen=gettext_lazy("A project that is not for you starts"),
        was=gettext_lazy("proposed"),
        now=gettext_lazy("started"),
    ),
    "decline": Verb(
        choice=gettext_lazy("Does not start"),
        yes=gettext_lazy("The project “%(thing)s” is not started"),
        unseen=gettext_lazy("A project that is not for you is not started"),
        was=gettext_lazy("proposed"),
        now=gettext_lazy("not started"),
    ),
}


def register() -> None:
    """Called once, in `ready()`."""
    decidable.register(
        "project",
        decidable.Kind(
            label=gettext_lazy("A project it decides on"), unseen=gettext_lazy("A project that is not for you"), verbs=_VERBS,
            offered=_offered, named=_named, as_now=_as_now, misfit=_misfit, carry_out=_carry_out,
        ),
    )  # fmt: skip


def _offered(person: Person, at: datetime) -> Iterator[tuple[int, str]]:
    """The newest first. One query."""
    waiting = queries.projects_visible_to(person, at).filter(state=Project.State.PROPOSED)
    yield from waiting.order_by("-proposed_at", "-pk").values_list("pk", "name")[: queries.MOST]


def _named(numbers: Collection[int], person: Person, at: datetime) -> Mapping[int, Named]:
    """One query."""
    found = queries.projects_visible_to(person, at).in_bulk(numbers)
    return {number: Named(row.name, row.get_absolute_url()) for number, row in found.items()}


def _as_now(number: int) -> tuple[str, str, tuple[str, ...]] | None:
    """Four queries."""
    row = Project.objects.select_related("aspect").filter(pk=number).first()
    if row is None:
        return None
    touched = row.touches.order_by("aspect__key").values_list("aspect__key", flat=True).distinct()
    return row.aspect.key, deciding.as_read(row), tuple(touched)


def _misfit(outcome: Outcome, at: datetime) -> str:
    """Four queries."""
    row = Project.objects.filter(pk=outcome.number).first()
    if row is None:
        return _("This project is not there any more.")
    try:
        deciding.refuse_unfit(row, outcome.seen)
        if outcome.verb == "accept":
            deciding.refuse_unready(row, at)
    except PolderError as why:
        return str(why)
    return ""


def _carry_out(outcome: Outcome, ruling: Ruling) -> None:
    """Raises as the operations."""
    act = operations.accept_as_decided if outcome.verb == "accept" else operations.decline_as_decided
    act(Project(pk=outcome.number), ruling=ruling, seen=outcome.seen)
