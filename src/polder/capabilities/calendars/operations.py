"""Links to feeds: made, read, revoked. Whoever has one reads it; so it is shown once, and can be taken back."""

import hashlib
import secrets
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from polder.base.errors import PolderError
from polder.capabilities.calendars.models import Feed
from polder.ground.ledger import acts
from polder.ground.organisation.models import Body, Person

MOST: Final = 20


class TooMany(PolderError):
    """Somebody has as many links as anybody needs."""

    code = "invalid"
    status = 422


def make_link(*, by: Person, at: datetime, body: Body | None = None) -> str:
    """The secret of a new link; it is told this once. Raises TooMany."""
    secret = secrets.token_urlsafe(32)
    with acts.act():
        if Feed.objects.filter(person=by, revoked_at=None).count() >= MOST:
            raise TooMany(_("You have %(most)d links already. Take one back first.") % {"most": MOST})
        feed = Feed.objects.create(person=by, body=body, digest=digest_of(secret), made_at=at)
        acts.record("feed.made", thing=f"feed:{feed.pk}", by=by.pk, at=at)
    return secret


def revoke(feed: Feed, *, by: Person, at: datetime) -> None:
    """Nobody reads by it any more. One's own; of others there is none to be found."""
    with acts.act():
        if Feed.objects.filter(pk=feed.pk, person=by, revoked_at=None).update(revoked_at=at):
            acts.record("feed.revoked", thing=f"feed:{feed.pk}", by=by.pk, at=at)


def feed_of(secret: str, at: datetime) -> Feed | None:
    """The link with this secret, while it holds and its person is here. One query."""
    found = Feed.objects.select_related("person", "body").filter(digest=digest_of(secret), revoked_at=None).first()
    return found if found is not None and found.person.counts(at) else None


def digest_of(secret: str) -> str:
    """What is kept of it: a leaked table opens no feed."""
    return hashlib.sha256(secret.encode()).hexdigest()
