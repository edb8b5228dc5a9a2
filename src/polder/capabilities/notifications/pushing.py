"""Telling devices: what is due is said once on each, ever more seldom tried where a push service does not answer."""

import http.client
import json
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from polder.base import outside
from polder.capabilities.notifications import notices, outages, tasks, webpush
from polder.capabilities.notifications.models import Notice, PushSubscription
from polder.capabilities.notifications.webpush import Device, NoSuchKey
from polder.ground.organisation.models import Organisation, Person

_AT_MOST: Final = 100  # people in one round
_SECONDS: Final = 5.0
_LEASE: Final = timedelta(minutes=5)
_STALE: Final = timedelta(hours=24)  # after a day nobody wants to be rung for it
_MISSES: Final = 5  # in a row, then the device is forgotten
logger = logging.getLogger(__name__)


def push_due(at: datetime) -> int:
    """Tell the devices of everyone for whom something is due. How many people were told of something."""
    begun, told = monotonic(), 0
    waiting = Notice.objects.filter(push_due__lte=at).order_by("push_due").values_list("person_id", flat=True)
    for person in list(dict.fromkeys(waiting[: _AT_MOST * 10]))[:_AT_MOST]:
        told += push_for(person, at)
        if monotonic() - begun > _SECONDS:
            break
    return told


def push_for(number: int, at: datetime) -> bool:
    """Whether this person's devices were told.

    What is due is put off while it is on its way, then taken off the list. Killed between, it is said again, and the
    device shows it in the place of the first.
    """
    taken = _take(number, at)
    if not taken:
        return False
    person = taken[0].person
    devices = list(PushSubscription.objects.filter(person=person))
    message = _message(person, taken, at) if devices and person.counts(at) else None
    again_at = _tell_all(devices, message, at) if message is not None else None
    fresh = [notice.pk for notice in taken if again_at is not None and again_at - notice.at < _STALE]
    mine = Notice.objects.filter(pk__in=[notice.pk for notice in taken], push_due=at + _LEASE)
    mine.filter(pk__in=fresh).update(push_due=again_at)
    mine.exclude(pk__in=fresh).update(push_due=None)
    return message is not None and again_at is None


@transaction.atomic
def _take(number: int, at: datetime) -> list[Notice]:
    due = Notice.objects.filter(person=number, push_due__lte=at)
    taken = list(due.select_for_update(skip_locked=True).select_related("person").order_by("at", "pk"))
    Notice.objects.filter(pk__in=[notice.pk for notice in taken]).update(push_due=at + _LEASE)
    return taken


def _message(person: Person, taken: Sequence[Notice], at: datetime) -> bytes | None:
    """What the device shows, in its owner's language; None when it is no news any more."""
    organisation = Organisation.objects.filter(pk=1).first()
    language = person.language or (organisation.language if organisation else settings.LANGUAGE_CODE)
    with translation.override(language), timezone.override(notices.hours_of(person).zone):
        said = _said(person, [notice for notice in taken if notice.read_at is None], at)
        if not said:
            return None
        title, body, address, tag = said[0]
        if len(said) > 1:
            rest = len(said) - 1
            body = ngettext("and %(n)d more", "and %(n)d more", rest) % {"n": rest}
            asked = any(each[3].startswith("task") for each in said)
            address, tag = reverse("notifications:inbox" if asked else "notifications:notices"), "several"
    return json.dumps(
        {
            "title": title[:150],
            "body": body[:300],
            "address": address,
            "tag": tag,
            "lang": language,
            "name": organisation.name if organisation else "Polder",
        }
    ).encode()


def _said(person: Person, new: Sequence[Notice], at: datetime) -> list[tuple[str, str, str, str]]:
    """(title, body, address, tag) of each that is still news or still waits, once for each task."""
    words = notices.words_for(person, new, at)
    asked = {notice.kind for notice in new if (kind := notices.kind_of(notice.kind)) is not None and kind.task}
    waiting = {(task.kind, task.thing): task for task in tasks.for_person(person, at)} if asked else {}
    found: dict[str, tuple[str, str, str, str]] = {}
    for notice in new:
        task = waiting.get((notice.kind, notice.thing))
        if notice.pk in words:
            one, tag = words[notice.pk], f"notice:{notice.pk}"
            found[tag] = (one.title, one.detail, one.address, tag)
        elif task is not None and notice.kind in asked:
            tag = f"task:{task.key}"
            found[tag] = (task.title, task.detail, task.address, tag)
    return list(found.values())


def _tell_all(devices: Sequence[PushSubscription], message: bytes, at: datetime) -> datetime | None:
    """When the devices that could not be told are tried again; None when all were, or are given up."""
    again = [moment for device in devices if (moment := _tell(device, message, at)) is not None]
    return min(again, default=None)


def _tell(device: PushSubscription, message: bytes, at: datetime) -> datetime | None:
    try:
        host = outside.check(device.endpoint)
        known = outages.of(f"push:{host}")
        if known is not None and known.next_at > at:
            return known.next_at
        body = webpush.seal(message[: webpush.LONGEST], Device(device.p256dh, device.auth))
        status = outside.post(device.endpoint, body, _headers(device.endpoint, at))
    except (outside.NotOutside, NoSuchKey) as error:
        logger.warning("A device of person %s is forgotten: %s", device.person_id, error)
        device.delete()
        return None
    except (OSError, http.client.HTTPException) as error:
        return _again(host, f"{type(error).__name__}: {error}", at)
    return _judge(device, host, status, at)


def _judge(device: PushSubscription, host: str, status: int, at: datetime) -> datetime | None:
    """What a push service's answer means (RFC 8030 and 8292)."""
    if status < 300:
        outages.over(f"push:{host}")
        if device.failed:
            PushSubscription.objects.filter(pk=device.pk).update(failed=0)
    elif status in {404, 410} or device.failed + 1 >= _MISSES:  # the browser has taken it back
        device.delete()
    elif status == 429 or status >= 500:
        return _again(host, f"It answered {status}.", at)
    else:
        PushSubscription.objects.filter(pk=device.pk).update(failed=device.failed + 1)
    return None


def _again(host: str, trouble: str, at: datetime) -> datetime:
    outages.note(f"push:{host}", trouble[:500], at)
    known = outages.of(f"push:{host}")
    return known.next_at if known is not None else at + _LEASE


def _headers(endpoint: str, at: datetime) -> dict[str, str]:
    return {
        "Authorization": webpush.authorisation(endpoint, at),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(_STALE.total_seconds())),
        "Urgency": "normal",
    }
