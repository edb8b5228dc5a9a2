"""Devices that are told by push: named by the browser on them, removed by hand."""

from functools import cache
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from polder.base.toasts import toast
from polder.capabilities.notifications import operations
from polder.ground.organisation.views.acting import asker_of

_WORKER = Path(__file__).parent.parent / "static" / "notifications" / "worker.js"


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """This browser is told from now on."""
    given = {name: request.POST.get(name, "") for name in ("endpoint", "p256dh", "auth")}
    device = _called(request.headers.get("User-Agent", ""))
    operations.add_device(**given, device=device, by=asker_of(request), at=timezone.now())
    toast(request, _("This device is told from now on"))
    return redirect("notifications:settings")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the device away; one of somebody else is not there."""
    if operations.remove_device(pk, by=asker_of(request), at=timezone.now()):
        toast(request, _("Removed"))
    return redirect("notifications:settings")


@require_GET
@login_not_required  # the browser looks for a newer one by itself, also when nobody is signed in; it holds no secret
def worker(request: HttpRequest) -> HttpResponse:
    """The script that runs without a page. From a view and not a file: so it stands under our policy too."""
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8")


@cache
def _script() -> bytes:
    return _WORKER.read_bytes()


def _called(agent: str) -> str:
    """“Firefox, Android”: enough to know one's own devices by."""
    browsers = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
    systems = {
        "Android": "Android",
        "iPhone": "iPhone",
        "iPad": "iPad",
        "Windows": "Windows",
        "Mac OS": "Mac",
        "Linux": "Linux",
    }
    found = [next((name for mark, name in names.items() if mark in agent), "") for names in (browsers, systems)]
    return ", ".join(filter(None, found))
