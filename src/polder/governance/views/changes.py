"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse


def change_sets(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    raise Http404


def change_set(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    raise Http404
