"""One place where a typed error becomes an answer (style.md 2.7). Views do not catch it."""

import logging
from collections.abc import Callable
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.db import Error
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import trigger_client_event

from polder.base.errors import PolderError
from polder.base.errorviews import away, into_problems
from polder.base.outage import database_is_away
from polder.base.parts import wants_part
from polder.base.toasts import take_toasts

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class TypedErrors:
    """PolderError: its status and sentence. A database that is away: 503. For htmx also toasts and signing in again."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        answer = self.get_response(request)
        patch_vary_headers(answer, ["HX-Request"])  # the same address answers a page or its part
        if not wants_part(request):
            return answer
        if answer.status_code in {301, 302, 303} and _leads_to_sign_in(answer):
            return _sign_in_again(request)
        if answer.status_code < 300:
            _add_toasts(request, answer)
        return answer

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, PolderError):
            return problem_answer(request, exception)
        if isinstance(exception, Error) and database_is_away(exception):
            logger.error("The database is away: %s", exception)
            return away(request)
        return None


def problem_answer(request: HttpRequest, problem: PolderError) -> HttpResponse:
    """What a PolderError looks like: the sentence in place for htmx, else a page with the way back."""
    context = {"problem": problem, "back": _came_from(request), "kept": problem.kept}
    if wants_part(request):
        return into_problems(render(request, problem.part, context, status=problem.status))
    user = getattr(request, "user", None)
    context["frame_template"] = "base/page.html" if user is not None and user.is_authenticated else "base/plain.html"
    return render(request, "base/problem.html", context, status=problem.status)


def _came_from(request: HttpRequest) -> str:
    """The page that it was asked on, or the one that its form names; else home."""
    for address in (request.headers.get("Referer", ""), request.POST.get("next", "")):
        if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
            return address
    return "/"


def _leads_to_sign_in(answer: HttpResponseBase) -> bool:
    return urlsplit(answer.headers.get("Location", "")).path == resolve_url(settings.LOGIN_URL)


def _sign_in_again(request: HttpRequest) -> HttpResponse:
    """htmx would put the sign-in page inside the open one; this opens it as a page and comes back afterwards."""
    answer = HttpResponse(status=200)
    current = urlsplit(request.headers.get("HX-Current-URL", ""))
    back = quote(f"{current.path or '/'}{'?' + current.query if current.query else ''}")
    answer.headers["HX-Redirect"] = f"{resolve_url(settings.LOGIN_URL)}?{REDIRECT_FIELD_NAME}={back}"
    return answer


def _add_toasts(request: HttpRequest, answer: HttpResponseBase) -> None:
    said = [{"text": toast.text, "undo": toast.undo} for toast in take_toasts(request)]
    if not said:
        return
    trigger_client_event(answer, "polder:toast", {"toasts": said})
