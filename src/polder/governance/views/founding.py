"""The first run: an empty installation becomes an organisation with a working matrix, in three steps.

Only while nothing is loaded, for whoever has the founding code. What was filled in waits in the session, but never a
password; nothing is written before the last step, and that is one act (operations.found).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, Final

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from polder.base.errors import PolderError
from polder.base.parts import render_part
from polder.governance import founding_code, operations, template_matrix
from polder.governance.changes import Assign, CreateAspect, CreateRole, MatrixLine
from polder.governance.facts import Aspect, Body, Facts
from polder.governance.importing.reading import Reading
from polder.governance.loading import is_loaded
from polder.governance.operations.founding import GUARDIAN, ROOT
from polder.governance.resolution import Reading as Organisation
from polder.governance.views import importing
from polder.governance.views import importing_parties as who
from polder.governance.views.founding_forms import CodeForm, OrganisationForm, PeopleForm
from polder.governance.views.importing_answers import read_with
from polder.governance.views.importing_upload import (
    MOST_BYTES,
    NotKept,
    Upload,
    forget,
    is_too_large,
    kept,
    refuses_too_large,
)
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person

_SESSION: Final = "polder_founding"  # what was filled in so far
_OPENED: Final = "polder_founding_code"  # proof that the code was given
TEMPLATE, EMPTY = "template", "empty"


@dataclass(frozen=True, slots=True)
class First:
    """The first matrix as it will be founded."""

    lines: Sequence[MatrixLine]
    reading: Reading | None = None
    fingerprint: str = ""
    file: str = ""

    @property
    def aspects(self) -> int:
        return 1 + sum(isinstance(line, CreateAspect) for line in self.lines)

    @property
    def roles(self) -> int:
        return sum(isinstance(line, CreateRole) for line in self.lines)

    @property
    def letters(self) -> int:
        return sum(isinstance(line, Assign) for line in self.lines)


def while_empty[**P](
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Elsewhere the address does not exist; without the code it leads to where that is asked."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if is_loaded():
            raise Http404
        if view is not _found and request.session.get(_OPENED) != _proof():
            return redirect("governance:found")
        try:
            return view(request, *args, **kwargs)
        except NotKept:  # the file waited too long: a way on, not a dead end
            request.session[_SESSION] = _so_far(request) | {"start": "", "token": "", "answers": ""}
            return redirect(f"{reverse('governance:found_matrix')}?gone")

    return login_not_required(never_cache(guarded))


def _proof() -> str:
    return salted_hmac("polder.founding", founding_code.code(), algorithm="sha256").hexdigest()


def _found(request: HttpRequest) -> HttpResponse:
    """`/found/?code=K7QM-...`: the code, then step 1, the organisation."""
    if request.session.get(_OPENED) != _proof():
        return _ask_code(request)
    form = OrganisationForm(request.POST or None, initial=_so_far(request) or {"language": translation.get_language()})
    if request.method == "POST" and form.is_valid():
        request.session[_SESSION] = _so_far(request) | form.cleaned_data
        return redirect("governance:found_matrix")
    return render(request, "governance/found.html", {"form": form, "step": 1}, status=422 if form.is_bound else 200)


found = while_empty(_found)


def _ask_code(request: HttpRequest) -> HttpResponse:
    given = request.POST if request.method == "POST" else request.GET
    form = CodeForm(given if "code" in given or request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        request.session.cycle_key()
        request.session[_OPENED] = _proof()
        return redirect("governance:found")
    return render(request, "governance/found_code.html", {"form": form}, status=422 if form.is_bound else 200)


@refuses_too_large
@while_empty
def found_matrix(request: HttpRequest) -> HttpResponse:
    """`/found/matrix/`, step 2: a template, nothing yet, or a file."""
    if not _so_far(request):
        return redirect("governance:found")
    start = None if is_too_large(request) else request.POST.get("start")
    if start in {TEMPLATE, EMPTY}:
        request.session[_SESSION] = _so_far(request) | {"start": start, "token": "", "answers": ""}
        return redirect("governance:found_people")
    trouble, status, token = importing.take_file(request)
    if token:
        return redirect("governance:found_read", token)
    if not trouble and "gone" in request.GET:
        trouble, status = str(NotKept()), NotKept.status
    context = {
        "step": 2,
        "trouble": trouble,
        "kinds": importing.KINDS,
        "megabytes": MOST_BYTES // (1024 * 1024),
        "template": First(template_matrix.template()),
    }
    return render(request, "governance/found_matrix.html", context, status=status)


@while_empty
def found_read(request: HttpRequest, token: str) -> HttpResponse:
    """`/found/matrix/TOKEN/`: what was read of the file, with its questions; POST goes on with these answers."""
    upload = kept(request, token)
    if request.method == "POST":
        answers = request.POST.copy()
        answers.pop("csrfmiddlewaretoken", None)
        given = {"start": "file", "token": token, "answers": answers.urlencode()}
        request.session[_SESSION] = _so_far(request) | given
        return redirect("governance:found_people")
    understood = read_with(upload.data, upload.name, request.GET)
    proposal, people = who.proposed(understood, _bare(request), timezone.now(), request.GET, under=ROOT)
    context = importing.shown(understood, request.GET, people, proposal.findings) | {
        "step": 2,
        "upload": upload,
        "compared": who.compared(proposal),
        "here": reverse("governance:found_read", args=[token]),
    }
    return render_part(request, "governance/found_read.html#reading", context)


@sensitive_post_parameters("password")
@while_empty
def found_people(request: HttpRequest) -> HttpResponse:
    """`/found/people/`, step 3: who founds and who guards; then it is founded, and the operator is signed in."""
    so_far = _so_far(request)
    if not so_far.get("start"):
        return redirect("governance:found_matrix" if so_far else "governance:found")
    now = timezone.now()
    first = _first(request, now)
    form = PeopleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            operator = _found_it(so_far, form, first, now)
        except PolderError as wrong:  # said beside the form, which keeps what was filled in
            form.add_error(None, [str(wrong), *map(str, wrong.details)])
        else:
            return _welcome(request, operator)
    context = {"form": form, "step": 3, "first": first, "so_far": so_far}
    return render(request, "governance/found_people.html", context, status=422 if form.is_bound else 200)


def _found_it(so_far: dict[str, Any], form: PeopleForm, first: First, at: datetime) -> Person:
    """All of it or nothing: the organisation, its first decision, and how the operator signs in."""
    with acts.act(alone=True):
        decision = operations.found(
            name=so_far["name"],
            operator=form.operator(),
            guardian=so_far["guardian"],
            chair=form.other_chair(),
            lines=first.lines,
            zone=so_far["zone"],
            language=so_far["language"],
            reading=first.reading.as_json() if first.reading else None,
            fingerprint=first.fingerprint,
            at=at,
        )
        operator = decision.author
        assert operator is not None  # noqa: S101  # whoever founds is the author
        operator.set_password(form.cleaned_data["password"])
        operator.save(update_fields=["password"])
    return operator


def _welcome(request: HttpRequest, operator: Person) -> HttpResponse:
    token = _so_far(request).get("token", "")
    if token:
        forget(request, token)
    founding_code.throw_away()
    for name in (_SESSION, _OPENED):
        request.session.pop(name, None)
    login(request, operator, backend=settings.AUTHENTICATION_BACKENDS[0])
    record_authentication(request, operator, "password")
    return redirect("governance:matrix")


def _first(request: HttpRequest, at: datetime) -> First:
    """The lines of the first matrix, as chosen in step 2; read anew from the file, so that nothing stale is founded."""
    so_far = _so_far(request)
    if so_far["start"] == TEMPLATE:
        with translation.override(so_far["language"]):
            return First(template_matrix.template())
    if so_far["start"] == EMPTY:
        return First(())
    upload: Upload = kept(request, so_far["token"])
    answers = QueryDict(so_far["answers"])
    understood = read_with(upload.data, upload.name, answers)
    proposal, _people = who.proposed(understood, _bare(request), at, answers, under=ROOT)
    return First(proposal.lines, understood.reading, upload.fingerprint, upload.name)


def _bare(request: HttpRequest) -> Organisation:
    """The organisation before its matrix: the intranet and its guardian, which a file may name."""
    so_far = _so_far(request)
    guardian = Body(GUARDIAN, "steering_group", so_far.get("guardian", ""))
    root = Aspect(ROOT, "Intranet", kind="root", guardian=GUARDIAN)
    return Organisation(Facts(so_far.get("zone", ""), aspects={ROOT: root}, bodies={GUARDIAN: guardian}))


def _so_far(request: HttpRequest) -> dict[str, Any]:
    return dict(request.session.get(_SESSION, {}))
