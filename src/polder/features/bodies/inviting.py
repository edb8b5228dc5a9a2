"""Invitations as calendars exchange them (iTIP, RFC 5546): asked, moved, called off; each with a secret of its own.

The organizer of an invitation is our own address with the secret in it (`polder+<secret>@example.org`): whoever answers
shows it, so that nobody answers for another, and an answer to an invitation that was overtaken is known by it.
"""

from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac
from icalendar import Calendar, Event, vCalAddress, vText

from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Letter
from polder.features.bodies.models import Meeting
from polder.ground.organisation.models import Person

_SALT = "polder.bodies.invitation"


def secret_of(meeting: int, person: int, sequence: int) -> str:
    """Of one invitation of one person. Made anew from our key, so that nothing has to be kept."""
    return salted_hmac(_SALT, f"{meeting}:{person}:{sequence}", algorithm="sha256").hexdigest()[:40]


def is_secret_of(given: str, meeting: int, person: int, sequence: int) -> bool:
    """Compared without telling by time how much of it was right."""
    return constant_time_compare(given, secret_of(meeting, person, sequence))


def uid_of(meeting: int) -> str:
    """The same as in feeds, so that a calendar that has both knows them as one."""
    return f"meeting-{meeting}@{urlsplit(settings.POLDER_BASE_URL).hostname or 'localhost'}"


def answers_to(secret: str) -> str:
    """The address that answers go to."""
    local, _at, host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")
    return f"{local.partition('+')[0] or 'polder'}+{secret}@{host or 'localhost'}"


def letter(person: Person, notice: Notice, at: datetime) -> Letter | None:
    """The usual mail with the invitation beside it, as the meeting stands now."""
    meeting = Meeting.objects.select_related("body").filter(pk=notice.thing.partition(":")[2]).first()
    if meeting is None or meeting.opened_at is not None:
        return None
    return Letter("notifications/mail/notice", {}, calendar=invitation(meeting, person, at).decode())


def invitation(meeting: Meeting, person: Person, at: datetime) -> bytes:
    """REQUEST, or CANCEL once it was called off. One attendee: whom it is sent to."""
    cancelled = meeting.cancelled_at is not None
    made = Calendar()
    made.add("prodid", "-//Polder//Polder//EN")
    made.add("version", "2.0")
    made.add("method", "CANCEL" if cancelled else "REQUEST")
    event = Event()
    event.add("uid", uid_of(meeting.pk))
    event.add("dtstamp", at.astimezone(UTC))
    event.add("sequence", meeting.sequence)
    event.add("dtstart", meeting.begins_at.astimezone(UTC))
    event.add("dtend", meeting.ends_at.astimezone(UTC))
    event.add("summary", meeting.body.name)
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", f"{settings.POLDER_BASE_URL}{meeting.get_absolute_url()}")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    organizer = vCalAddress(f"mailto:{answers_to(secret_of(meeting.pk, person.pk, meeting.sequence))}")
    organizer.params["CN"] = vText(meeting.body.name)
    event.add("organizer", organizer)
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["CN"] = vText(person.name)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("NEEDS-ACTION")
    attendee.params["RSVP"] = vText("FALSE" if cancelled else "TRUE")
    event.add("attendee", attendee, encode=False)
    made.add_component(event)
    return bytes(made.to_ical())
