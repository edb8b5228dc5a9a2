"""Who stands in for whom."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from polder.base.toasts import toast
from polder.ground.organisation.asof import as_of
from polder.ground.organisation.forms import EndForm
from polder.ground.organisation.models import Deputyship
from polder.ground.organisation.operations import deputies
from polder.ground.organisation.queries import belonging, directory
from polder.ground.organisation.views.acting import asker_of, done, form_page


@require_safe
def deputy_list(request: HttpRequest) -> HttpResponse:
    """Deputyships now and to come, between people whom who asks may see."""
    asker, moment = asker_of(request), as_of(request)
    rows = belonging.deputyships_at(moment.at)
    if not asker.operator:
        known = directory.visible_people(asker, moment.at).values("pk")
        rows = rows.filter(by__in=known, acting_for__in=known)
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    shown = [(row, row.holds(moment.at)) for row in page.object_list]
    return render(
        request, "organisation/deputies.html",
        {"page": page, "shown": shown, "as_of": moment, "at": moment.at, "asker": asker},
    )  # fmt: skip


def deputyship_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody stands in no longer."""
    asker, at = asker_of(request), timezone.now()
    row = get_object_or_404(Deputyship.objects.select_related("acting_for", "by"), pk=pk)
    deputies.require(asker, row.acting_for, at)
    form = EndForm(request.POST or None, asker=asker, at=at)
    if request.method == "POST" and done(
        form, lambda: deputies.end(row, by=asker, at=at, valid_until=form.moment("valid_until"))
    ):
        toast(request, _("Ended"))
        return redirect(row.acting_for)
    heading = _("%(deputy)s no longer stands in for %(person)s") % {
        "deputy": row.by.name,
        "person": row.acting_for.name,
    }
    return form_page(
        request, "organisation/end_form.html", form, {"heading": heading, "back": row.acting_for.get_absolute_url()}
    )
