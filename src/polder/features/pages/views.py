"""Where reading begins. A page itself is shown by its model (`ContentPage.get_context`)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from polder.capabilities.publishing import queries, tree
from polder.ground.organisation.views.acting import asker_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/pages/`: the sections of everything that is written down, as far as it is for who asks."""
    found = queries.below(tree.part("pages"), asker_of(request), timezone.now())
    sections = [section.specific for section in found]
    return render(request, "pages/index.html", {"nav_key": "pages", "sections": sections})
