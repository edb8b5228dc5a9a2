"""The glossary, and keeping it."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.capabilities.publishing.writers import writes_anywhere
from polder.features.knowledge import operations
from polder.features.knowledge.forms import TermForm
from polder.features.knowledge.models import Term
from polder.features.knowledge.views.articles import NAV, given
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.views.acting import asker_of


@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """`/knowledge/words/?q=wob`: what words mean here."""
    asked = given(request, "q")
    rows = Term.objects.select_related("aspect")
    rows = rows.filter(word__icontains=asked) if asked else rows
    page = Paginator(rows, 100).get_page(request.GET.get("page"))
    writes = writes_anywhere(asker_of(request), timezone.now())
    context = {**NAV, "page": page, "q": asked, "writes": writes}
    return render_part(request, "knowledge/words.html#found", context, page="knowledge/words.html")


@require_http_methods(["GET", "POST"])
def word(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new word, or one that is there; posted `do=remove` takes it away."""
    person, at = asker_of(request), timezone.now()
    term = None if pk is None else get_object_or_404(Term.objects.select_related("aspect"), pk=pk)
    if term is not None and request.POST.get("do") == "remove":
        operations.forget(term, by=person, at=at)
        toast(request, _("Removed"))
        return redirect("knowledge:words")
    aspects = Aspect.objects.filter(mandate.things_where(person, "edit", at=at, aspect="pk")).order_by("name")
    initial = {} if term is None else {"word": term.word, "meaning": term.meaning, "aspect": term.aspect.key}
    form = TermForm(request.POST or None, aspects=aspects, initial=initial)
    now = "" if term is None else operations.as_opened(term)
    opened, status = request.POST.get("opened") or now, 422 if form.errors else 200
    if request.method == "POST" and form.is_valid():
        try:
            operations.define(**form.cleaned_data, term=term, by=person, at=at, seen=opened)
        except operations.Stale as stale:
            form.add_error(None, str(stale))
            opened, status = now, stale.status
        else:
            toast(request, _("Saved"))
            return redirect("knowledge:words")
    context = {**NAV, "form": form, "term": term, "none": not aspects.exists(), "opened": opened}
    return render(request, "knowledge/word.html", context, status=status)
