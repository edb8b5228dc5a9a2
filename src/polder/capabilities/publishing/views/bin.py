"""The bin: what was thrown away where one may write, and bringing it back."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from polder.base.toasts import toast
from polder.capabilities.publishing import operations
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.models.pages import KEPT
from polder.governance import mandate
from polder.ground.organisation.views.acting import asker_of

PER_PAGE = 50


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/bin/`: pages that were thrown away with nothing above them in the bin, on aspects where the asker may edit."""
    now = timezone.now()
    mine = operations.in_bin().filter(mandate.things_where(asker_of(request), "edit", at=now))
    rows = mine.select_related("aspect", "binned_by")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    listed = [(row, row.binned_at + KEPT) for row in page if row.binned_at is not None]
    context = {"nav_key": "pages", "page": page, "listed": listed, "days": KEPT // timedelta(days=1)}
    return render(request, "publishing/bin.html", context)


@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Posted from the bin. Whoever sees no drafts there does not know that it lies in it."""
    person, at = asker_of(request), timezone.now()
    seen = mandate.things_where(person, "view_draft", at=at)
    row = get_object_or_404(Page.objects.filter(seen), pk=pk, binned_at__isnull=False)
    number = operations.restore(row, by=person, at=at)
    toast(request, ngettext("%(n)s page is back.", "%(n)s pages are back.", number) % {"n": number})
    return redirect("publishing:bin")


def thrown_away(number: int) -> str:
    """What is said when a branch went to the bin."""
    if number == 1:
        return _("It is in the bin. It can be brought back for 93 days.")
    return _("%(n)s pages are in the bin. They can be brought back for 93 days.") % {"n": number}
