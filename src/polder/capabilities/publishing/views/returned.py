"""What was sent back to an author who may no longer write there: why, and to lay it aside."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polder.base.toasts import toast
from polder.capabilities.publishing import operations, returned
from polder.ground.organisation.views.acting import asker_of


@require_http_methods(["GET", "POST"])
def aside(request: HttpRequest, pk: int) -> HttpResponse:
    """`/route/12/aside/`: for whom it was sent back to; who may go on with it is led to its route."""
    person, at = asker_of(request), timezone.now()
    each = next(returned.to(person, at, page=pk), None)
    if each is None:
        raise Http404
    if request.method == "POST":
        operations.lay_aside(each.author.change.page, by=person, at=at)
        toast(request, _("Laid aside. Whoever works there can go on with it."))
        return redirect("notifications:inbox")
    if each.goes_on:
        return redirect("publishing:route", pk=pk)
    return render(request, "publishing/returned.html", {"nav_key": "inbox", "each": each})
