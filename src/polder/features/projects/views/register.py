"""The register of projects, and proposing one: what lies near it is told while the form is filled in (B11)."""

from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from polder.base.parts import render_part
from polder.base.toasts import toast
from polder.features.projects import near, operations, queries, saying
from polder.features.projects.errors import NearOthers
from polder.features.projects.forms import MORE, MOST_ROWS, ProjectForm
from polder.features.projects.models import Project
from polder.governance import becoming
from polder.governance.becoming import Given
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of, colleague_of, done, form_page

NAV = {"nav_key": "projects"}
PER_PAGE = 30


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """`/projects/?q=permits&state=live&aspect=homepage`: all that the asker may see."""
    person, at = asker_of(request), timezone.now()
    words, key = _given(request, "q"), _given(request, "aspect")
    state = _given(request, "state") if "state" in request.GET else "live"
    aspect = Aspect.objects.filter(key=key).first() if key else None
    found = queries.found(person, at, words=words, state=state, aspect=aspect)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        **NAV, "page": page, "q": words, "state": state, "aspect": aspect, "states": Project.State.choices, "at": at,
        "missing": queries.missing_voices(page.object_list),
        "may_propose": person.kind != Person.Kind.GUEST, "filtered": bool(words or aspect or state != "live"),
    }  # fmt: skip
    return render_part(request, "projects/index.html#found", context, page="projects/index.html")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """`/projects/new/`: `do=look` and `do=rows` only show the form again; `do=join:key` and `do=merge:key` ask another."""
    person, at = colleague_of(request), timezone.now()
    rows, begun_as = _rows(request), becoming.given(_given(request, "from"), person, at)
    if request.method == "GET":
        form = _begun(ProjectForm(asker=person, at=at, rows=rows), request, begun_as)
        return form_page(request, "projects/form.html", form, {**_context(form, None, rows), "begun_as": begun_as})
    form = ProjectForm(request.POST, asker=person, at=at, rows=rows)
    what, _colon, key = request.POST.get("do", "").replace("\x00", "").partition(":")
    if what in {"look", "rows"}:
        shown = _nearby(form, person, at)
        for name in [name for name in form.errors if not form.data.get(name)]:
            del form.errors[name]  # what is still to be filled in is no mistake yet
        return render(request, "projects/form.html", {**_context(form, shown, rows), "begun_as": begun_as})
    if what in {"join", "merge"}:
        return _ask_another(request, form, what, key, person, at)
    made: list[Project] = []
    origin = "" if begun_as is None else begun_as.ref
    if done(form, lambda: made.append(operations.propose(origin=origin, by=person, at=at, **form.values()))):
        toast(request, _("Proposed. Who answers for “%(aspect)s” decides.") % {"aspect": made[0].aspect.name})
        return redirect(made[0])
    if isinstance(form.refused, NearOthers):
        form.add_error("in_spite", _("Say why, or join one of them."))
    shown_again = {**_context(form, _nearby(form, person, at), rows), "begun_as": begun_as}
    return form_page(request, "projects/form.html", form, shown_again)


@require_POST
def nearby(request: HttpRequest) -> HttpResponse:
    """What lies near the form as it is filled in now; a part for htmx, nothing is kept."""
    person, at = colleague_of(request), timezone.now()
    form = ProjectForm(request.POST, asker=person, at=at, rows=_rows(request))
    return render(request, "projects/_near.html", _context(form, _nearby(form, person, at), 0))


def shown_near(found: near.Nearby, at: datetime) -> list[dict[str, Any]]:
    """Each with its reasons in words."""
    today = timezone.localdate(at)
    return [{"near": each, "project": each.project, "reasons": saying.reasons(each, today)} for each in found.found]


def _ask_another(
    request: HttpRequest, form: ProjectForm, what: str, key: str, person: Person, at: datetime
) -> HttpResponse:
    """To join one that is near, or to bring in what is proposed here, instead of sending it."""
    other = queries.projects_visible_to(person, at).filter(key=key).first()
    if other is None:
        raise Http404
    form.is_valid()
    data = form.cleaned_data
    function, goal = data.get("function") or "", data.get("goal") or ""

    def ask() -> None:
        if what == "join":
            operations.ask_to_join(
                other, function=function, text=goal, share=int(data.get("share") or 20), by=person, at=at
            )
        else:
            mine = [operations.Member(person, function, share=int(data.get("share") or 20))] if function else []
            others = [member for member in form.members() if member.person.pk != person.pk]
            operations.ask_to_merge(other, text=goal, people=[*mine, *others], by=person, at=at)

    form.errors.clear()  # what a request needs is less than what a proposal needs
    if done(form, ask):
        toast(request, _("Asked. %(owner)s answers.") % {"owner": other.owner.name})
        return redirect(other)
    return form_page(request, "projects/form.html", form, _context(form, _nearby(form, person, at), _rows(request)))


def _begun(form: ProjectForm, request: HttpRequest, begun_as: Given | None) -> ProjectForm:
    """With what the address says: an aspect, or what the project begins as."""
    form.fields["owner"].initial = form.asker
    form.fields["aspect"].initial = Aspect.objects.filter(key=_given(request, "aspect")).first()
    if begun_as is not None:
        given = {"name": begun_as.title, "goal": begun_as.text or begun_as.title, "aspect": begun_as.aspect}
        for name, value in given.items():
            form.fields[name].initial = value
    return form


def _nearby(form: ProjectForm, person: Person, at: datetime) -> near.Nearby:
    form.is_valid()
    return near.near_to(form.draft(), person, at)


def _context(form: ProjectForm, found: near.Nearby | None, rows: int) -> dict[str, Any]:
    shown = [] if found is None else shown_near(found, form.at)
    return {
        **NAV, "form": form, "near": shown, "more": found is not None and found.more, "looked": found is not None, "rows": rows,
        "more_rows": rows + MORE, "can_grow": rows < MOST_ROWS,
    }  # fmt: skip


def _rows(request: HttpRequest) -> int:
    given = request.POST.get("rows", "")
    if request.POST.get("do", "").startswith("rows:"):
        given = request.POST["do"].partition(":")[2]
    return min(int(given), MOST_ROWS) if given.isascii() and given.isdecimal() and len(given) < 4 else 0


def _given(request: HttpRequest, name: str) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:200]
