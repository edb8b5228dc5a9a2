"""Milestones, and first and last days of projects, in the calendar of the year (B12)."""

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.calendars import sources
from polder.capabilities.calendars.sources import Entry, Source
from polder.features.projects import queries
from polder.features.projects.models import Milestone, Place, Project
from polder.ground.organisation.models import Person

MOST = 500


def register() -> None:
    """Called once, in `ready()`."""
    sources.register("projects", Source(label=gettext_lazy("Projects"), entries=_entries))


def _entries(person: Person, begin: datetime, end: datetime, at: datetime) -> Iterator[Entry]:
    """Of projects that the person is in or owns. Two queries."""
    first, last = timezone.localdate(begin), timezone.localdate(end)
    inside = Place.objects.filter(person=person, left_at=None).values("project")
    mine = queries.projects_visible_to(person, at).exclude(state=Project.State.DROPPED)
    mine = mine.filter(pk__in=inside) | mine.filter(owner=person)
    rows = Milestone.objects.filter(project__in=mine.values("pk"), due__gte=first, due__lt=last)
    for milestone in rows.select_related("project__body").order_by("due", "pk")[:MOST]:
        project = milestone.project
        yield Entry(
            uid=f"milestone-{milestone.pk}", begins=milestone.due, title=milestone.title, detail=project.name,
            address=project.get_absolute_url(), body=project.body.key if project.body else "", sequence=milestone.sequence,
        )  # fmt: skip
    for project in mine.filter(ends__gte=first, ends__lt=last).select_related("body").distinct()[:MOST]:
        yield Entry(
            uid=f"project-end-{project.pk}", begins=project.ends, title=_("Last day of %(project)s") % {"project": project.name},
            address=project.get_absolute_url(), body=project.body.key if project.body else "",
        )  # fmt: skip
