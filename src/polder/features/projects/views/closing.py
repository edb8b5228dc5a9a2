"""Closing a project: the list of what it leaves before, each with its receiver, then all at once."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polder.base.toasts import toast
from polder.features.projects import leaving, operations, queries
from polder.features.projects.forms import CloseForm
from polder.features.projects.models.register import UNDER_WAY
from polder.features.projects.views.project import found
from polder.features.projects.views.register import NAV
from polder.governance import mandate
from polder.ground.organisation.views.acting import asker_of, done, form_page


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, key: str) -> HttpResponse:
    """`/projects/new-intranet/close/`: for its owner and who answers for the aspect; only these close it."""
    person, at = asker_of(request), timezone.now()
    row = found(key, person, at)
    if row.state not in UNDER_WAY or not queries.leads(row, person, at):
        raise Http404
    left = leaving.of(row, person, at)
    form = CloseForm(request.POST or None, asker=person, at=at, project=row, left=left)
    if request.method == "POST" and done(form, lambda: operations.close_out(row, **form.values(), by=person, at=at)):
        toast(request, _("Closed: team, seats and rights have ended."))
        return redirect(row)
    context: dict[str, Any] = {
        **NAV, "project": row, "left": left, "letters": form.letters(), "leads": True,
        "may_close": mandate.may(person, "publish", row.aspect, at=at).allowed,
    }  # fmt: skip
    return form_page(request, "projects/close.html", form, context)
