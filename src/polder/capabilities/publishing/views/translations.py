"""Pages in several languages: beginning a translation, saying that one is still the same, which ones are behind."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from polder.base.toasts import toast
from polder.capabilities.publishing import operations, translations
from polder.capabilities.publishing.views.place import page_of
from polder.ground.organisation.views.acting import asker_of

PER_PAGE = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/pages/translations/`: what is behind on aspects where the asker may edit."""
    rows = translations.to_follow(asker_of(request), timezone.now())
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "publishing/translations.html", {"nav_key": "pages", "page": page})


@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """`/place/12/translate/`: a draft in another language, opened in the editor."""
    language = str(request.POST.get("language", ""))
    made = operations.translate(page_of(request, pk), language=language, by=asker_of(request), at=timezone.now())
    toast(request, _("A draft with the same text. Translate it, then go on as with every page."))
    return redirect("wagtailadmin_pages:edit", made.pk)


@require_POST
def same(request: HttpRequest, pk: int) -> HttpResponse:
    """`/place/12/same/`: posted from the page or from the list, which is where it leads back to."""
    page = page_of(request, pk)
    operations.still_the_same(page, by=asker_of(request), at=timezone.now())
    toast(request, _("Noted: it says the same."))
    return redirect("publishing:translations") if request.POST.get("list") else redirect(page.url)
