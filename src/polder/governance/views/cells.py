"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse


def cell(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    raise Http404
