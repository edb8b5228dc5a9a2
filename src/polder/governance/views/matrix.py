"""The matrix screen: the grid at a moment, and why a letter stands where it stands."""

from collections.abc import Collection
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from polder.base.parts import render_part
from polder.base.sent_numbers import number_in
from polder.governance import collecting, drafts, store
from polder.governance.cell_changes import Cell
from polder.governance.facts import ASSIGNABLE_FACETS, FACETS, AspectKey, Facet, PartyKey, PersonKey
from polder.governance.grid import Grid, View, grid, party_name
from polder.governance.resolution import Reading
from polder.governance.resolution.moments import instant
from polder.governance.saying import power_words
from polder.governance.settable import settable_aspects
from polder.governance.views.asof import Moment, change_days, moment_asked, staff
from polder.governance.views.cells import Editor, editor, facet_of
from polder.governance.views.findings import Shown, shown_findings
from polder.governance.views.gridrows import Rows, stretch_of
from polder.governance.why import story
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

SHOWN_FINDINGS = 12


@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """`/matrix/`: the whole screen, or its grid alone for htmx. Filters are in the address, so that each view has one."""
    now = timezone.now()
    reading = store.reading_now()
    moment = moment_asked(request.GET.get("at", ""), now, store.zone(reading.facts))
    view = asked_view(request, reading, moment.at)
    shown = grid(reading, view)
    first = request.GET.get("from", "")
    stretch = stretch_of(shown, int(first) if first.isascii() and first.isdecimal() and len(first) < 7 else 0)
    open_findings = [
        each for each in shown_findings(reading, moment.at, asker_of(request).key) if not each.open.accepted
    ]
    context = {
        "nav_key": "matrix",
        "view": view,
        "moment": moment,
        "grid": shown,
        "rows": _rows(asker_of(request), reading, shown, view, open_findings).html(stretch.lines),
        "stretch": stretch,
        "two_rows": _has_groups(shown),
        "staff": staff(change_days(reading.facts, moment.zone), moment, now),
        "aspects": len(reading.facts.aspects),
        "parties": _party_count(reading, moment.at),
        "now": now,
        "findings": open_findings[:SHOWN_FINDINGS],
        "finding_count": len(open_findings),
        "bar": collecting.bar(drafts.open_draft(asker_of(request))) if moment.is_now else None,
        "facets": ("*", *FACETS),
        "query": request.GET.urlencode(),
        "under": reading.facts.aspects.get(view.under) if view.under else None,
        "party": party_name(reading, view.party) if view.party else "",
    }
    return render_part(
        request,
        f"governance/{'_rows.html' if stretch.first else 'matrix.html#view'}",
        context,
        page="governance/matrix.html",
    )


@require_GET
def why(request: HttpRequest) -> HttpResponse:
    """`/matrix/why/?cell=homepage.3`: one cell explained (G16); the popover's content, or a page of its own."""
    reading = store.reading_now()
    moment = moment_asked(request.GET.get("at", ""), timezone.now(), store.zone(reading.facts))
    view = asked_view(request, reading, moment.at)
    aspect, party = _cell_asked(request, reading, view)
    told = story(reading, aspect, party, moment.at)
    context = {
        "nav_key": "matrix",
        "story": told,
        "moment": moment,
        "view": view,
        "editor": _editor(request, reading, Cell(aspect, view.facet, party), moment),
        "facets": ("*", *FACETS),
        "powers": [power_words(power) for power in told.powers],
        "back": f"{reverse('governance:matrix')}?{request.GET.urlencode()}",
        "set_by": drafts.decisions(placed.assignment.decision for placed in told.placed),
    }
    return render_part(request, "governance/_why.html", context, page="governance/why.html")


def _editor(request: HttpRequest, reading: Reading, asked: Cell, moment: Moment) -> Editor | None:
    """Anybody may propose, so everybody gets the form; of another day there is nothing to change."""
    if not moment.is_now:
        return None
    facet = facet_of(reading, asked.aspect, asked.party, asked.facet, moment.at)
    return editor(reading, asked._replace(facet=facet), asker_of(request), moment.at)


def asked_view(request: HttpRequest, reading: Reading, at: datetime) -> View:
    """The filters of the address; what is not known there counts as not given."""
    facet: Facet = next((facet for facet in ASSIGNABLE_FACETS if facet == request.GET.get("facet")), "*")
    under = AspectKey(request.GET.get("under", ""))
    return View(
        at=at,
        facet=facet,
        inherited=request.GET.get("inherited") != "0",
        gaps="gaps" in request.GET,
        mine="mine" in request.GET,
        text=request.GET.get("q", "").strip()[:100],
        under=under if under in reading.facts.aspects else None,
        party=_known_party(reading, request.GET.get("party", "")),
        person=PersonKey(asker_of(request).key),
    )


def _has_groups(shown: Grid) -> bool:
    """Whether some group stands above columns of other names, so that the head needs two rows."""
    return any(group.placement != "unit" or len(group.columns) > 1 or group.columns[0].name != group.name
               for group in shown.groups)  # fmt: skip


def _party_count(reading: Reading, at: datetime) -> int:
    """How many parties hold a letter at the moment, whatever the filters show."""
    now = instant(at)
    spans = (span for each in reading.spans.values() for span in each)
    return len({span.assignment.party for span in spans if span.start <= now < span.end})


def _known_party(reading: Reading, ref: str) -> PartyKey | None:
    kind, _, key = ref.partition(":")
    facts = reading.facts
    known: dict[str, Collection[str]] = {
        "person": facts.people.keys(), "unit": facts.units.keys(), "role": facts.roles.keys(), "body": facts.bodies.keys()
    }  # fmt: skip
    return PartyKey(ref) if key in known.get(kind, ()) else None


def _cell_asked(request: HttpRequest, reading: Reading, view: View) -> tuple[AspectKey, PartyKey]:
    """By `aspect` and `party`, or by `cell=ASPECT.COLUMN` of the same view (a form without script sends that)."""
    aspect, _, number = request.GET.get("cell", "").partition(".")
    party = _known_party(reading, request.GET.get("party", ""))
    place = number_in(number)
    if place is not None and "aspect" not in request.GET:
        columns = grid(reading, view).columns
        party = columns[place].party if place < len(columns) else None
    aspect = request.GET.get("aspect", aspect)
    if aspect not in reading.facts.aspects or party is None:
        raise Http404
    return AspectKey(aspect), party


def _rows(person: Person, reading: Reading, shown: Grid, view: View, open_findings: list[Shown]) -> Rows:
    """What writes the body of the table; the worst finding of each aspect beside its name."""
    worst: dict[AspectKey, str] = {}
    for found in open_findings:  # worst first
        worst.setdefault(found.open.found.aspect, found.severity)
    return Rows(
        shown,
        names={key: aspect.name for key, aspect in reading.facts.aspects.items()},
        severities=worst,
        assignable=settable_aspects(reading, person.key, view.at),
        address=reverse("governance:aspect", args=["KEY"]),
    )


def print_view(request: HttpRequest) -> HttpResponse:
    """`/matrix/print/`: the grid alone, for paper."""
    reading = store.reading_now()
    moment: Moment = moment_asked(request.GET.get("at", ""), timezone.now(), store.zone(reading.facts))
    view = asked_view(request, reading, moment.at)
    shown = grid(reading, view)
    context = {
        "grid": shown,
        "rows": _rows(asker_of(request), reading, shown, view, []).html(shown.lines),
        "two_rows": _has_groups(shown),
        "query": request.GET.urlencode(),
        "moment": moment,
        "view": view,
    }
    return render(request, "governance/print.html", context)
