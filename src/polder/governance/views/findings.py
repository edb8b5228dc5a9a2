"""What is wrong or at risk, by severity, aspect and owner; each with one thing to do. Accepting one needs a reason."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from polder.base.toasts import toast
from polder.base.words import say_day
from polder.governance import finding_words, findings, operations, store
from polder.governance.facts import AspectKey, PartyKey, PersonKey
from polder.governance.finding_rules import RULES, SEVERITIES, Found
from polder.governance.findings import OpenFinding
from polder.governance.grid import parties_of, party_name
from polder.governance.models import Aspect
from polder.governance.resolution import Reading
from polder.governance.views.asof import moment_asked
from polder.ground.organisation.views.acting import asker_of


@dataclass(frozen=True, slots=True)
class Shown:
    """One finding as a screen says it."""

    open: OpenFinding
    sentence: str
    meaning: str
    since: str
    owner: str
    mine: bool
    remedy: finding_words.Remedy
    key: str  # names it in an address

    @property
    def severity(self) -> str:
        return self.open.found.severity


@require_GET
def found(request: HttpRequest) -> HttpResponse:
    """`/findings/?severity=high&aspect=homepage&mine=1`."""
    now = timezone.now()
    reading = store.reading_now()
    moment = moment_asked(request.GET.get("at", ""), now, store.zone(reading.facts))
    everything = shown_findings(reading, moment.at, asker_of(request).key)
    severity, aspect = request.GET.get("severity", ""), request.GET.get("aspect", "")
    owner = request.GET.get("owner", "")
    listed = [
        each
        for each in everything
        if (not severity or each.severity == severity)
        and (not aspect or each.open.found.aspect == aspect)
        and (not owner or each.open.owner == owner)
        and ("mine" not in request.GET or each.mine)
    ]
    to_mend = [each for each in everything if each.open.accepted is None]
    by_severity = Counter(each.severity for each in to_mend)
    context = {
        "nav_key": "findings",
        "moment": moment,
        "counts": [(name, by_severity[name]) for name in SEVERITIES],
        "listed": [each for each in listed if each.open.accepted is None],
        "accepted": [each for each in listed if each.open.accepted is not None],
        "severity": severity,
        "aspect": reading.facts.aspects.get(AspectKey(aspect)),
        "mine": "mine" in request.GET,
        "mine_count": sum(each.mine for each in to_mend),
        "owner": owner,
        "owners": _named((each.open.owner, each.owner) for each in everything if each.open.owner),
        "aspects": _named((each.open.found.aspect, _aspect_name(reading, each)) for each in everything),
        "total": len(to_mend),
        "codes": [
            (code, finding_words.name(code), finding_words.meaning(code))
            for code in (*(rule.code for rule in RULES), *finding_words.registered())
        ],
    }
    return render(request, "governance/findings.html", context)


def _named(pairs: Iterable[tuple[str | None, str]]) -> list[tuple[str | None, str]]:
    """Keys with their names, each once, by name: the choices of a filter."""
    return sorted(dict(pairs).items(), key=lambda pair: pair[1].casefold())


def _aspect_name(reading: Reading, each: Shown) -> str:
    return reading.facts.aspects[each.open.found.aspect].name


def shown_findings(reading: Reading, at: datetime, person: str, *, aspects: Iterable[str] | None = None) -> list[Shown]:
    """Open findings in words, the most severe first; accepted ones too. With `aspects` only those about these."""
    mine = parties_of(reading, PersonKey(person), at)
    return [_shown(reading, each, at, mine) for each in findings.open_now(reading, at, aspects=aspects)]


def _shown(reading: Reading, each: OpenFinding, at: datetime, mine: frozenset[PartyKey]) -> Shown:
    days = finding_words.days_since(each.found.since, at)
    return Shown(
        open=each,
        sentence=finding_words.sentence(reading, each.found),
        meaning=finding_words.meaning(each.found.code),
        since="" if days is None else finding_words.since_words(days),
        owner=party_name(reading, each.owner) if each.owner else _("nobody"),
        mine=each.owner in mine,
        remedy=finding_words.remedy(reading, each.found),
        key="~".join(each.found.identity),
    )


class AcceptForm(forms.Form):
    """Why it may stay, and until when."""

    reason = forms.CharField(
        label=gettext_lazy("Why may it stay as it is?"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000
    )
    until = forms.DateField(
        label=gettext_lazy("Until"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, key: str) -> HttpResponse:
    """`/findings/no_deputy~homepage~*~/accept/`: leave a finding as it is, for a time and with a reason."""
    now = timezone.now()
    reading = store.reading_now()
    one = _asked(reading, key, now)
    form = AcceptForm(request.POST or None, initial={"until": now.date() + timedelta(days=90)})
    if request.method == "POST" and form.is_valid():
        operations.accept_finding(
            one, reason=form.cleaned_data["reason"], until=form.cleaned_data["until"], by=asker_of(request), at=now
        )
        toast(
            request,
            _("Accepted until %(day)s") % {"day": say_day(form.cleaned_data["until"], now.date(), weekday=False)},
        )
        return redirect("governance:findings")
    context = {
        "nav_key": "findings",
        "form": form,
        "sentence": finding_words.sentence(reading, one),
        "aspect": get_object_or_404(Aspect, key=one.aspect),
    }
    return render(request, "governance/accept.html", context, status=422 if form.errors else 200)


def _asked(reading: Reading, key: str, at: datetime) -> Found:
    for each in findings.open_now(reading, at):
        if "~".join(each.found.identity) == key:
            return each.found
    raise Http404
