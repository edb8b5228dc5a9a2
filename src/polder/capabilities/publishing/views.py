"""One address for every published thing: found by its path, trimmed by audience, shown by its own kind."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from polder.capabilities.publishing import queries
from polder.ground.organisation.views.acting import asker_of


@require_GET
def page(request: HttpRequest, path: str) -> HttpResponse:
    """`/pages/leave/parental/`: the page there, when it is for who asks; else there is none."""
    found = queries.at_path(path, asker_of(request), timezone.now())
    if found is None:
        raise Http404
    answer: HttpResponse = found.serve(request)
    return answer
