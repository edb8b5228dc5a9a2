"""The front door: what waits for you, what you answer for, what changed."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from polder.capabilities.notifications import tasks
from polder.governance import holdings, store
from polder.governance.facts import PersonKey
from polder.governance.guests import sees_the_matrix
from polder.governance.loading import is_loaded
from polder.ground.ledger.queries import Timeline, entries, events_visible_to
from polder.ground.ledger.remembering import remembered
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of
from polder.surfaces.workspace import tiles

SHOWN_LETTERS, SHOWN_EVENTS, SHOWN_ITEMS = 8, 6, 8
FIRST = frozenset({"read"})  # tasks that stand above all others


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """`/`: greeting first, then what waits. An installation without an organisation goes to its founding."""
    if not is_loaded():
        return redirect("governance:found")
    now = timezone.now()
    person = asker_of(request)
    made = remembered("home", person.pk, at=now, make=lambda: _made(request, person, now))
    return render(request, "workspace/home.html", {"nav_key": "home", "home": made})


def _made(request: HttpRequest, person: Person, now: datetime) -> SafeString:
    """What stands on it, as HTML."""
    reading = store.reading_now()
    local = now.astimezone(store.zone(reading.facts))
    key = PersonKey(person.key)
    held = holdings.held_by_person(reading, key, now)
    nearest = sorted(held, key=lambda each: "ARCI".index(each.assignment.letter))
    waiting = tasks.shown_to(person, now)
    items = [task for task in waiting if task.kind not in FIRST]
    recent = events_visible_to(person, now).filter(kind__startswith="assignment.").order_by("-number")[:SHOWN_EVENTS]
    context = {
        "matrix_open": sees_the_matrix(person, now),
        "hour": local.hour,
        "today": local.date(),
        "must_read": [task for task in waiting if task.kind in FIRST],
        "items": items[:SHOWN_ITEMS],
        "item_count": len(items),
        "more_items": max(0, len(items) - SHOWN_ITEMS),
        "held": nearest[:SHOWN_LETTERS],
        "held_count": len(held),
        "cares": holdings.cares_for(reading, key, now)[:SHOWN_LETTERS],
        "timeline": Timeline("recent", entries(recent, person, now), None),
        "tiles": tiles.shown(request, "main"),
        "side_tiles": tiles.shown(request, "aside"),
    }
    return render_to_string("workspace/_home.html", context, request)
