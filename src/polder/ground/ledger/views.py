"""One event; the timeline of a subject."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from polder.base.parts import render_part
from polder.ground.ledger import queries, subjects


@require_safe
def event(request: HttpRequest, number: int) -> HttpResponse:
    """An event with everything that was recorded."""
    visible = queries.events_visible_to(request.person)  # type: ignore[attr-defined]  # set by PresentPerson
    entry = queries.entry(get_object_or_404(visible, number=number))
    recorded = {"mandate": json.loads(entry.event.mandate), "data": json.loads(entry.event.data)}
    return render(request, "ledger/event.html", {"entry": entry, "recorded": recorded})


@require_safe
def timeline(request: HttpRequest, subject: str) -> HttpResponse:
    """A timeline as a page; htmx gets the next older entries."""
    if not subjects.PATTERN.fullmatch(subject):
        raise Http404
    before = request.GET.get("before", "")
    found = queries.timeline(
        subject,
        person=request.person,  # type: ignore[attr-defined]  # set by PresentPerson
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )
    context = {"timeline": found, "named": queries.name_of(subject)}
    return render_part(request, "ledger/_entries.html", context, page="ledger/timeline.html")
