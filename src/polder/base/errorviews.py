"""Error pages in plain words. They ask no database, session or person: any of these may be what is broken."""

import sys
from typing import Any

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi

from polder.base.frame import THEME_COOKIE
from polder.base.outage import database_is_away
from polder.base.parts import wants_part


class _BareShell:
    """What plain.html asks of `shell`, from the request alone."""

    organisation = ""

    def __init__(self, request: HttpRequest) -> None:
        self.theme = request.COOKIES.get(THEME_COOKIE, "system")
        self.direction = "rtl" if get_language_bidi() else "ltr"


def error_page(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    """The page; for htmx only its words, put where problems stand."""
    context |= {"shell": _BareShell(request), "LANGUAGE_CODE": get_language() or "en", "bare": True}
    if wants_part(request):
        answer = HttpResponse(render_to_string(f"{template}#words", context), status=status)
        return into_problems(answer)
    answer = HttpResponse(render_to_string(template, context), status=status)
    if status == 503:
        answer.headers["Retry-After"] = "30"
    return answer


def into_problems(answer: HttpResponse) -> HttpResponse:
    """Lets htmx put an answer where problems stand instead of where it asked."""
    answer.headers["HX-Retarget"] = "#problems"
    answer.headers["HX-Reswap"] = "innerHTML show:window:top"
    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, "base/400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, "base/403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page(request, "base/404.html", 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page(request, "base/csrf.html", 403)


def broken(request: HttpRequest) -> HttpResponse:
    """500; or 503 when what went wrong is that the database is away, also outside a view (session, person)."""
    cause = sys.exc_info()[1]
    if isinstance(cause, Error) and database_is_away(cause):
        return away(request)
    return error_page(request, "base/500.html", 500)


def away(request: HttpRequest) -> HttpResponse:
    """503: the database is away, or cannot write."""
    return error_page(request, "base/503.html", 503)
