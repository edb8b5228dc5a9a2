"""What carries a tag; and which tags are suggested while one is written."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET
from taggit.models import Tag

from polder.capabilities.publishing import tagging
from polder.capabilities.publishing.queries import visit_of
from polder.ground.organisation.views.acting import asker_of

PER_PAGE = 30


@require_GET
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """`/tags/leave/`: for who may read something that carries it; for others there is no such tag."""
    if "\0" in slug:  # which PostgreSQL takes no question about
        raise Http404
    page = Paginator(tagging.tagged_with(slug, visit_of(request).visible), PER_PAGE).get_page(request.GET.get("page"))
    found = Tag.objects.filter(slug=slug).first()
    if found is None or not page.object_list:
        raise Http404
    rows = [(row, row.cached_content_type.model_class()._meta.verbose_name) for row in page]
    return render(request, "publishing/tag.html", {"nav_key": "pages", "tag": found, "page": page, "rows": rows})


@require_GET
def suggestions(request: HttpRequest) -> JsonResponse:
    """`/tags/?term=lea`: as Wagtail's field asks."""
    begin = str(request.GET.get("term", ""))[: tagging.LONGEST].replace("\0", "")
    return JsonResponse(tagging.suggested(begin, asker_of(request), timezone.now()), safe=False)
