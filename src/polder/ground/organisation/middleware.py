"""Who is asking, of which organisation, at every request."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve
from django.utils import timezone

from polder.ground.organisation.models import Organisation, Person
from polder.ground.organisation.signin.mfa import has_way_in
from polder.ground.organisation.signin.views import SET_UP

# What somebody may open who has signed in with a one-time code and must still choose how to sign in next time.
_WHILE_SETTING_UP = {
    "organisation:set_up",
    "mfa_add_webauthn",
    "mfa_activate_totp",
    "account_set_password",
    "account_logout",
    "base:preferences",
    "base:manifest",
}


class PresentPerson:
    """Sets `request.person` and `request.organisation`, each maybe None; what follows runs in the organisation's zone.

    Somebody who left since they signed in is signed out (G1).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, Person) and not user.counts(timezone.now()):
            logout(request)
            user = AnonymousUser()
        request.person = user if isinstance(user, Person) else None  # type: ignore[attr-defined]
        if isinstance(user, Person) and request.session.get(SET_UP) and _must_set_up(request, user):
            return redirect("organisation:set_up")
        organisation = Organisation.objects.filter(pk=1).first()
        request.organisation = organisation  # type: ignore[attr-defined]
        with timezone.override(ZoneInfo(organisation.zone) if organisation else None):
            return self.get_response(request)


def _must_set_up(request: HttpRequest, person: Person) -> bool:
    if has_way_in(person):
        del request.session[SET_UP]
        return False
    if request.path_info.startswith(settings.STATIC_URL):
        return False
    try:
        return resolve(request.path_info).view_name not in _WHILE_SETTING_UP
    except Resolver404:
        return True
