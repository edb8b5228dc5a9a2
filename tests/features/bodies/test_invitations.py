"""Invitations go out as calendars read them, and answers by mail count only with the secret of the invitation."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import vobject
from click.testing import CliRunner
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from polder.capabilities.notifications import mailing, sending
from polder.capabilities.notifications.models import MailOut
from polder.features.bodies import commands, inviting, operations
from polder.features.bodies.errors import NotAssigned, WrongState
from polder.features.bodies.models import Answer, Meeting
from polder.features.bodies.operations.replying import ReplyRefused, receive
from polder.ground.organisation.models import Body
from polder.ground.organisation.operations import bodies

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(cast) -> Meeting:
    """Of the editors: Kim chairs, Omar is a member; in three days in room 2."""
    now = timezone.now()
    body = bodies.add(by=None, at=now, name="Editors, texts; and more", kind=Body.Kind.WORKING_GROUP)
    bodies.seat(body, person=cast["kim"], kind="chair", function="IT", by=None, at=now)
    bodies.seat(body, person=cast["omar"], kind="member", function="HR", by=None, at=now)
    begins = (now + timedelta(days=3)).replace(microsecond=0)
    return operations.plan(body, begins_at=begins, place="Room 2", by=cast["kim"], at=now)


def invited(person):
    """What a calendar program reads in the newest mail to the person."""
    now = timezone.now()
    mail.outbox.clear()
    mailing.make_for(person.pk, now + timedelta(days=4))
    sending.send_due(timezone.now() + timedelta(days=4))
    [sent] = [each for each in mail.outbox if each.to == [person.email]]
    [part] = [each for each in sent.message().walk() if each.get_content_type() == "text/calendar"]
    text = part.get_payload(decode=True).decode()
    return part.get_param("method"), vobject.readOne(text)


def reply(meeting, person, *, comes="ACCEPTED", sequence=None, secret=None, stamp=None, email=None) -> bytes:
    number = meeting.sequence if sequence is None else sequence
    made = vobject.newFromBehavior("vcalendar")
    made.add("method").value = "REPLY"
    event = made.add("vevent")
    event.add("uid").value = inviting.uid_of(meeting.pk)
    event.add("sequence").value = str(number)
    event.add("dtstamp").value = (stamp or datetime.now(UTC)).astimezone(vobject.icalendar.utc)
    event.add("dtstart").value = meeting.begins_at.astimezone(vobject.icalendar.utc)
    attendee = event.add("attendee")
    attendee.value = f"mailto:{email or person.email}"
    attendee.params["PARTSTAT"] = [comes]
    message = EmailMessage()
    message["From"] = person.email
    message["To"] = inviting.answers_to(inviting.secret_of(meeting.pk, person.pk, number) if secret is None else secret)
    message.set_content("Accepted.")
    message.add_alternative(made.serialize(), subtype="calendar", params={"method": "REPLY"})
    return message.as_bytes()


def test_an_invitation_is_asked_moved_and_called_off_under_one_name(meeting, cast):
    method, calendar = invited(cast["omar"])
    event = calendar.vevent
    assert (method, calendar.method.value, event.sequence.value) == ("REQUEST", "REQUEST", "0")
    assert event.summary.value == "Editors, texts; and more"
    assert event.dtstart.value == meeting.begins_at
    assert event.attendee.value == f"mailto:{cast['omar'].email}"
    assert inviting.secret_of(meeting.pk, cast["omar"].pk, 0) in event.organizer.value
    now = timezone.now()
    operations.move(meeting, begins_at=meeting.begins_at + timedelta(days=1), by=cast["kim"], at=now)
    method, moved = invited(cast["omar"])
    assert (method, moved.vevent.sequence.value, moved.vevent.uid.value) == ("REQUEST", "1", event.uid.value)
    assert moved.vevent.organizer.value != event.organizer.value
    operations.cancel(meeting, by=cast["kim"], at=now)
    method, gone = invited(cast["omar"])
    assert (method, gone.method.value, gone.vevent.status.value) == ("CANCEL", "CANCEL", "CANCELLED")
    assert not MailOut.objects.exclude(calendar="").exists()


def test_an_answer_by_mail_counts_and_a_newer_one_replaces_it(meeting, cast):
    now = timezone.now()
    assert receive(reply(meeting, cast["omar"]), at=now).comes == "yes"
    later = datetime.now(UTC) + timedelta(minutes=5)
    assert receive(reply(meeting, cast["omar"], comes="DECLINED", stamp=later), at=now).comes == "no"
    assert Answer.objects.get().person == cast["omar"]


def test_what_is_forged_replayed_or_overtaken_changes_nothing_and_is_logged(meeting, cast, caplog):
    now = timezone.now()
    honest = reply(meeting, cast["omar"])
    kims = inviting.secret_of(meeting.pk, cast["kim"].pk, 0)
    for forged in (
        reply(meeting, cast["omar"], secret="0" * 40),
        reply(meeting, cast["omar"], secret=kims),
        reply(meeting, cast["omar"], email=cast["kim"].email),
        reply(meeting, cast["omar"], sequence=1, secret=inviting.secret_of(meeting.pk, cast["omar"].pk, 0)),
        reply(meeting, cast["omar"], stamp=datetime.now(UTC) + timedelta(days=400)),
    ):
        with pytest.raises(ReplyRefused):
            receive(forged, at=now)
    assert not Answer.objects.exists()
    receive(honest, at=now)
    with pytest.raises(ReplyRefused, match="newer"):
        receive(honest, at=now)
    operations.move(meeting, begins_at=meeting.begins_at + timedelta(days=1), by=cast["kim"], at=now)
    with pytest.raises(WrongState):
        receive(honest, at=now)
    assert not Answer.objects.exists()
    assert len([each for each in caplog.records if "does not count" in each.getMessage()]) == 7


def test_who_answered_here_is_not_overruled_by_an_older_mail(meeting, cast):
    old = reply(meeting, cast["omar"], stamp=datetime.now(UTC) - timedelta(hours=1))
    operations.answer(meeting, comes="no", by=cast["omar"], at=timezone.now())
    with pytest.raises(ReplyRefused):
        receive(old, at=timezone.now())
    assert Answer.objects.get().comes == "no"


def test_who_has_no_seat_any_more_cannot_answer_with_an_old_secret(meeting, cast):
    now = timezone.now()
    bodies.end_seat(meeting.body.seats.get(person=cast["omar"]), by=None, at=now)
    with pytest.raises(NotAssigned):
        receive(reply(meeting, cast["omar"]), at=now)


@pytest.mark.parametrize(
    "message",
    [b"", b"\x00\xff" * 100, b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\n", b"a" * 1_000_001,
     b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:meeting-99999999999999999999@x\nEND:VEVENT\nEND:VCALENDAR\n",
     b"Content-Type: multipart/mixed; boundary=x\n\n--x\n--x\n--x--"],
)  # fmt: skip
def test_a_hostile_message_is_refused_in_words(message, db):
    with pytest.raises(ReplyRefused):
        receive(message, at=timezone.now())


def test_the_mail_gateway_hands_messages_to_a_command(meeting, cast, tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(reply(meeting, cast["omar"]))
    (tmp_path / "new" / "2").write_bytes(b"hello")
    told = CliRunner().invoke(commands.reply, ["--maildir", str(tmp_path)])
    assert told.exit_code == 1
    assert Answer.objects.get().comes == "yes"
    assert sorted(path.name for path in (tmp_path / "cur").iterdir()) == ["1:2,S", "2:2,S"]
    later = datetime.now(UTC) + timedelta(minutes=5)
    message = reply(meeting, cast["omar"], comes="TENTATIVE", stamp=later)
    assert CliRunner().invoke(commands.reply, input=message).exit_code == 0
    assert Answer.objects.get().comes == "maybe"


def test_the_feed_of_a_body_is_read_by_a_calendar_program(meeting, cast, client_of):
    made = client_of(cast["omar"]).post(reverse("calendars:links"), {"body": meeting.body.key})
    answer = client_of(cast["omar"]).get(made.context["address"].removeprefix("http://testserver"))
    calendar = vobject.readOne(answer.content.decode())
    assert [event.uid.value for event in calendar.vevent_list] == [inviting.uid_of(meeting.pk)]
    assert calendar.vevent.location.value == "Room 2"
    assert "In your own calendar" in client_of(cast["omar"]).get(meeting.body.get_absolute_url()).content.decode()
