"""The order of what stands under a page, and which of it: numbers and marks, no dragging."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polder.base.toasts import toast
from polder.capabilities.publishing import operations
from polder.capabilities.publishing.designing import aspect_of_layout, may_design
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.queries import in_menu_order
from polder.capabilities.publishing.wagtail.knowing import known
from polder.governance import mandate
from polder.ground.organisation.views.acting import asker_of

SHOWN = 200


@require_http_methods(["GET", "POST"])
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """`/order/12/`: for who holds the design there; who may not is told who can. A page one may not know of is not there."""
    person, at = asker_of(request), timezone.now()
    page = get_object_or_404(Page.objects.filter(known(person, at), binned_at=None).select_related("aspect"), pk=pk)
    if not may_design(person, page, at):
        raise mandate.refusal(person, "edit", aspect_of_layout(page), "design", at=at)
    under = Page.objects.filter(known(person, at), depth=page.depth + 1, path__startswith=page.path, binned_at=None)
    rows: dict[object, Page] = {}
    for row in in_menu_order(under.filter(aspect__isnull=False)[:SHOWN]):
        rows.setdefault(row.translation_key, row)
    if request.method == "POST":
        given = sorted(enumerate(rows.values()), key=lambda each: (_number(request, each[1]), each[0]))
        hidden = [row for row in rows.values() if f"show-{row.pk}" not in request.POST]
        operations.arrange(page, order=[row for _place, row in given], off_menu=hidden, by=person, at=at)
        toast(request, _("This is the order now."))
        return redirect("publishing:order", pk=page.pk)
    context: dict[str, Any] = {"nav_key": "pages", "page": page, "rows": list(rows.values())}
    return render(request, "publishing/order.html", context)


def _number(request: HttpRequest, row: Page) -> int:
    """What was written beside the page; what is no number stands last."""
    written = str(request.POST.get(f"place-{row.pk}", "")).strip()
    return int(written[:6]) if written.isascii() and written.isdecimal() else 1_000_000
