"""The settings of an aspect, and a new aspect under one: collected with other changes, or applied at once."""

import hashlib
from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from polder.base.toasts import toast
from polder.governance import collecting, operations, store, touching
from polder.governance.changes import Assign, ChangeAspect, CreateAspect, MatrixLine, apply, problems
from polder.governance.facts import Aspect, AspectKey, PartyKey
from polder.governance.models import Aspect as AspectRow
from polder.governance.resolution import Reading
from polder.governance.settable import settable_aspects
from polder.governance.touching import Touched
from polder.governance.views.aspects import settings_of
from polder.governance.views.settings_forms import NewAspectForm, SettingsForm
from polder.ground.organisation import naming
from polder.ground.organisation.views.acting import asker_of


@require_http_methods(["GET", "POST"])
def aspect_edit(request: HttpRequest, key: str) -> HttpResponse:
    """`/aspects/homepage/settings/`: anybody may fill it in; who may not set it proposes."""
    reading = store.reading_now()
    aspect = _aspect(reading, key)
    form = SettingsForm(request.POST or None, reading, aspect)
    seen = _digest(aspect)
    stale = request.method == "POST" and request.POST.get("seen") != seen
    foreseen, touched = "", list[Touched]()
    if request.method == "POST" and form.is_valid() and not stale:
        settings = form.changes()
        if not settings:
            toast(request, _("Nothing is different"))
            return redirect("governance:aspect", key)
        title = _("Settings of %(name)s") % {"name": aspect.name}
        line = ChangeAspect(aspect.key, settings)
        foreseen = _named(line)
        touched = [] if request.POST.get("do") == "collect" else _foretold(request, reading, line)
        if request.POST.get("do") != "look" and (not touched or request.POST.get("foreseen") == foreseen):
            return _done(request, [line], title, aspect.key)
    context = _context(request, reading, aspect) | {
        "form": form, "seen": seen, "stale": stale, "foreseen": foreseen, "touched": touched,
    }  # fmt: skip
    return render(request, "governance/settings.html", context, status=_status(form, stale=stale))


@require_http_methods(["GET", "POST"])
def aspect_new(request: HttpRequest, key: str) -> HttpResponse:
    """`/aspects/homepage/new/`: a new aspect under it."""
    reading = store.reading_now()
    parent = _aspect(reading, key)
    form = NewAspectForm(request.POST or None, reading)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = Aspect(
            AspectKey(naming.free_key(AspectRow, given["name"])),
            given["name"],
            parent.key,
            given["kind"],
            four_eyes=True if given["four_eyes"] else None,
        )
        lines: list[MatrixLine] = [CreateAspect(made)]
        if given["responsible"]:
            lines.append(Assign(made.key, "*", PartyKey(given["responsible"]), "R"))
        if given["accountable"]:
            lines.append(Assign(made.key, "*", PartyKey(given["accountable"]), "A"))
        return _done(request, lines, _("New: %(name)s") % {"name": made.name}, made.key)
    context = _context(request, reading, parent) | {"form": form}
    return render(request, "governance/aspect_new.html", context, status=_status(form))


def _done(request: HttpRequest, lines: Sequence[MatrixLine], title: str, aspect: AspectKey) -> HttpResponse:
    """Applied at once when that button was pressed; else one of the person's changes. Typed errors are told."""
    person, now = asker_of(request), timezone.now()
    if request.POST.get("do") == "apply":
        operations.apply_lines(lines, title=title, by=person, at=now)
        toast(request, _("Applied"))
        return redirect("governance:aspect", aspect)
    draft = collecting.collect(lines, title=title, by=person, at=now)
    toast(request, _("Added to your changes"))
    return redirect(draft)


def _foretold(request: HttpRequest, reading: Reading, line: ChangeAspect) -> list[Touched]:
    """What it would touch; nothing where it cannot be done at all: applying it says why."""
    person, now = asker_of(request), timezone.now()
    if problems(reading.facts, [line], now):
        return []
    after = Reading(apply(reading.facts, [line], now))
    whole = line.aspect in settable_aspects(reading, person.key, now)
    return touching.foretell(touching.Question(reading, after, now, person, whole))


def _named(line: ChangeAspect) -> str:
    """Names what was looked at before it is applied: other values are looked at anew."""
    return hashlib.sha256(repr(sorted(line.settings.items())).encode()).hexdigest()[:16]


def _aspect(reading: Reading, key: str) -> Aspect:
    found = reading.facts.aspects.get(AspectKey(key))
    if found is None:
        raise Http404
    return found


def _context(request: HttpRequest, reading: Reading, aspect: Aspect) -> dict[str, object]:
    now = timezone.now()
    guardian = reading.guardian(aspect.key)
    return {
        "nav_key": "matrix",
        "aspect": aspect,
        "line": [reading.facts.aspects[above] for above in reversed(reading.line(aspect.key))],
        "settings": list(settings_of(reading, aspect.key)),
        "guardian": reading.facts.bodies[guardian].name if guardian else "",
        "settable": aspect.key in settable_aspects(reading, asker_of(request).key, now),
        "back": reverse("governance:aspect", args=[aspect.key]),
    }


def _digest(aspect: Aspect) -> str:
    """Names the settings as the form showed them: another one means that somebody was first."""
    return hashlib.sha256(repr(aspect).encode()).hexdigest()[:16]


def _status(form: SettingsForm | NewAspectForm, *, stale: bool = False) -> int:
    if stale:
        return 409
    return 422 if form.errors else 200
