"""What every screen that changes something shares."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from polder.base.errors import PolderError
from polder.ground.organisation.errors import Invalid, Stale
from polder.ground.organisation.forms.fields import AsksAbout
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import registration


def asker_of(request: HttpRequest) -> Person:
    """Who asks. Only for views that are closed to the signed-out."""
    person: Person = request.person  # type: ignore[attr-defined]  # set by PresentPerson
    return person


def colleague_of(request: HttpRequest) -> Person:
    """Who asks, who works here: what all colleagues see does not exist for guests (P10). Raises Http404 for these."""
    person = asker_of(request)
    if person.kind == Person.Kind.GUEST:
        raise Http404
    return person


def for_operators(request: HttpRequest) -> Person:
    """Who asks, if they register. Raises NotAssigned, which names who does."""
    asker = asker_of(request)
    registration.require(asker, timezone.now())
    return asker


def done(form: AsksAbout, act: Callable[[], object]) -> bool:
    """Did the act happen? If it was refused the form says why, and what was typed stays.

    A form catches what the middleware else would answer with a page: whoever filled it in must not lose their work, and
    whoever was second must see what changed and choose.
    """
    if not form.is_valid():
        return False
    try:
        act()
    except PolderError as refused:
        field = refused.field if isinstance(refused, Invalid) and refused.field in form.fields else None
        form.add_error(field, str(refused))
        for line in refused.details:
            form.add_error(None, str(line))
        if isinstance(refused, Stale):
            form.look_again()
        form.refused = refused
        return False
    return True


def form_page(request: HttpRequest, template: str, form: AsksAbout, context: dict[str, Any]) -> HttpResponse:
    """The page of a form; 422 when it was not accepted, or the status of what refused it."""
    status = 200
    if form.is_bound:
        status = form.refused.status if form.refused is not None else 422
    return render(request, template, {"form": form, **context}, status=status)
