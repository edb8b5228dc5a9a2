"""What the intranet may cost in a year, what was ordered and paid, and what is left (B9)."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.errors import PolderError
from polder.base.toasts import toast
from polder.capabilities.publishing import readings
from polder.features.bodies import money_files, operations, year_of_money
from polder.features.bodies.effects import BudgetLine
from polder.features.bodies.models import Entry
from polder.features.bodies.money_forms import EntryForm, FileForm, ForecastForm, RoundForm, enterable
from polder.features.bodies.operations.spending import Given
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import colleague_of

SHOWN = 50
_SALT = "bodies.money"
_HOUR = 3600


@require_GET
def budget(request: HttpRequest) -> HttpResponse:
    """`/budget/?year=2026`: by aspect, for everybody who works here; guests are not told."""
    asker, at = colleague_of(request), timezone.now()
    today = readings.calendar().today(at)
    year = _year(request.GET.get("year", ""), today.year)
    lines = year_of_money.of_year(year)
    mine = enterable(asker, at)
    entries = Entry.objects.filter(year=year, aspect__in=mine.values("pk")).select_related("aspect", "by")
    total = year_of_money.summed(lines)
    context = {
        "nav_key": "budget", "year": year, "years": sorted({*_years(), today.year}, reverse=True), "lines": lines,
        "total": total, "chart": year_of_money.chart(year, lines, today), "entries": list(entries[:SHOWN]),
        "may_enter": mine.exists(), "may_propose": bool(RoundForm(asker=asker, at=at, lines=[]).fields["body"].queryset),  # type: ignore[attr-defined]
        "next_year": year + 1,
    }  # fmt: skip
    return render(request, "bodies/budget.html", context)


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """`/budget/entry/`: something ordered or paid."""
    asker, at = colleague_of(request), timezone.now()
    today = readings.calendar().today(at)
    form = EntryForm(request.POST or None, asker=asker, at=at, year=today.year)
    if request.method == "POST" and form.is_valid():
        try:
            made = operations.enter(form.given(), by=asker, at=at, today=today)
        except PolderError as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, _("Entered"))
            return redirect(f"{reverse('bodies:budget')}?year={made.year}")
    return _form(request, form, _("Something ordered or paid"))


@require_http_methods(["GET", "POST"])
def foresee(request: HttpRequest) -> HttpResponse:
    """`/budget/forecast/`: what the year will cost."""
    asker, at = colleague_of(request), timezone.now()
    form = ForecastForm(request.POST or None, asker=asker, at=at)
    if request.method == "POST" and form.is_valid():
        year = readings.calendar().today(at).year
        operations.foresee(**form.cleaned_data, year=year, by=asker, at=at)
        toast(request, _("Entered"))
        return redirect("bodies:budget")
    return _form(request, form, _("What the year will cost"))


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """An entry that was a mistake; of aspects that are not one's own there is none."""
    asker, at = colleague_of(request), timezone.now()
    row = get_object_or_404(Entry, pk=pk, aspect__in=enterable(asker, at).values("pk"))
    operations.withdraw(row, by=asker, at=at)
    toast(request, _("Taken back"))
    return redirect(f"{reverse('bodies:budget')}?year={row.year}")


@require_http_methods(["GET", "POST"])
def load(request: HttpRequest) -> HttpResponse:
    """`/budget/file/`: a file is read and shown; posted again with what was shown, it is entered."""
    asker, at = colleague_of(request), timezone.now()
    mine = list(enterable(asker, at))
    kept = request.POST.get("kept", "")
    if kept:
        return _enter_all(request, kept, asker, mine)
    form = FileForm(request.POST or None, request.FILES or None)
    seen, signed = None, ""
    if request.method == "POST" and form.is_valid():
        known = {name.casefold(): each.key for each in mine for name in (each.key, each.name)}
        upload = form.cleaned_data["file"]
        seen = money_files.read(upload.read(money_files.MOST_BYTES + 1), upload.name, known)
        _refuse_known(seen, {each.key: each.pk for each in mine})
        signed = "" if seen.troubles or not seen.lines else signing.dumps(_plain(seen), salt=_SALT, compress=True)
    context = {
        "nav_key": "budget", "form": form, "seen": seen, "kept": signed,
        "names": {each.key: each.name for each in mine},
        "sum": sum((line.amount for line in seen.lines), Decimal(0)) if seen else None,
    }  # fmt: skip
    status = 422 if form.errors or (seen is not None and seen.troubles) else 200
    return render(request, "bodies/budget_file.html", context, status=status)


@require_http_methods(["GET", "POST"])
def round_of_year(request: HttpRequest, year: int) -> HttpResponse:
    """`/budget/2027/`: next year's budget as a proposal, from what this one had."""
    asker, at = colleague_of(request), timezone.now()
    if not 2000 < year < 2200:
        raise Http404
    lines = year_of_money.of_year(year - 1)
    form = RoundForm(request.POST or None, asker=asker, at=at, lines=lines)
    if not form.fields["body"].queryset:  # type: ignore[attr-defined]
        raise Http404
    if request.method == "POST" and form.is_valid():
        changes = [BudgetLine(year, aspect.key, amount) for aspect, amount in form.amounts()]
        try:
            made = operations.propose(
                form.cleaned_data["body"], aspect=Aspect.objects.get(parent=None), by=asker, at=at,
                title=_("Budget %(year)s") % {"year": year}, changes=changes,
            )  # fmt: skip
        except PolderError as refused:
            form.add_error(None, str(refused))
        else:
            toast(request, _("Proposed: it is signed off in a meeting."))
            return redirect(made)
    before = {"year": year - 1, "total": year_of_money.summed(lines)}
    return _form(request, form, _("Propose the budget of %(year)s") % {"year": year}, before)


def _enter_all(request: HttpRequest, kept: str, asker: Person, mine: list[Aspect]) -> HttpResponse:
    at = timezone.now()
    try:
        rows = signing.loads(kept, salt=_SALT, max_age=_HOUR)
    except signing.BadSignature:
        toast(request, _("What you looked at is too old. Choose the file again."))
        return redirect("bodies:budget_file")
    aspects = {each.key: each for each in mine}
    try:
        given = [
            Given("actual", aspects[key], date.fromisoformat(on), Decimal(amount), title, reference)
            for key, on, amount, title, reference in rows
        ]
    except KeyError:
        raise Http404 from None
    operations.enter_all(given, by=asker, at=at, today=readings.calendar().today(at))
    toast(request, _("Entered: %(count)s payments") % {"count": len(given)})
    return redirect("bodies:budget")


def _refuse_known(seen: money_files.Read, aspects: dict[str, int]) -> None:
    references = {line.reference for line in seen.lines if line.reference}
    rows = Entry.objects.filter(kind="actual", withdrawn_at=None, reference__in=references)
    known = set(rows.values_list("aspect", "reference"))
    for line in seen.lines:
        if (aspects[line.aspect], line.reference) in known:
            seen.wrong(line.number, _("“%(reference)s” was entered already.") % {"reference": line.reference})


def _plain(seen: money_files.Read) -> list[list[str]]:
    return [[row.aspect, row.on.isoformat(), str(row.amount), row.title, row.reference] for row in seen.lines]


def _form(request: HttpRequest, form: Any, heading: str, before: dict[str, Any] | None = None) -> HttpResponse:
    context = {"nav_key": "budget", "form": form, "heading": heading, "before": before}
    return render(request, "bodies/budget_form.html", context, status=422 if form.errors else 200)


def _year(asked: str, this_year: int) -> int:
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else this_year


def _years() -> set[int]:
    from polder.features.bodies import budgets

    return {*budgets.years(), *Entry.objects.order_by().values_list("year", flat=True).distinct()}
