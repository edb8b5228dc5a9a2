"""Passkeys and authenticator apps as allauth.mfa keeps them, with our words and our QR code."""

import base64
from typing import Any, ClassVar

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.ground.organisation.models import Person


def qr_code(text: str, title: str) -> SafeString:
    """The text as an inline SVG, dark on light in either theme. `title` is its accessible name."""
    drawn: str = segno.make(text, error="m").svg_inline(
        scale=4, border=2, dark="#000", light="#fff", title=title, svgclass="qr", lineclass=None, omitsize=True
    )
    return mark_safe(drawn)  # noqa: S308  # segno writes it, and escapes the title


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    error_messages: ClassVar[dict[str, str | Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This code is not right, or no longer right. Take a new one."),
        "cannot_delete_authenticator": gettext_lazy(
            "This is the only way you can sign in. Add another one before you remove it."
        ),
    }

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.email or user.number or user.key)

    def build_totp_svg(self, url: str) -> SafeString:
        return qr_code(url, _("QR code for your authenticator app"))

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return can_do_without(authenticator)

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002  # allauth names it
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Passkey %(number)d") % {"number": count + 1}


def can_do_without(authenticator: Authenticator) -> bool:
    """Would its person still be able to sign in?"""
    person = authenticator.user
    if person.has_usable_password():
        return True
    others = Authenticator.objects.filter(user_id=person.pk).exclude(pk=authenticator.pk)
    return bool(others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists())


def has_way_in(person: Person) -> bool:
    """Has the person a password, a passkey or an authenticator app?"""
    if person.has_usable_password():
        return True
    kept = Authenticator.objects.filter(user_id=person.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
    return bool(kept.exists())


def _box() -> Fernet:
    """Secrets of authenticator apps are worth nothing to whoever has the database alone."""
    key = salted_hmac("polder.authenticator", "secret", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    return Fernet(base64.urlsafe_b64encode(key))
