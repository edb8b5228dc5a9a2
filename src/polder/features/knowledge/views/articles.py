"""Finding articles, and saying what one missed. An article is shown by its model."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.capabilities.publishing import tree
from polder.capabilities.publishing.queries import visit_of
from polder.capabilities.publishing.writers import writes_anywhere
from polder.features.knowledge import operations, queries
from polder.features.knowledge.models import Article, Opinion
from polder.features.knowledge.wording import one_line
from polder.governance import mandate
from polder.ground.organisation.views.acting import asker_of

PER_PAGE = 20
NAV = {"nav_key": "knowledge"}


def given(request: HttpRequest, name: str) -> str:
    """What the address says, in one line."""
    return one_line(request.GET.get(name, ""))[:200]


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/knowledge/?q=leave&aspect=hr`: articles for who asks."""
    visit = visit_of(request)
    words, aspect = given(request, "q"), given(request, "aspect")
    page = Paginator(queries.articles(visit, words=words, aspect=aspect), PER_PAGE).get_page(request.GET.get("page"))
    writes = writes_anywhere(visit.person, visit.at)
    context = {
        **NAV, "page": page, "q": words, "aspect": aspect, "aspects": queries.aspects_of(visit),
        "part": tree.part("knowledge") if writes else None,
    }  # fmt: skip
    return render_part(request, "knowledge/index.html#found", context, page="knowledge/index.html")


@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Posted `useful` (yes or no) and `text`."""
    article = get_object_or_404(Article, pk=pk)
    useful, text = request.POST.get("useful") == "yes", request.POST.get("text", "")
    operations.rate(article, useful=useful, text=text, by=asker_of(request), at=timezone.now())
    toast(request, _("Thank you. Those who keep this article read it."))
    return redirect(article.url or "knowledge:index")


@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """What a reader missed, for who may write there; posted `text` answers it."""
    person, at = asker_of(request), timezone.now()
    row = get_object_or_404(Opinion.objects.select_related("article__aspect", "person", "answered_by"), pk=pk)
    if row.article.aspect is None or not mandate.may(person, "edit", row.article.aspect, at=at).allowed:
        raise Http404
    if request.method == "POST":
        operations.answer(row, request.POST.get("text", ""), by=person, at=at)
        toast(request, _("Answered."))
        return redirect(row.article.url or "knowledge:index")
    return render(request, "knowledge/opinion.html", {**NAV, "opinion": row})
