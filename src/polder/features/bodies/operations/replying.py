"""Answers that come by mail (METHOD:REPLY): read without trust, and counted only with the secret of the invitation."""

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any, Final

from django.utils.translation import gettext as _
from icalendar import Calendar

from polder.base.errors import PolderError
from polder.features.bodies import inviting
from polder.features.bodies.models import Answer, Meeting
from polder.features.bodies.operations.planning import answer
from polder.ground.organisation.models import Person

MOST_BYTES: Final = 1_000_000
_COMES: Final = {"ACCEPTED": "yes", "DECLINED": "no", "TENTATIVE": "maybe"}
_TO: Final = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
_SECRET: Final = re.compile(r"\+([0-9a-f]{40})@")
_UID: Final = re.compile(r"meeting-(\d{1,18})@")
_AHEAD: Final = timedelta(hours=1)  # so far another clock may be before ours
logger = logging.getLogger(__name__)


class ReplyRefused(PolderError):
    """An answer by mail that does not count."""

    code = "invalid"
    status = 422


@dataclass(frozen=True, slots=True)
class Reply:
    """What a message says."""

    meeting: int
    sequence: int
    stamp: datetime
    email: str
    comes: str
    secrets: frozenset[str]


def receive(message: bytes, *, at: datetime) -> Answer:
    """One message of the mail gateway. Raises ReplyRefused, or what `answer` raises; each refusal is logged.

    Forged (no secret of the invitation, or of somebody else's), replayed (not newer than what was answered) and overtaken
    ones (of before the meeting was moved) change nothing.
    """
    try:
        reply = read(message)
        return _count(reply, at)
    except PolderError as refused:
        logger.warning("An answer to an invitation does not count: %s", refused)
        raise


def read(message: bytes) -> Reply:
    """What it says, believed or not. Raises ReplyRefused for what is no answer."""
    if len(message) > MOST_BYTES:
        raise ReplyRefused(_("This message is too long for an answer."))
    try:
        mail = message_from_bytes(message, policy=policy.default)
        [calendar] = [_calendar(text) for text in _parts(mail)]
        secrets = frozenset(_secrets(mail))
        [event] = calendar.walk("VEVENT")
        if str(calendar.get("METHOD", "")).upper() != "REPLY":
            raise ValueError
        attendee = event["ATTENDEE"]
        found = _UID.match(str(event["UID"]))
        if isinstance(attendee, list) or found is None or str(event["UID"]) != inviting.uid_of(int(found[1])):
            raise ValueError
        stamp: Any = event.decoded("DTSTAMP")
        return Reply(
            int(found[1]), int(event.get("SEQUENCE", 0)), stamp if stamp.tzinfo else stamp.replace(tzinfo=UTC),
            re.sub("^mailto:", "", str(attendee), flags=re.IGNORECASE).strip().lower(),
            _COMES[str(attendee.params.get("PARTSTAT", "")).upper()], secrets,
        )  # fmt: skip
    except ReplyRefused:
        raise
    except Exception as wrong:  # whatever a hostile message does to the libraries that read it
        raise ReplyRefused(_("This message is no answer to an invitation.")) from wrong


def _count(reply: Reply, at: datetime) -> Answer:
    meeting = Meeting.objects.select_related("body").filter(pk=reply.meeting).first()
    person = Person.objects.filter(email__iexact=reply.email).first()
    known = (
        meeting is not None
        and person is not None
        and any(inviting.is_secret_of(given, meeting.pk, person.pk, reply.sequence) for given in reply.secrets)
    )
    if meeting is None or person is None or not known:
        raise ReplyRefused(_("This answer does not show the secret of an invitation to this address."))
    if reply.stamp > at + _AHEAD:
        raise ReplyRefused(_("This answer says it was written later than now."))
    before = Answer.objects.filter(meeting=meeting, person=person).first()
    if before is not None and before.sequence == meeting.sequence:
        newest = before.stamp or before.at.replace(microsecond=0)
        if reply.stamp <= newest:
            raise ReplyRefused(_("A newer answer has come already."))
    return answer(meeting, comes=reply.comes, by=person, at=at, sequence=reply.sequence, stamp=reply.stamp)


def _parts(mail: EmailMessage) -> Iterator[str]:
    """The calendars in it, each once."""
    seen = set()
    for part in mail.walk():
        if part.get_content_type() in {"text/calendar", "application/ics"}:
            content = part.get_payload(decode=True)
            text = content.decode("utf-8", "replace") if isinstance(content, bytes) else ""
            if text and text not in seen:
                seen.add(text)
                yield text


def _calendar(text: str) -> Calendar:
    return Calendar.from_ical(text)


def _secrets(mail: EmailMessage) -> Iterator[str]:
    values = [str(value) for name in _TO for value in mail.get_all(name, [])]
    for _name, address in getaddresses(values):
        yield from _SECRET.findall(address.lower())
