"""Where reading begins. A page itself is shown by its model (`ContentPage.get_context`)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from polder.capabilities.publishing import designing, queries, tree
from polder.capabilities.publishing.queries import visit_of
from polder.capabilities.publishing.writers import writes_anywhere
from polder.features.pages.models import ContentPage


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/pages/`: the sections of everything that is written down, as far as it is for who asks."""
    part = tree.part("pages")
    visit = visit_of(request)
    found = [section.pk for section in queries.below(part, visit, get_language() or "en")]
    by_number = ContentPage.objects.in_bulk(found)
    sections = [by_number[number] for number in found if number in by_number]
    writes = writes_anywhere(visit.person, visit.at)
    arranges = designing.may_design(visit.person, part, visit.at)
    context = {
        "nav_key": "pages",
        "sections": sections,
        "part": part if writes else None,
        "ordered": part if arranges else None,
    }
    return render(request, "pages/index.html", context)
