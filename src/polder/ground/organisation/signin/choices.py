"""Language and theme: what somebody chose is kept with the person and comes along when they sign in."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from polder.base.frame import THEME_COOKIE, THEMES, Preferences
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import people

_YEAR = int(timedelta(days=365).total_seconds())


def bring_choices(response: HttpResponse, person: Person) -> HttpResponse:
    """Put the person's choices on the answer that signs them in; where they chose nothing, this browser's stay."""
    for name, value in ((settings.LANGUAGE_COOKIE_NAME, person.language), (THEME_COOKIE, person.theme)):
        if value:
            response.set_cookie(
                name, value, max_age=_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
            )
    return response


def keep_choices(request: HttpRequest, chosen: Preferences) -> None:
    """Hook of the frame: remember the choice with whoever is signed in."""
    person: Person | None = getattr(request, "person", None)
    if person is not None:
        people.prefer(person, at=timezone.now(), language=chosen.language, theme=chosen.theme)


def kept_choices(request: HttpRequest) -> Preferences:
    """Hook of the frame: what the person chose earlier."""
    person: Person | None = getattr(request, "person", None)
    if person is None:
        return Preferences()
    theme = next((theme for theme in THEMES if theme == person.theme), None)
    return Preferences(theme=theme, language=person.language or None)
