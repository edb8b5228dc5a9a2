"""A task of publishing in full, in the inbox: a change with its route, or a page as its readers see it."""

from datetime import datetime

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse

from polder.capabilities.notifications.tasks import Task
from polder.capabilities.publishing import returned
from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.views import route
from polder.ground.organisation.views.acting import asker_of


def panel(request: HttpRequest, task: Task, at: datetime) -> str:
    """As HTML. Whoever has to read or to verify a page sees what readers see, and nothing of what is being written."""
    if task.kind == "returned":
        each = next(returned.to(asker_of(request), at, page=int(task.thing.partition(":")[2])), None)
        if each is None:
            return ""
        if not each.goes_on:  # nothing of what others write since
            return render_to_string("publishing/_returned.html", {"task": task, "each": each}, request)
    page = get_object_or_404(Page.objects.select_related("aspect", "locale"), pk=int(task.thing.partition(":")[2]))
    if task.kind in {"review", "read"}:
        context = {"task": task, "page": page, "text": page.specific.readable_text()}
        return render_to_string("publishing/_as_read.html", context, request)
    context = route.context(request, page, at) | {"task": task, "next": reverse("notifications:inbox")}
    return render_to_string("publishing/_detail.html", context, request)
