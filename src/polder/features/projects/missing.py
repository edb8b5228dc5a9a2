"""What projects lack (section 8): a voice while they are set up, an owner who is here. A running team's voices are found
by its body.

One finding for an aspect, however many projects; restricted ones are told in inboxes alone, for everybody reads findings.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Final

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.features.projects import queries
from polder.features.projects.models import Project
from polder.features.projects.models.register import LIVE
from polder.governance import finding_words, findings
from polder.governance.facts import AspectKey
from polder.governance.finding_rules import Found
from polder.governance.finding_words import Remedy, Told
from polder.governance.resolution import Reading
from polder.ground.organisation.models import Person
from polder.ground.organisation.models.people import active_at

MOST: Final = 500


def register() -> None:
    """Called once, in `ready()`."""
    findings.register("projects", found)
    finding_words.register(
        "project_voice",
        Told(
            gettext_lazy("A voice is missing in a project"),
            gettext_lazy("Its aspects ask for it; it is easier to bring in now than when the work is done."),
            lambda reading, each: _("%(projects)s: a voice is missing while it is set up") % {"projects": each.detail},
            _look,
        ),
    )
    finding_words.register(
        "project_without_owner",
        Told(
            gettext_lazy("A project without an owner"), gettext_lazy("Nobody leads it. Appoint an owner, or close it."),
            lambda reading, each: _("%(projects)s: its owner has left") % {"projects": each.detail},
            _look,
        ),
    )  # fmt: skip


def found(reading: Reading, at: datetime) -> Iterator[Found]:
    """Under the aspect that governs. One query, four more while projects are being set up."""
    here = Person.objects.filter(active_at(at)).values("pk")
    proposed = Project.State.PROPOSED
    rows = Project.objects.filter(Q(state=proposed) | ~Q(owner__in=here), state__in=LIVE, restricted=False)
    looked_at = list(rows.select_related("aspect", "owner").order_by("name", "pk")[:MOST])
    missing = queries.missing_voices([row for row in looked_at if row.state == proposed])
    lacking: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for row in looked_at:
        if row.pk in missing:
            lacking["project_voice", row.aspect.key].append(f"{row.name} ({', '.join(missing[row.pk])})")
        if not row.owner.counts(at):
            lacking["project_without_owner", row.aspect.key].append(row.name)
    for (code, key), names in lacking.items():
        if key in reading.facts.aspects:
            severity = "high" if code == "project_without_owner" else "medium"
            yield Found(code, severity, AspectKey(key), "*", detail="; ".join(names))  # type: ignore[arg-type]  # one of the four


def _look(_reading: Reading, each: Found) -> Remedy:
    return Remedy(_("Look at the projects"), f"{reverse('projects:index')}?aspect={each.aspect}")
