"""The matrix is shown to everyone who works here; to a guest only who does, answers for or is asked about something in it.

P10 of things that are read: everyone is every active employee. For other guests there is no matrix at any address.
"""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from polder.governance import mandate
from polder.governance.facts import FACETS
from polder.governance.models import Aspect
from polder.ground.ledger import once
from polder.ground.organisation.models import Person


def sees_the_matrix(person: Person, at: datetime) -> bool:
    """No query for an employee; for a guest four at most, once in a look."""
    if person.kind != Person.Kind.GUEST:
        return True
    return once.once("sees_the_matrix", person.pk, make=lambda: _has_part_in_it(person, at))


def sees_it(request: HttpRequest) -> bool:
    """The same of who asks: for the menu."""
    person = getattr(request, "person", None)
    return person is not None and sees_the_matrix(person, timezone.now())


def closed_to_guests[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """The view, which for other guests is not there."""

    @wraps(view)
    def opened(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        request: Any = args[0]
        if request.user.is_authenticated and not sees_it(request):
            raise Http404
        return view(*args, **kwargs)

    return opened


def _has_part_in_it(person: Person, at: datetime) -> bool:
    for facet in FACETS:
        if Aspect.objects.filter(mandate.things_where(person, "view_draft", facet, at=at, aspect="pk")).exists():
            return True
    return False
