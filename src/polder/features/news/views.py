"""Reading news. An item itself is shown by its model (`NewsItem.get_context`)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from polder.features.news import queries
from polder.features.news.models import Channel
from polder.ground.organisation.views.acting import asker_of

A_PAGE = 20


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/news/`: everything for who asks, newest first."""
    return _listed(request, None)


@require_GET
def channel(request: HttpRequest, slug: str) -> HttpResponse:
    """`/news/in/organisation/`: one channel."""
    return _listed(request, get_object_or_404(Channel.objects.select_related("aspect"), slug=slug))


def _listed(request: HttpRequest, channel: Channel | None) -> HttpResponse:
    person, at = asker_of(request), timezone.now()
    page = Paginator(queries.feed(person, at, channel), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav_key": "news",
        "channel": channel,
        "channels": queries.channels(person, at),
        "page": page,
        "highlights": queries.highlights(person, at)[:3] if channel is None and page.number == 1 else [],
    }
    return render(request, "news/index.html", context)
