"""What is done to channels, and to the place of an item among the news. Each asks `publish` on the aspect, `close` asks `edit`."""

from datetime import datetime

from django.utils.text import slugify
from django.utils.translation import gettext as _

from polder.base.stamps import stamp
from polder.features.news.errors import Invalid, Stale, WrongState
from polder.features.news.models import Channel, NewsItem
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def open_channel(
    aspect: Aspect, *, comments: bool = True, reactions: bool = True, escalates: bool = False, by: Person, at: datetime
) -> Channel:
    """News appears under the aspect from now on; one channel for each. Raises Refused, WrongState."""
    with acts.act():
        granted = mandate.require(by, "publish", aspect, at=at)
        if Channel.objects.filter(aspect=aspect).exists():
            raise WrongState(_("There is a channel about “%(aspect)s” already.") % {"aspect": aspect})
        channel = Channel.objects.create(
            aspect=aspect, slug=_free_slug(aspect.name), comments=comments, reactions=reactions, escalates=escalates
        )
        acts.record(
            "channel.opened", thing=f"channel:{channel.pk}", by=by.pk, at=at, aspect=aspect.pk, mandate=granted,
            acting_for=granted["for"],
        )  # fmt: skip
    return channel


def change_channel(
    channel: Channel,
    *,
    comments: bool,
    reactions: bool,
    escalates: bool,
    by: Person,
    at: datetime,
    seen: str | None = None,
) -> Channel:
    """What readers may do there, and who hears of must-reads left unread. `seen` is the channel `as_opened`.

    Raises Refused, Stale when somebody else changed it since.
    """
    with acts.act():
        row = Channel.objects.select_for_update(of=("self",)).select_related("aspect").get(pk=channel.pk)
        granted = mandate.require(by, "publish", row.aspect, at=at)
        if seen is not None and seen != as_opened(row):
            raise Stale(
                _("Somebody else changed this channel since you opened it. Save again to put yours in its place.")
            )
        wanted = {"comments": comments, "reactions": reactions, "escalates": escalates}
        changed = {name: value for name, value in wanted.items() if getattr(row, name) != value}
        if changed:
            for name, value in changed.items():
                setattr(row, name, value)
            row.save(update_fields=sorted(changed))
            acts.record(
                "channel.changed", thing=f"channel:{row.pk}", by=by.pk, at=at, aspect=row.aspect_id, mandate=granted,
                acting_for=granted["for"], data=changed,
            )  # fmt: skip
    return row


def as_opened(channel: Channel) -> str:
    """What stands in its form."""
    return stamp(channel.comments, channel.reactions, channel.escalates)


def highlight(item: NewsItem, *, until: datetime | None, by: Person, at: datetime) -> None:
    """Above the other news until a moment; None: not any more. Raises Refused, WrongState, Invalid for a moment gone by."""
    with acts.act():
        row = NewsItem.objects.select_for_update(of=("self",)).select_related("aspect").get(pk=item.pk)
        if row.aspect is None or row.binned_at is not None:
            raise WrongState(_("This item is not there any more."))
        granted = mandate.require(by, "publish", row.aspect, at=at)
        if not row.live:
            raise WrongState(_("Publish it first: nobody can read it yet."))
        if until is not None and until <= at:
            raise Invalid(_("That moment has passed. Choose one that is still to come."))
        row.highlighted_until = until
        row.save(update_fields=["highlighted_until"], clean=False)
        acts.record(
            "page.highlighted", thing=f"page:{row.pk}", by=by.pk, at=at, aspect=row.aspect_id, mandate=granted,
            acting_for=granted["for"], data={"until": None if until is None else until.isoformat()},
        )  # fmt: skip


def close(item: NewsItem, closed: bool, *, by: Person, at: datetime) -> None:
    """No comments and reactions on the item from now on, or again: by who moderates there, at once. Raises Refused, WrongState."""
    with acts.act():
        row = NewsItem.objects.select_for_update(of=("self",)).select_related("aspect").get(pk=item.pk)
        if row.aspect is None or row.binned_at is not None:
            raise WrongState(_("This item is not there any more."))
        granted = mandate.require(by, "edit", row.aspect, at=at)
        if row.closed == closed:
            return
        row.closed = closed
        row.save(update_fields=["closed"], clean=False)
        acts.record(
            "page.talk_closed" if closed else "page.talk_opened", thing=f"page:{row.pk}", by=by.pk, at=at,
            aspect=row.aspect_id, mandate=granted, acting_for=granted["for"],
        )  # fmt: skip


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "news"
    taken = set(Channel.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug
