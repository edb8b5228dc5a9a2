"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse


def found(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    raise Http404
