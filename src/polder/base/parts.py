"""One template for a page and its part: htmx gets the part, a plain form or link the whole page."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django_htmx.middleware import HtmxDetails


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for a piece of the page that is open (not a boosted link, not its history)."""
    htmx = getattr(request, "htmx", None) or HtmxDetails(request)  # what breaks early breaks before HtmxMiddleware
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_part(
    request: HttpRequest,
    part: str,
    context: Mapping[str, Any] | None = None,
    *,
    page: str = "",
    then: str = "",
    status: int = 200,
) -> HttpResponse:
    """`part` for htmx; else a redirect to `then` after a POST, or the whole `page`.

    `part` is an underscore template ("governance/_cell.html", with `page` named) or a piece of a page
    ("governance/matrix.html#grid", whose page is what stands before the #).
    """
    if wants_part(request):
        return render(request, part, context, status=status)
    if then and request.method == "POST" and status < 400:
        return HttpResponseRedirect(then)
    return render(request, page or part.partition("#")[0], context, status=status)
