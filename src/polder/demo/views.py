"""Being somebody else for a while, and the tour. Closed wherever this is no demonstration."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from polder.demo.mode import is_demo
from polder.demo.personas import KEYS, PERSONAS
from polder.demo.tour import SESSION_KEY, STEPS, step_of
from polder.ground.organisation.models import Person
from polder.ground.organisation.views.acting import asker_of

BACKEND = "polder.ground.organisation.signin.backends.ByPassword"


def only_in_demo(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Elsewhere the address does not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not is_demo():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@only_in_demo
@login_not_required
def personas(request: HttpRequest) -> HttpResponse:
    """Eight people to be, each with what they come for."""
    names = dict(Person.objects.filter(key__in=KEYS).values_list("key", "name"))
    chosen = [(persona, names[persona.key]) for persona in PERSONAS if persona.key in names]
    return render(request, "demo/personas.html", {"personas": chosen})


@only_in_demo
@login_not_required
@require_POST
def be(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as a persona with one click; a tour goes on where it was."""
    if key not in KEYS:
        raise Http404
    person = get_object_or_404(Person, key=key)
    at_step = request.session.get(SESSION_KEY)
    login(request, person, backend=BACKEND)
    if at_step is not None:
        request.session[SESSION_KEY] = at_step
    return redirect(_next(request, key))


@only_in_demo
@require_POST
def go(request: HttpRequest, step: int) -> HttpResponse:
    """To step `step` (from 0) of the tour, as the person it needs; beyond the last one the tour ends."""
    if step >= len(STEPS):
        request.session.pop(SESSION_KEY, None)
        return redirect("workspace:home")
    wanted = STEPS[step]
    if asker_of(request).key != wanted.persona:
        login(request, get_object_or_404(Person, key=wanted.persona), backend=BACKEND)
    request.session[SESSION_KEY] = step
    return redirect(wanted.address())


@only_in_demo
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Leave the tour; home offers to resume it."""
    step = step_of(request)
    request.session.pop(SESSION_KEY, None)
    if step is not None:
        request.session["tour_left_at"] = step
    return redirect("workspace:home")


def _next(request: HttpRequest, key: str) -> str:
    """Where the tour was when it needs this persona; else home."""
    step = step_of(request)
    return STEPS[step].address() if step is not None and STEPS[step].persona == key else "/"
