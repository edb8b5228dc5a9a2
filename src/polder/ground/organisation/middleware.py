"""Who is asking, at every request."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from polder.ground.organisation.models import Person


class PresentPerson:
    """Sets `request.person`, or None; somebody who left since they signed in is signed out (G1)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, Person) and not user.counts(timezone.now()):
            logout(request)
            user = AnonymousUser()
        request.person = user if isinstance(user, Person) else None  # type: ignore[attr-defined]
        return self.get_response(request)
