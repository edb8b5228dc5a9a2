"""What stands beside a text while somebody writes it: its route with names and clocks, and whether it is good enough."""

from datetime import datetime
from typing import Any

from polder.capabilities.publishing import preview, readiness
from polder.capabilities.publishing.models import Page
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


def beside(page: Page, draft: Page, by: Person, at: datetime) -> dict[str, Any]:
    """For the editor of `page`, of which `draft` is the newest version. About forty queries."""
    change = preview.route_open(page)
    return {
        "way": preview.way(page, change, at, writing=by),
        "change": change,
        "readiness": readiness.of(draft),
        "at": at,
    }


def before(aspect: Aspect | None, by: Person, at: datetime) -> dict[str, Any]:
    """For a page that is not there yet; no way to show while nobody has said what it is about."""
    way = None if aspect is None else preview.way(Page(aspect=aspect), None, at, writing=by)
    return {"way": way, "change": None, "at": at}
