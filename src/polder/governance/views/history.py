"""What changed: two moments side by side (G17), and what the ledger says of the whole matrix."""

from dataclasses import dataclass
from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from polder.governance import drafts, store
from polder.governance.facts import Assignment
from polder.governance.grid import party_name
from polder.governance.resolution import Accountable, Reading, diff
from polder.governance.resolution.difference import NewAnswer
from polder.governance.views.asof import moment_asked
from polder.ground.ledger.queries import Timeline, entries, events_visible_to
from polder.ground.organisation.views.acting import asker_of

A_QUARTER = timedelta(days=91)
PER_PAGE = 30
KINDS = (
    "aspect",
    "assignment",
    "change_set",
    "glass",
    "organisation",
)  # what the matrix is made of; findings follow from it


@dataclass(frozen=True, slots=True)
class Changed:
    """One letter that came or went; `decision` is the change set that made it, if any."""

    assignment: Assignment
    aspect_name: str
    party_name: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Somebody else answers: names before and after; empty for nobody."""

    change: NewAnswer
    aspect_name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """`/matrix/history/?from=2026-01-01&to=2026-06-01`; without moments the last quarter."""
    now = timezone.now()
    reading = store.reading_now()
    zone = store.zone(reading.facts)
    to = moment_asked(request.GET.get("to", ""), now, zone)
    begin = moment_asked(request.GET.get("from", "") or (to.day - A_QUARTER).isoformat(), now, zone)
    if begin.at > to.at:
        begin, to = to, begin
    found = diff(reading.facts, begin.at, reading.facts, to.at)
    added, ended = _named(reading, found.added), _named(reading, found.ended)
    of_matrix = events_visible_to(asker_of(request), now).filter(kind__regex=rf"^({'|'.join(KINDS)})\.")
    events = of_matrix.filter(at__gte=begin.at, at__lte=to.at).order_by("-number")
    page = Paginator(events, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "nav_key": "history",
        "begin": begin,
        "to": to,
        "added": added,
        "ended": ended,
        "changed_count": len(added) + len(ended),
        "passed": [_passed(reading, change) for change in found.accountable],
        "set_by": drafts.decisions(changed.assignment.decision for changed in (*added, *ended)),
        "page": page,
        "timeline": Timeline("matrix", entries(page.object_list, asker_of(request), now), None),
    }
    return render(request, "governance/history.html", context)


def _named(reading: Reading, assignments: tuple[Assignment, ...]) -> list[Changed]:
    return [
        Changed(given, reading.facts.aspects[given.aspect].name, party_name(reading, given.party))
        for given in assignments
    ]


def _passed(reading: Reading, change: NewAnswer) -> Passed:
    name = reading.facts.aspects[change.aspect].name
    return Passed(change, name, _names(reading, change.before), _names(reading, change.after))


def _names(reading: Reading, answering: Accountable | None) -> tuple[str, ...]:
    return () if answering is None else tuple(reading.facts.people[person].name for person in answering.acting)
