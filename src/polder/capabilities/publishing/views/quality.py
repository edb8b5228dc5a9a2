"""What is wrong in the pages where one writes, each with whose work it is and one thing to do; leaving one as it is."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from polder.base.toasts import toast
from polder.base.words import say_day
from polder.capabilities.publishing import readings
from polder.capabilities.publishing.findings import accepting, queries
from polder.capabilities.publishing.models import PageFinding
from polder.capabilities.publishing.quality import THEMES
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

PER_PAGE = 25
_FOR = timedelta(days=90)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/quality/?theme=links&aspect=leave&accepted=1`."""
    person, at = asker_of(request), timezone.now()
    accepted = request.GET.get("accepted") == "1"
    theme, aspect = request.GET.get("theme", ""), request.GET.get("aspect", "")
    aspect = aspect if aspect.isprintable() else ""
    mine = queries.where_writing(person, at)
    everything = queries.open_at(at, accepted=accepted).filter(mine)
    of_aspect = everything.filter(page__aspect__key=aspect) if aspect else everything
    shown = of_aspect.filter(theme=theme) if theme in THEMES else of_aspect
    page = Paginator(queries.by_page(shown), PER_PAGE).get_page(request.GET.get("page"))
    listed = queries.listed(shown, [row["page"] for row in page], at)
    context = {
        "nav_key": "quality",
        "page": page,
        "listed": listed,
        "themes": _themes(of_aspect),
        "theme": theme if theme in THEMES else "",
        "aspects": list(everything.order_by("page__aspect__name").values_list("page__aspect__key", "page__aspect__name").distinct()),
        "aspect": aspect,
        "accepted": accepted,
        "total": of_aspect.order_by().values("page").distinct().count(),
        "keeps": queries.aspects_kept(person, listed, at),
    }  # fmt: skip
    return render(request, "publishing/quality.html", context)


def of_aspect(thing: Model, asker: Person, at: datetime) -> queries.OfAspect | None:
    """On the page of an aspect: as things are now, for who may edit there now, whatever moment that page shows."""
    return queries.of_aspect(thing, asker, timezone.now())


def _themes(findings: QuerySet[PageFinding]) -> list[tuple[str, Any, int]]:
    """Key, name and number of pages of each theme with something."""
    counted = dict(findings.order_by().values_list("theme").annotate(n=Count("page", distinct=True)))
    return [(key, name, counted[key]) for key, name in THEMES.items() if key in counted]


class AcceptForm(forms.Form):
    """Why it may stay, and until when."""

    reason = forms.CharField(
        label=gettext_lazy("Why may it stay as it is?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=500
    )
    until = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """`/quality/12/accept/`: for who writes there; the operation asks whether they may publish."""
    person, at = asker_of(request), timezone.now()
    seen = queries.open_at(at).filter(queries.where_writing(person, at)).select_related("page__aspect")
    row = get_object_or_404(seen, pk=pk)
    today = readings.calendar().today(at)
    form = AcceptForm(request.POST or None, initial={"until": today + _FOR})
    if request.method == "POST" and form.is_valid():
        until = form.cleaned_data["until"]
        accepting.accept(row, reason=form.cleaned_data["reason"], until=until, by=person, at=at)
        toast(request, _("Accepted until %(day)s") % {"day": say_day(until, today, weekday=False)})
        return redirect("publishing:quality")
    context = {"nav_key": "quality", "form": form, "found": queries.said(row), "page_of_it": row.page}
    return render(request, "publishing/quality_accept.html", context, status=422 if form.errors else 200)
