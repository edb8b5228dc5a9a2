"""Reading pages."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from polder.capabilities.publishing.blocks import headings_of, minutes_to_read
from polder.features.pages import queries
from polder.features.pages.models import ContentPage
from polder.governance import mandate, panels
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/pages/`: where everything that is written down begins."""
    person, at = asker_of(request), timezone.now()
    found = queries.sections(person, at)
    return render(request, "pages/index.html", {"nav_key": "pages", "sections": found})


@require_GET
def page(request: HttpRequest, path: str) -> HttpResponse:
    """`/pages/leave/parental/`: one page, for whom it is for."""
    person, at = asker_of(request), timezone.now()
    found = queries.at_path(path, person, at)
    if found is None:
        raise Http404
    return render(request, "pages/page.html", shown(found, person, at))


def shown(found: ContentPage, person: Person, moment: datetime) -> dict[str, object]:
    """What the template of a page takes."""
    aspect = found.aspect
    assert aspect is not None  # noqa: S101  # only the tree's root and the front page have none, and neither is a content page
    return {
        "nav_key": "pages",
        "page": found,
        "crumbs": queries.above(found, person, moment),
        "below": queries.below(found, person, moment),
        "translations": queries.translations(found, person, moment),
        "headings": headings_of(found.body),
        "minutes": minutes_to_read(found.readable_text()),
        "decides": panels.decides(aspect, moment),
        "may_edit": mandate.may(person, "edit", aspect, at=moment).allowed,
    }
