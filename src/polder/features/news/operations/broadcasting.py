"""Urgent messages: under an aspect of their own, at once to everybody they are for, two people where four eyes hold."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polder.capabilities.notifications import notices
from polder.capabilities.publishing import audiences
from polder.capabilities.publishing.audiences import Aim
from polder.features.news import queries, standing
from polder.features.news.errors import Invalid, NotFound, WrongState
from polder.features.news.models import Broadcast, Channel, PutAway
from polder.governance import mandate
from polder.governance.mandate import Mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person

LONGEST: Final = timedelta(days=7)
_TITLE, _TEXT = 120, 1000


def name_urgent(channel: Channel, *, under: Aspect | None, by: Person, at: datetime) -> None:
    """Urgent messages in this channel fall under that aspect from now on; None: there are none.

    Asks what setting the A of both aspects asks (G13), `assign` above them: nobody who answers for a channel gives
    themselves its siren. Raises Refused; Invalid for the channel's own aspect and for the root.
    """
    with acts.act():
        row = (
            Channel.objects.select_for_update(of=("self",)).select_related("aspect", "urgent_under").get(pk=channel.pk)
        )
        named = under or row.urgent_under
        if named is None:
            return
        if named.parent_id is None or row.aspect.parent_id is None:
            raise Invalid(_("The root answers for everything. Name an aspect below it."))
        granted = _require_above(row.aspect, by, at)
        _require_above(named, by, at)
        if under == row.aspect:
            raise Invalid(
                _("Name another aspect than that of the channel: urgent messages have a mandate of their own.")
            )
        row.urgent_under = under
        row.save(update_fields=["urgent_under"])
        _record("channel.urgent_named", f"channel:{row.pk}", named, by, at, granted, {"named": under is not None})


def broadcast(
    channel: Channel, *, title: str, text: str, audience: Aim, ends_at: datetime, by: Person, at: datetime
) -> Broadcast:
    """Send it at once, when one may publish there; under four eyes, or with `edit` alone, ask those who may (G12).

    Nobody named is everybody who works here. Raises Refused, WrongState for a channel without urgent messages,
    Invalid for a text that is missing or too long, and for an end that has passed or is too far away.
    """
    with acts.act():
        aspect = channel.urgent_under
        if aspect is None:
            raise WrongState(_("This channel has no urgent messages: no aspect was named for them."))
        granted = mandate.require(by, "edit", aspect, at=at)
        title, text = _written(title, text)
        check_end(ends_at, at)
        row = Broadcast.objects.create(
            channel=channel, aspect=aspect,
            audience=audiences.audience_of(audience.parties, audience.places, audience.languages), title=title, text=text,
            ends_at=ends_at, proposed_by=by, proposed_at=at,
        )  # fmt: skip
        data = {
            "until": ends_at.isoformat(), "for": sorted(party.ref for party in audience.parties),
            "places": len(audience.places), "languages": len(audience.languages),
        }  # fmt: skip
        _record("broadcast.proposed", f"broadcast:{row.pk}", aspect, by, at, granted, data)
        if mandate.may(by, "publish", aspect, at=at, authors=[by]).allowed:
            _send(row, by, at)
        else:
            _ask(row, at)
    return row


def approve(broadcast: Broadcast, *, by: Person, at: datetime) -> Broadcast:
    """The second pair of eyes: it goes out at once. Raises NotFound, Refused, WrongState."""
    with acts.act():
        row = _locked(broadcast)
        mandate.require(by, "publish", row.aspect, at=at, authors=[row.proposed_by])
        if row.sent_at is not None:
            raise WrongState(_("It has been sent already."))
        if not row.waits(at):
            raise WrongState(_("It was taken back, or its time is over. Write it anew."))
        _send(row, by, at)
    return row


def withdraw(broadcast: Broadcast, *, by: Person, at: datetime) -> None:
    """Take back what has not been sent. Raises NotFound, Refused, WrongState."""
    with acts.act():
        row = _locked(broadcast)
        granted = mandate.require(by, "edit", row.aspect, at=at)
        if not row.waits(at):
            raise WrongState(_("It no longer waits for anybody."))
        row.withdrawn_by, row.withdrawn_at = by, at
        row.save(update_fields=["withdrawn_by", "withdrawn_at"])
        _record("broadcast.withdrawn", f"broadcast:{row.pk}", row.aspect, by, at, granted)


def end(broadcast: Broadcast, *, by: Person, at: datetime) -> None:
    """Over before its time: it stands on no page any more. Raises NotFound, Refused, WrongState."""
    with acts.act():
        row = _locked(broadcast)
        granted = mandate.require(by, "publish", row.aspect, at=at)
        if not row.stands(at):
            raise WrongState(_("It does not stand on people's pages now."))
        row.ended_by, row.ended_at = by, at
        row.save(update_fields=["ended_by", "ended_at"])
        _record("broadcast.ended", f"broadcast:{row.pk}", row.aspect, by, at, granted)
        standing.forget()


def put_away(broadcast: Broadcast, *, by: Person, at: datetime) -> None:
    """The person has seen it. One's own, like reading a notice: no event. Raises NotFound for whom it is not for."""
    for_them = Broadcast.objects.filter(audiences.within_audience(by, at), pk=broadcast.pk, sent_at__isnull=False)
    if not for_them.exists():
        raise NotFound(_("This message is not for you, or not there any more."))
    PutAway.objects.get_or_create(broadcast_id=broadcast.pk, person=by, defaults={"at": at})


def check_end(ends_at: datetime, at: datetime) -> None:
    """Raises Invalid for an end that has passed or is too far away."""
    if ends_at <= at:
        raise Invalid(_("That moment has passed. Choose one that is still to come."))
    if ends_at > at + LONGEST:
        days = LONGEST.days
        raise Invalid(
            ngettext(
                "What is urgent for longer than %(n)d day is news: write an item.",
                "What is urgent for longer than %(n)d days is news: write an item.",
                days,
            )
            % {"n": days}
        )


def _require_above(aspect: Aspect, by: Person, at: datetime) -> Mandate:
    """The right to set the A of the aspect: `assign` on an aspect above it, the nearest that gives it (G13)."""
    above = queries.line_above(aspect)
    able = (each for each in above if mandate.may(by, "assign", each, at=at).allowed)
    return mandate.require(by, "assign", next(able, above[0]), at=at)


def _locked(broadcast: Broadcast) -> Broadcast:
    rows = Broadcast.objects.select_for_update(of=("self",)).select_related("aspect", "audience", "proposed_by")
    row = rows.filter(pk=broadcast.pk).first()
    if row is None:
        raise NotFound(_("This message is not there any more."))
    return row


def _send(row: Broadcast, by: Person, at: datetime) -> None:
    granted = mandate.require(by, "publish", row.aspect, at=at, authors=[row.proposed_by])
    numbers = list(audiences.readers_of(row.audience, at).values_list("pk", flat=True))
    if not numbers:
        raise Invalid(_("Nobody who works here belongs to whom you chose."))
    row.sent_by, row.sent_at, row.reached = by, at, len(numbers)
    row.save(update_fields=["sent_by", "sent_at", "reached"])
    notices.tell(numbers, "urgent", thing=f"broadcast:{row.pk}", event_at=at, key="sent")
    _record("broadcast.sent", f"broadcast:{row.pk}", row.aspect, by, at, granted, {"reached": len(numbers)})
    standing.forget()


def _ask(row: Broadcast, at: datetime) -> None:
    able = mandate.who_may("publish", row.aspect, at=at, authors=[row.proposed_by])
    notices.tell([one.person for one in able], "broadcast", thing=f"broadcast:{row.pk}", event_at=at, key="proposed")


def _written(title: str, text: str) -> tuple[str, str]:
    title, text = " ".join(title.split()), text.strip()
    if not title or not text:
        raise Invalid(_("Say in one line what it is, and what people must know and do."))
    if len(title) > _TITLE or len(text) > _TEXT:
        words = {"title": _TITLE, "text": _TEXT}
        raise Invalid(
            _("At most %(title)d letters in the line and %(text)d in the text: people read it running.") % words
        )
    return title, text


def _record(
    kind: str,
    thing: str,
    aspect: Aspect,
    by: Person,
    at: datetime,
    granted: Mandate,
    data: dict[str, Any] | None = None,
) -> None:
    acts.record(
        kind, thing=thing, by=by.pk, at=at, aspect=aspect.pk, mandate=granted, acting_for=granted["for"], data=data
    )
