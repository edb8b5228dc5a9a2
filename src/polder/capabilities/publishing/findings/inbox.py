"""What the R's have to mend, one row for each page; the worst first, and after so many one row for all the rest."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polder.base import navigation
from polder.capabilities.notifications import tasks
from polder.capabilities.notifications.tasks import Task
from polder.capabilities.publishing import writers
from polder.capabilities.publishing.findings import queries
from polder.ground.organisation import panels
from polder.ground.organisation.models import Person
from polder.ground.organisation.panels import Panel

KIND: Final = "mend_page"
SHOWN: Final = 100
_REST: Final = "quality:rest"
_WORTH_A_TASK: Final = ("bad", "warn")  # a note waits until somebody looks at the screen
_SEVERITY: Final = {"bad": "high", "warn": "medium"}


def register() -> None:
    """Called once, in `ready()`."""
    from polder.capabilities.publishing.views import quality  # needs all apps

    navigation.registry.register(
        navigation.Entry(
            "quality",
            gettext_lazy("Quality"),
            "badge-check",
            "publishing:quality",
            navigation.GOVERNANCE,
            25,
            visible=writers.known_to_write,
        )
    )
    panels.register("aspect", Panel("quality", "publishing/_of_aspect.html", quality.of_aspect))
    tasks.register(
        "quality",
        tasks.Source(kinds={KIND: gettext_lazy("To mend")}, for_person=for_person, panel=panel),
    )


def for_person(person: Person, at: datetime) -> Iterator[Task]:
    """At most ten queries, whatever the number of pages."""
    findings = queries.open_at(at).filter(queries.of_responsible(person, at), weight__in=_WORTH_A_TASK)
    rows = list(queries.by_page(findings)[: SHOWN + 1])
    if not rows:
        return
    since = {row["page"]: row["since"] for row in rows[:SHOWN]}
    for each in queries.listed(findings, list(since), at):
        yield Task(
            kind=KIND,
            thing=f"page:{each.page.pk}",
            title=each.page.title,
            language=each.page.locale.language_code,
            detail=each.in_short,
            address=_editor(each),
            verb=_("Mend"),
            severity=_SEVERITY[each.first.remark.weight],
            since=since[each.page.pk],
        )
    if len(rows) > SHOWN:
        rest = queries.by_page(findings).count() - SHOWN
        said = ngettext("%(n)s more page to mend", "%(n)s more pages to mend", rest) % {"n": rest}
        yield Task(KIND, _REST, said, "", reverse("publishing:quality"), _("Look"), severity="medium")


def panel(request: HttpRequest, task: Task, at: datetime) -> str:
    """All that was found in one page."""
    number = task.thing.partition(":")[2]
    if task.thing == _REST or not number.isdecimal():
        return ""
    shown = queries.listed(queries.open_at(at), [int(number)], at)
    return render_to_string("publishing/_to_mend.html", {"each": shown[0]}, request) if shown else ""


def _editor(each: queries.OfPage) -> str:
    return reverse("wagtailadmin_pages:edit", args=[each.page.pk]) + each.first.remark.anchor
