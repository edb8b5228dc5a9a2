"""Templates under an aspect: which there are, what one looks like, and retiring it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from polder.base.toasts import toast
from polder.capabilities.publishing import operations, templating, tree
from polder.capabilities.publishing.models import PageTemplate
from polder.capabilities.publishing.templating import Offer
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.views.acting import asker_of


@require_GET
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """`/templates/under/7/`: for who writes there or has the design; for others there is none."""
    person, at = asker_of(request), timezone.now()
    aspect = get_object_or_404(Aspect.objects.filter(templating.known(person, at)), pk=pk)
    context: dict[str, Any] = {
        "nav_key": "pages",
        "aspect": aspect,
        "rows": [Offer.of(template) for template in templating.offered(aspect)],
        "may_design": mandate.may(person, "edit", aspect, "design", at=at).allowed,
    }
    return render(request, "publishing/templates.html", context)


@require_GET
def template(request: HttpRequest, pk: int) -> HttpResponse:
    """`/templates/3/`: as authors find it."""
    person, at = asker_of(request), timezone.now()
    found = _template(request, pk)
    writes = mandate.may(person, "edit", found.aspect, at=at).allowed
    kind = templating.kinds().get(found.kind)
    offers = writes and kind is not None and found.retired_at is None
    context: dict[str, Any] = {
        "nav_key": "pages", "template": found, "kind": templating.kind_name(found.kind), "at": at,
        "part": tree.part(kind.begins_in) if offers and kind is not None else None,
        "app": found.kind.partition(".")[0], "model": found.kind.partition(".")[2],
        "may_design": found.retired_at is None and mandate.may(person, "edit", found.aspect, "design", at=at).allowed,
    }  # fmt: skip
    return render(request, "publishing/template.html", context)


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """`/templates/3/retire/`."""
    found = _template(request, pk)
    operations.retire_template(found, by=asker_of(request), at=timezone.now())
    toast(request, _("Nobody begins with it any more."))
    return redirect("publishing:templates", pk=found.aspect_id)


def _template(request: HttpRequest, pk: int) -> PageTemplate:
    found = get_object_or_404(PageTemplate.objects.select_related("aspect", "changed_by"), pk=pk)
    if not templating.may_see(found, asker_of(request), timezone.now()):
        raise Http404
    return found
