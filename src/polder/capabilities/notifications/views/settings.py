"""`/notices/settings/`: how whoever asks is told, of each kind and by each road."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polder.base.toasts import toast
from polder.base.validity import valid_at
from polder.capabilities.notifications import operations, webpush
from polder.capabilities.notifications.forms import TellingForm
from polder.ground.organisation import panels
from polder.ground.organisation.models import Deputyship
from polder.ground.organisation.views.acting import asker_of


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """The form; what is chosen holds at once, also for what has not left yet."""
    person, at = asker_of(request), timezone.now()
    form = TellingForm(request.POST if request.method == "POST" else None, person=person)
    if form.is_bound and form.is_valid():
        operations.choose(form.choices(), form.day(), by=person, at=at)
        toast(request, _("Kept: you are told like this from now on"))
        return redirect("notifications:settings")
    away = Deputyship.objects.filter(valid_at(at), acting_for=person).select_related("by").order_by("by__name")
    context = {
        "form": form,
        "rows": list(form.kind_rows()),
        "deputies": list(away),
        "devices": list(person.devices.order_by("-made_at")),
        "push_key": webpush.public_key(),
        "nav_key": "telling",
        "more": panels.shown("telling", person, asker=person, at=at),
    }
    return render(request, "notifications/settings.html", context, status=422 if form.errors else 200)
