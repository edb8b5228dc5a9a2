"""Projects that serve a goal. A restricted one serves none that everybody sees."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy

from polder.features.projects import queries
from polder.governance import serving
from polder.governance.models import Aspect
from polder.governance.serving import Provider, Served
from polder.ground.organisation.models import Person


def register() -> None:
    """Called once, in `ready()`."""
    serving.register("project", Provider(gettext_lazy("Projects"), find=_find, suggest=_suggest))


def _find(numbers: Collection[int], person: Person, at: datetime) -> Mapping[int, Served]:
    """Two queries."""
    rows = queries.projects_visible_to(person, at).filter(pk__in=numbers, restricted=False).order_by("begins", "pk")
    return {row.pk: Served(row.name, row.get_absolute_url(), row.get_state_display()) for row in rows}


def _suggest(aspect: Aspect, person: Person, at: datetime) -> Sequence[tuple[int, str]]:
    """Those that count and touch the aspect or one below it. Two queries."""
    rows = queries.found(person, at, state="live", aspect=aspect).filter(restricted=False)
    return list(rows.values_list("pk", "name")[: serving.SUGGESTED])
