"""NUL, which no text has and PostgreSQL keeps in no column, never comes further than this: from addresses and forms.
Nor do numbers of things that are larger than any.

It comes with what is pasted from elsewhere, and from who tries what breaks. What was written is kept without it.
"""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict

_NUL: Final = "\x00"
_LARGEST: Final = 2**63 - 1  # that a database keeps as a number


class PlainText:
    """An address with NUL is none; in what is asked or sent with it, it is left out. Stands behind the check of CSRF."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.META.get("QUERY_STRING", "")
        if "%00" in asked or _NUL in asked:
            request.GET = without_nul(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: Mapping[str, object]) -> None:
        """Raises `Http404`."""
        too_large = any(isinstance(number, int) and number > _LARGEST for number in kwargs.values())
        if too_large or _NUL in request.path_info:
            raise Http404
        # Forms were read to check them (CSRF) already; views that are not checked read the body themselves.
        if request.method == "POST" and not getattr(view, "csrf_exempt", False):
            sent = request.POST
            if any(_NUL in text for name, some in sent.lists() for text in (name, *some)):
                request.POST = without_nul(sent)  # type: ignore[assignment]


def without_nul(given: QueryDict) -> QueryDict:
    """The same, as nobody can tell who reads it, without NUL in names and values."""
    clean = QueryDict(mutable=True, encoding=given.encoding)
    for name, some in given.lists():
        for text in some:
            clean.appendlist(name.replace(_NUL, ""), text.replace(_NUL, ""))
    clean._mutable = False
    return clean
