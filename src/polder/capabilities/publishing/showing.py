"""What stands around the text of every published thing: where it is, who decides, who keeps it right."""

from typing import Any

from django.http import HttpRequest

from polder.base.time import local_day
from polder.capabilities.publishing import choosing, links, preview, queries, readings, reviewing, tagging, translations
from polder.capabilities.publishing.models import Duty, Page
from polder.capabilities.publishing.queries import visit_of
from polder.governance import panels
from polder.governance.facts import Facet
from polder.governance.resolution import answer
from polder.governance.store import zone
from polder.ground.organisation.models import Person


def around(page: Page, request: HttpRequest) -> dict[str, Any]:
    """Context for a page with an aspect. Two queries for readers while the matrix stays as it is, two more for writers."""
    aspect = page.aspect
    if aspect is None:
        raise ValueError(f"{page} has no aspect, so nobody decides about it and nothing can be said around it.")
    visit = visit_of(request)
    links.look_up(page, request)
    person, at = visit.person, visit.at
    reading = readings.around(aspect)
    previewed = bool(getattr(request, "is_preview", False))  # something to look at, in which nothing can be done

    def may(power: str, facet: Facet = "content") -> bool:
        return not previewed and answer(reading, person.key, power, aspect.key, facet, at).allowed

    may_edit = may("edit")
    place = queries.around(page, visit)
    return {
        "crumbs": place.crumbs,
        "below": place.below,
        "tags": tagging.tags_of(page),
        "translations": place.translations,
        "newer": translations.source_if_behind(page, place.translations),
        "decides": panels.decides(aspect, at, reading=reading),
        "duty": _duty(page, person) if getattr(page, "must_read", True) and not previewed else None,
        "is_stale": reviewing.is_stale(page, local_day(at, zone(reading.facts))),
        "versions": page.publications.select_related("by").order_by("-at", "-pk")[:3] if may_edit else (),
        "change": preview.route_open(page) if may_edit else None,
        "may_edit": may_edit,
        "may_keep": may("publish"),
        "may_design": may("edit", "design"),
        "previewed": previewed,
        "at": at,
        "back": page.url,
        **(choosing.context(page, person, at) if may_edit else {}),
    }


def _duty(page: Page, person: Person) -> Duty | None:
    """The must-read that the person, who is in its audience, has not confirmed yet."""
    duty = Duty.objects.filter(page=page).first()
    if duty is None or duty.acknowledgements.filter(person=person, asked=duty.asked).exists():
        return None
    return duty
