"""What was agreed and is done."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from polder.base.toasts import toast
from polder.features.bodies import operations, queries
from polder.ground.organisation.views.acting import asker_of


@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """`/actions/12/done/`: by its owner, the chair or the secretary."""
    person, at = asker_of(request), timezone.now()
    row = get_object_or_404(queries.actions_visible_to(person, at), pk=pk)
    operations.finish_action(row, by=person, at=at)
    toast(request, _("Done"))
    return redirect(row.body)
