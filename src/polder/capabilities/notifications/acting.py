"""Links that lead from a mail to one act: they say who may do what with which thing, and until when. Signed.

A link does nothing by itself: whoever opens it signs in, reads what will happen, and presses a button. So neither a
scanner that follows links nor whoever finds a forwarded mail can act.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from django.core.signing import BadSignature, Signer, b62_decode, b62_encode
from django.urls import reverse

_SALT: Final = "polder.notifications.acting"
LASTS: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Link:
    """Person number `person` may do `action` with the task of `kind` about `thing`, as it was `shown`; made at `made_at`."""

    person: int
    kind: str
    thing: str
    action: str
    made_at: datetime
    shown: str = ""

    def holds(self, at: datetime) -> bool:
        """Links of mail that is weeks old are not used any more."""
        return self.made_at <= at < self.made_at + LASTS


def address(link: Link) -> str:
    """Where the link leads, without the host."""
    made_at = b62_encode(int(link.made_at.timestamp()))
    parts = (b62_encode(link.person), link.kind, link.thing, link.action, made_at, link.shown)
    return reverse("notifications:act", args=[Signer(salt=_SALT, sep="~").sign("~".join(parts))])


def read(token: str) -> Link | None:
    """The link, or None when nobody here made it."""
    try:
        parts = Signer(salt=_SALT, sep="~").unsign(token).split("~")
    except BadSignature:
        return None
    person, kind, thing, action, made_at, shown = parts
    return Link(b62_decode(person), kind, thing, action, datetime.fromtimestamp(b62_decode(made_at), UTC), shown)
