"""What people do with what they are told: read it, choose how they are told, name a device."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from polder.base import outside
from polder.base.errors import PolderError
from polder.capabilities.notifications import notices, rhythm
from polder.capabilities.notifications.models import Hours, Notice, Preference, PushSubscription
from polder.capabilities.notifications.rhythm import ChannelName, Chosen, RhythmName
from polder.capabilities.notifications.webpush import Device, NoSuchKey
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


class Unknown(PolderError):
    """A kind, channel or rhythm that is not there."""

    code = "invalid"
    status = 422


def read(numbers: Iterable[int], *, by: Person, at: datetime) -> int:
    """The person has read these notices of theirs. How many were new."""
    return notices.told(by, at).order_by().filter(pk__in=list(numbers), read_at=None).update(read_at=at)


def read_all(*, by: Person, at: datetime) -> int:
    """The person has read all they were told up to now. How many were new."""
    return notices.told(by, at).order_by().filter(read_at=None).update(read_at=at)


def read_about(thing: str, *, by: Person, at: datetime) -> int:
    """The person has seen the thing itself: what they were told of it is no news. For the page that shows it."""
    return notices.told(by, at).order_by().filter(thing=thing, read_at=None).update(read_at=at)


def unread(read_at: datetime, *, by: Person, at: datetime) -> int:
    """Takes back what was read at that very moment."""
    return notices.told(by, at).order_by().filter(read_at=read_at).update(read_at=None)


@dataclass(frozen=True, slots=True)
class Day:
    """When a person is told; `zone` "" for the organisation's."""

    zone: str = ""
    morning: time = time(8)
    weekday: int = 0
    quiet_from: time | None = None
    quiet_until: time | None = None
    quiet_weekend: bool = False
    away_from: date | None = None
    away_until: date | None = None


def choose(choices: Mapping[tuple[str, ChannelName], RhythmName], day: Day, *, by: Person, at: datetime) -> None:
    """The person is told in these rhythms from now on, also of what has not left yet.

    What is not named stays as it was. Raises Unknown for a kind, channel, rhythm or zone that is not there, and for
    a kind that would no longer be told here at all.
    """
    _check(choices, day)
    with acts.act():
        usual = {kind.key: notices.rhythms_of(kind) for kind in notices.kinds()}
        for (kind, channel), wanted in choices.items():
            if usual[kind][channel] == wanted:
                Preference.objects.filter(person=by, kind=kind, channel=channel).delete()
            else:
                Preference.objects.update_or_create(person=by, kind=kind, channel=channel, defaults={"rhythm": wanted})
        Hours.objects.update_or_create(
            person=by,
            defaults={
                "zone": day.zone, "morning": day.morning, "weekday": day.weekday, "quiet_from": day.quiet_from,
                "quiet_until": day.quiet_until, "quiet_weekend": day.quiet_weekend,
                "away_from": day.away_from, "away_until": day.away_until,
            },
        )  # fmt: skip
        _plan_anew(by, at)
        acts.record("telling.changed", thing=f"person:{by.pk}", by=by.pk, at=at)


def _check(choices: Mapping[tuple[str, ChannelName], RhythmName], day: Day) -> None:
    for (kind, channel), wanted in choices.items():
        known = notices.kind_of(kind)
        if known is None or known.fixed or channel not in rhythm.CHANNELS or wanted not in rhythm.RHYTHMS:
            raise Unknown(_("That can no longer be chosen. Open the page again and choose anew."))
        if channel == "web" and wanted == "never":
            raise Unknown(_("What you must know is always shown here. Choose every morning or once a week."))
    if day.zone and day.zone not in available_timezones():
        raise Unknown(_("There is no time zone “%(zone)s”.") % {"zone": day.zone})
    if (day.quiet_from is None) != (day.quiet_until is None):
        raise Unknown(_("Quiet hours have a beginning and an end. Fill in both, or neither."))
    if (day.away_from is None) != (day.away_until is None):
        raise Unknown(_("Say both from which day you are away and until which, or neither."))
    if day.away_from is not None and day.away_until is not None and day.away_until < day.away_from:
        raise Unknown(_("The last day that you are away comes before the first."))


@transaction.atomic
def _plan_anew(person: Person, at: datetime) -> None:
    """What waits for its moment gets it by the new choice; what has left stays as it is."""
    chosen, hours = notices.chosen_by(person), notices.hours_of(person)
    to_come = Q(mail_due__isnull=False) | Q(push_due__isnull=False) | Q(shown_at__gt=at)
    changed = []
    for notice in Notice.objects.filter(to_come, person=person, read_at=None):
        kind = notices.kind_of(notice.kind)
        if kind is None:
            continue
        due = rhythm.due(Chosen(chosen[notice.kind]), hours, notice.at, urgent=kind.urgent)
        if notice.shown_at is not None and notice.shown_at > at:
            notice.shown_at = due.shown_at
        if notice.mail_due is not None:
            notice.mail_due, notice.mail_held = due.mail, due.mail_held
        if notice.push_due is not None:
            notice.push_due = due.push
        changed.append(notice)
    Notice.objects.bulk_update(changed, ["shown_at", "mail_due", "mail_held", "push_due"], batch_size=200)


_DEVICES = 12  # more is somebody trying something


def add_device(endpoint: str, p256dh: str, auth: str, *, device: str, by: Person, at: datetime) -> PushSubscription:
    """This device of the person is told from now on; whoever used its browser before is not told there any more.

    Raises Unknown for keys that are none, and for an address that does not lead to the wide world.
    """
    try:
        outside.check(endpoint)
        keys = Device(p256dh, auth)
        keys.point(), keys.secret()
    except (outside.NotOutside, NoSuchKey) as error:
        raise Unknown(_("Your browser gave an address that Polder cannot use: %(why)s") % {"why": error}) from error
    with acts.act():
        mine, made = PushSubscription.objects.update_or_create(
            endpoint=endpoint,
            defaults={"person": by, "p256dh": p256dh, "auth": auth, "device": device[:120], "failed": 0, "made_at": at},
        )
        newest = PushSubscription.objects.filter(person=by).order_by("-made_at", "-pk").values_list("pk", flat=True)
        PushSubscription.objects.filter(person=by).exclude(pk__in=list(newest[:_DEVICES])).delete()
        acts.record("telling.changed", thing=f"person:{by.pk}", by=by.pk, at=at, data={"device": made})
    return mine


def remove_device(number: int, *, by: Person, at: datetime) -> bool:
    """The device is told nothing any more. Whether it was one of the person's."""
    with acts.act():
        gone = PushSubscription.objects.filter(pk=number, person=by).delete()[0]
        if gone:
            acts.record("telling.changed", thing=f"person:{by.pk}", by=by.pk, at=at)
    return bool(gone)
