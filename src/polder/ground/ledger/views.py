"""One event; the timeline of a subject."""

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from polder.base.parts import render_part
from polder.ground.ledger import queries, subjects


@require_safe
def event(request: HttpRequest, number: int) -> HttpResponse:
    """An event with everything that was recorded."""
    person, at = request.person, timezone.now()  # type: ignore[attr-defined]  # set by PresentPerson
    found = get_object_or_404(queries.events_visible_to(person, at), number=number)
    entry = queries.entry(found, person, at)
    recorded = {"mandate": json.loads(entry.event.mandate), "data": json.loads(entry.event.data)}
    return render(request, "ledger/event.html", {"entry": entry, "recorded": recorded})


@require_safe
def timeline(request: HttpRequest, subject: str) -> HttpResponse:
    """A timeline as a page; htmx gets the next older entries."""
    person, at = request.person, timezone.now()  # type: ignore[attr-defined]  # set by PresentPerson
    if not subjects.PATTERN.fullmatch(subject) or not queries.exists_for(subject, person, at):
        raise Http404
    before = request.GET.get("before", "")
    found = queries.timeline(
        subject,
        person=person,
        at=at,
        before=int(before) if before.isdecimal() and len(before) < 19 else None,
    )
    context = {"timeline": found, "named": queries.name_of(subject)}
    return render_part(request, "ledger/_entries.html", context, page="ledger/timeline.html")
