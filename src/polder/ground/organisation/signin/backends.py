"""Who somebody says they are, and whether the password is theirs. One answer for every no."""

from datetime import datetime
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest
from django.utils import timezone

from polder.ground.organisation.models import Person


def identified(name: str, at: datetime) -> Person | None:
    """Who signs in as `name`: by e-mail address, by personnel number, or by key where there is neither.

    Case does not count. Only who counts at `at` (G1). One query.
    """
    name = name.strip()
    if not name or len(name) > 254:
        return None
    if "@" in name:
        found = Person.objects.filter(email__iexact=name)
    else:
        found = Person.objects.filter(number__iexact=name) | Person.objects.filter(
            key=name.lower(), email=None, number=None
        )
    person = found.first()
    return person if person is not None and person.counts(at) else None


class ByPassword(AuthenticationBackend):  # type: ignore[misc]  # allauth ships no types
    """Sign-in with a password. Unknown, wrong and inactive take as long and look the same."""

    def authenticate(self, request: HttpRequest | None, **credentials: Any) -> Person | None:
        password = credentials.get("password")
        name = credentials.get("email") or credentials.get("username") or ""
        if not password:
            return None
        person = identified(str(name), timezone.now())
        if person is None or not person.has_usable_password():
            Person().set_password(password)  # as much work as checking one
            return None
        return person if person.check_password(password) else None

    def user_can_authenticate(self, user: Any) -> bool:
        return isinstance(user, Person) and user.counts(timezone.now())

    def has_perm(self, user_obj: Any, perm: str, obj: Any = None) -> bool:
        return False
