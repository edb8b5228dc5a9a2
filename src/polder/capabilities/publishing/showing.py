"""What stands around the text of every published thing: where it is, who decides, who keeps it right."""

from datetime import datetime
from typing import Any

from polder.capabilities.publishing import audiences, preview, queries, readings, reviewing
from polder.capabilities.publishing.models import Duty, Page
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
        "duty": _duty(page, person, at),
        "is_stale": reviewing.is_stale(page, readings.calendar().today(at)),
        "versions": page.publications.select_related("by").order_by("-at", "-pk")[:3],
        "change": preview.route_open(page),
        "may_edit": mandate.may(person, "edit", aspect, at=at).allowed,
    }


def _duty(page: Page, person: Person, at: datetime) -> Duty | None:
    """The must-read that the person has not confirmed yet."""
    duty = Duty.objects.filter(audiences.within_audience(person, at), page=page).first()
    if duty is None or duty.acknowledgements.filter(person=person, asked=duty.asked).exists():
        return None
    return duty
