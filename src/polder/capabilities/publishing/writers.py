"""Who writes: whom the editor is open to, and who is offered to begin something."""

from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.signals import user_logged_in
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

_KEPT: Final = timedelta(minutes=5)


def opens_the_editor(person: Person, at: datetime) -> bool:
    """Who writes anywhere, and who has the design of anything, for templates are written there too (M13)."""
    if writes_anywhere(person, at):
        return True
    designs = mandate.things_where(person, "edit", "design", at=at, aspect="pk")
    return Aspect.objects.filter(designs).exists()


def writes_anywhere(person: Person, at: datetime) -> bool:
    """Does the person hold `edit` or `publish` for the content of any aspect (G11)? For showing; what is done asks again.

    At most three queries, however many aspects there are.
    """
    writes = mandate.things_where(person, "edit", at=at, aspect="pk")
    publishes = mandate.things_where(person, "publish", at=at, aspect="pk")
    found = Aspect.objects.filter(writes | publishes).exists()
    cache.set(_key(person), found, _KEPT.total_seconds())
    return found


@receiver(user_logged_in, dispatch_uid="publishing.writers")
def _find_out(user: Person, **_rest: object) -> None:
    """At sign-in, so that the first page knows."""
    writes_anywhere(user, timezone.now())


def known_to_write(request: HttpRequest) -> bool:
    """For the menu of every page, where it is a fact and no right: what was found out lately, so mostly without a query."""
    person = getattr(request, "person", None)
    if person is None:
        return False
    known: bool | None = cache.get(_key(person))
    return writes_anywhere(person, timezone.now()) if known is None else known


def _key(person: Person) -> str:
    return f"publishing.writes.{person.pk}"
