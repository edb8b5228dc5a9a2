"""Devices that are told by push: named by the browser on them, removed by hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from polder.ground.organisation.views.acting import asker_of


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    return redirect("notifications:settings")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the device away; one of somebody else is not there."""
    asker_of(request).devices.filter(pk=pk).delete()
    return redirect("notifications:settings")
