"""“I have read it.”"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polder.base.sent_numbers import number_in
from polder.base.toasts import toast
from polder.capabilities.publishing import operations
from polder.capabilities.publishing.audiences import readable
from polder.capabilities.publishing.models import Page
from polder.ground.organisation.views.acting import asker_of


@require_POST
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """`/read/12/`: of a page that one may read; for others there is none."""
    person, at = asker_of(request), timezone.now()
    page = Page.objects.filter(readable(person, at), pk=pk).first()
    if page is None:
        raise Http404
    asked = request.POST.get("asked", "")
    seen = number_in(asked)
    operations.acknowledge(page, by=person, at=at, asked=seen)
    toast(request, _("Noted: you have read it."))
    return redirect(page.url)
