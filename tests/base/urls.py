"""Addresses that do what a domain would: refuse, break, succeed with a toast."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, ProgrammingError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import include, path
from django.views.decorators.http import require_POST

from polder.base.errors import PolderError
from polder.base.middleware import GetResponse
from polder.base.parts import render_part
from polder.base.toasts import toast


class Stale(PolderError):
    code = "stale"
    status = 409


@login_not_required
def refuse(request: HttpRequest) -> HttpResponse:
    raise Stale("“Homepage” <b>changed</b> since you opened it.", details=["Kim wrote at 10:30."])


@login_not_required
def away(request: HttpRequest) -> HttpResponse:
    raise OperationalError("connection refused")


def breaks_early(get_response: GetResponse) -> GetResponse:
    """A middleware that asks a database that is away, as the one that looks up the person does."""

    def ask(request: HttpRequest) -> HttpResponseBase:
        raise OperationalError("connection refused")

    return ask


@login_not_required
def mistake(request: HttpRequest) -> HttpResponse:
    raise ProgrammingError("no such column")


@login_not_required
def forbid(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@login_not_required
def approve(request: HttpRequest) -> HttpResponse:
    toast(request, "Approved", undo="/undo/")
    return render_part(request, "base/_legend.html", page="base/styleguide_plain.html", then="/styleguide/plain/")


@require_POST
@login_not_required
def undo(request: HttpRequest) -> HttpResponse:
    return HttpResponse("undone")


def closed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("for those who are signed in")


@login_not_required
def nothing(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("", include("polder.base.urls")),
    path("refuse/", refuse),
    path("away/", away),
    path("mistake/", mistake),
    path("forbid/", forbid),
    path("approve/", approve),
    path("undo/", undo),
    path("closed/", closed),
    path("sign-in/", nothing, name="account_login"),
    path("sign-out/", nothing, name="account_logout"),
]
handler400 = "polder.base.errorviews.bad_request"
handler403 = "polder.base.errorviews.forbidden"
handler404 = "polder.base.errorviews.not_found"
handler500 = "polder.base.errorviews.broken"
