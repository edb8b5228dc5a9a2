"""Being written."""

from django.http import Http404, HttpRequest, HttpResponse


def import_file(request: HttpRequest, **_kwargs: object) -> HttpResponse:
    raise Http404
