"""An authenticated view with three queries and one template: the practical ceiling that the rest is compared with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from polder.config import urls
from polder.governance.models import Aspect


def bare(request: HttpRequest) -> HttpResponse:
    """Session, person, and ten aspects."""
    aspects = list(Aspect.objects.order_by("pk")[:10])
    return render(request, "bench/bare.html", {"person": request.user, "aspects": aspects})


urlpatterns = [path("bench/bare/", bare), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
