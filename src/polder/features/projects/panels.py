"""Projects on the pages of bodies, aspects and people."""

from datetime import datetime
from typing import Any, cast

from django.db.models import Model

from polder.capabilities.spaces import panels as spaces
from polder.capabilities.spaces.models import Space
from polder.features.projects import queries
from polder.features.projects.models import Project
from polder.features.projects.models.register import LIVE
from polder.governance.models import Aspect
from polder.ground.organisation import panels
from polder.ground.organisation.models import Body, Person

SHOWN = 8


def register() -> None:
    """Called once, in `ready()`."""
    panels.register("body_aside", panels.Panel("project", "projects/_of_body.html", of_body, order=5))
    panels.register("aspect", panels.Panel("projects", "projects/_list_panel.html", of_aspect, order=60))
    panels.register("person_aside", panels.Panel("projects", "projects/_list_panel.html", of_person, order=60))
    spaces.register(spaces.Panel("project", "head", "projects/_of_space.html", of_space, order=10))
    panels.register("leaving", panels.Panel("projects", "projects/_list_panel.html", owned_by, order=60))


def of_body(thing: Model, asker: Person, at: datetime) -> dict[str, Any] | None:
    """The project whose team it is. Two queries."""
    rows = queries.projects_visible_to(asker, at).filter(body=cast(Body, thing)).select_related("owner", "aspect")
    project = rows.first()
    return None if project is None else {"project": project}


def of_space(space: Space, asker: Person, at: datetime) -> dict[str, Any] | None:
    """How the project stands whose team works there. Three queries."""
    if space.party.body_id is None:
        return None
    rows = queries.projects_visible_to(asker, at).filter(body=space.party.body_id).select_related("owner", "aspect")
    project = rows.first()
    return None if project is None else {"project": project, "report": project.reports.select_related("by").first()}


def of_aspect(thing: Model, asker: Person, at: datetime) -> dict[str, Any] | None:
    """What counts at or below it. Three queries."""
    aspect = cast(Aspect, thing)
    return _listed(list(queries.found(asker, at, state="live", aspect=aspect)[: SHOWN + 1]), f"?aspect={aspect.key}")


def of_person(thing: Model, asker: Person, at: datetime) -> dict[str, Any] | None:
    """What they are in, as far as the asker may see it. Two queries."""
    teams = queries.teams_of(cast(Person, thing), at).values("pk")
    seen = queries.projects_visible_to(asker, at).filter(pk__in=teams).select_related("aspect", "owner")
    return _listed(list(seen.order_by("begins", "pk")[: SHOWN + 1]), "")


def owned_by(thing: Model, asker: Person, at: datetime) -> dict[str, Any] | None:
    """Before somebody leaves: what would be without an owner. Two queries."""
    mine = queries.projects_visible_to(asker, at).filter(owner=cast(Person, thing), state__in=LIVE)
    return _listed(list(mine.select_related("aspect", "owner")[: SHOWN + 1]), "", leaving=True)


def _listed(rows: list[Project], query: str, *, leaving: bool = False) -> dict[str, Any] | None:
    if not rows:
        return None
    return {"rows": rows[:SHOWN], "more": len(rows) > SHOWN, "query": query, "leaving": leaving}
