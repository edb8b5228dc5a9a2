"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse


def aspect_edit(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    raise Http404


def aspect_new(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    raise Http404
