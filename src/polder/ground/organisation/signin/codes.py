"""One-time codes of invitations: sixty bits, in letters that cannot be mistaken for each other on paper."""

import secrets
from typing import Final

from django.utils.crypto import constant_time_compare, salted_hmac

from polder.ground.organisation.models import Invitation

ALPHABET: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, 1, I, O
LENGTH: Final = 12
GROUP: Final = 4
_BETWEEN = str.maketrans("", "", "- \u00a0\u2010\u2011\u2013")


def fresh_nonce() -> str:
    """What a code follows from, together with the secret key of the installation."""
    return secrets.token_urlsafe(32)


def code_of(invitation: Invitation) -> str:
    """The code as it is printed: `K7QM-2XVB-93DT`."""
    digest = salted_hmac("polder.invitation", f"{invitation.person_id}:{invitation.nonce}", algorithm="sha256").digest()
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:LENGTH])
    return "-".join(letters[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def matches(invitation: Invitation, typed: str) -> bool:
    """Is this the code of the invitation, whatever its case, spaces and hyphens? In constant time."""
    return constant_time_compare(plain(typed), plain(code_of(invitation)))


def plain(typed: str) -> str:
    """What was typed, as the alphabet writes it."""
    return typed.upper().translate(_BETWEEN)[:40]
