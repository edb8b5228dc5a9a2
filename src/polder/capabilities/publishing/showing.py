"""What stands around the text of every published thing: where it is, who decides, who keeps it right."""

from datetime import datetime
from typing import Any

from polder.capabilities.publishing import queries
from polder.capabilities.publishing.models import Page
from polder.governance import mandate, panels
from polder.ground.organisation.models import Person


def around(page: Page, person: Person, at: datetime) -> dict[str, Any]:
    """Context for a page with an aspect. About thirty queries, whatever the size of the organisation."""
    aspect = page.aspect
    if aspect is None:
        raise ValueError(f"{page} has no aspect, so nobody decides about it and nothing can be said around it.")
    return {
        "crumbs": queries.above(page, person, at),
        "below": queries.below(page, person, at),
        "translations": queries.translations(page, person, at),
        "decides": panels.decides(aspect, at),
        "may_edit": mandate.may(person, "edit", aspect, at=at).allowed,
    }
