"""Rehearsals on the web: scenarios that are kept, and how each went when it was played."""

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.capabilities.rehearsing import example, scenarios
from polder.capabilities.rehearsing.models import Scenario
from polder.capabilities.rehearsing.scenarios import WrongScenario
from polder.governance import store
from polder.governance.models import ChangeSet
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

PER_PAGE = 30


def _employee(request: HttpRequest) -> Person:
    """Who asks. Raises NotFound for a guest: what the organisation tries out is none of theirs (P10)."""
    return scenarios.employee(asker_of(request))


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/rehearsals/`: every scenario, and how it went last. Three queries and those of the frame."""
    person = _employee(request)
    rows = Scenario.objects.select_related("author").defer("text")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    newest = scenarios.seen_by(person).filter(scenario=OuterRef("scenario")).values("pk")[:1]
    runs = scenarios.seen_by(person).filter(scenario__in=[row.pk for row in page], pk=Subquery(newest)).defer("steps")
    last = {run.scenario_id: run for run in runs}
    listed = [(row, last.get(row.pk)) for row in page]
    return render(request, "rehearsing/index.html", {"page": page, "listed": listed, "nav_key": "rehearsals"})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`/rehearsals/new/?from=4`: begins with an example from the organisation, or with somebody else's scenario."""
    person, now = _employee(request), timezone.now()
    if request.method == "POST":
        return _saved(request, None)
    begun = Scenario.objects.filter(pk=_number(request.GET.get("from", ""))).first()
    text = begun.text if begun else example.text(store.reading_now(), now)
    context = {"title": begun.title if begun else "", "text": text, "person": person, "nav_key": "rehearsals"}
    return render(request, "rehearsing/edit.html", context)


@require_GET
def scenario(request: HttpRequest, pk: int) -> HttpResponse:
    """`/rehearsals/4/?run=12`: what is written, with what it can be played, and how one run went (the last)."""
    person = _employee(request)
    row = get_object_or_404(Scenario.objects.select_related("author"), pk=pk)
    runs = scenarios.seen_by(person).filter(scenario=row)
    number = _number(request.GET.get("run", ""))
    run = get_object_or_404(runs, pk=number) if number else runs.first()
    context = {
        "scenario": row,
        "mine": row.author_id == person.pk,
        "drafts": scenarios.to_choose_from(person),
        "against": _number(request.GET.get("against", "")) or (run.change_set_id if run else None),
        "run": run,
        "runs": list(runs.defer("steps")[: scenarios.KEPT_RUNS]),
        "nav_key": "rehearsals",
    }
    return render(request, "rehearsing/scenario.html", context)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """`/rehearsals/4/edit/`: for its author."""
    row = get_object_or_404(Scenario, pk=pk)
    if request.method == "POST":
        return _saved(request, row)
    if row.author_id != _employee(request).pk:
        return redirect(row)
    context = {"scenario": row, "title": row.title, "text": row.text, "nav_key": "rehearsals"}
    return render(request, "rehearsing/edit.html", context)


@require_POST
def play(request: HttpRequest, pk: int) -> HttpResponse:
    """Posted `against`: the number of a change set, or nothing for the organisation as it is."""
    row = get_object_or_404(Scenario, pk=pk)
    person, number = _employee(request), _number(request.POST.get("against", ""))
    change_set = get_object_or_404(ChangeSet, pk=number) if number else None
    run = scenarios.ask(row, change_set, by=person, at=timezone.now())
    return redirect(f"{row.get_absolute_url()}?run={run.pk}#run")


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Posted by its author."""
    scenarios.remove(get_object_or_404(Scenario, pk=pk), by=_employee(request), at=timezone.now())
    toast(request, _("Removed"))
    return redirect("rehearsing:index")


@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """`/rehearsals/runs/12/`: the steps of one run, asked for again while it is being played."""
    found = get_object_or_404(scenarios.seen_by(_employee(request)), pk=pk)
    then = f"{found.scenario.get_absolute_url()}?run={found.pk}"
    return render_part(request, "rehearsing/_run.html", {"run": found}, page="rehearsing/run.html", then=then)


def _saved(request: HttpRequest, row: Scenario | None) -> HttpResponse:
    title, text = request.POST.get("title", ""), request.POST.get("text", "")
    try:
        saved = scenarios.save(title, text, scenario=row, by=_employee(request), at=timezone.now())
    except WrongScenario as wrong:
        context = {"scenario": row, "title": title, "text": text, "wrong": wrong, "nav_key": "rehearsals"}
        return render(request, "rehearsing/edit.html", context, status=wrong.status)
    toast(request, _("Saved"))
    return redirect(saved)


def _number(text: str) -> int:
    """0 when it is none, or one that no row has."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else 0
