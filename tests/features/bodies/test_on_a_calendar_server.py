"""A calendar server that is not ours takes what we send and finds it again: invitations, those that moved, a whole feed."""

import io
from base64 import b64encode
from datetime import timedelta
from wsgiref.util import setup_testing_defaults

import pytest
import vobject
from django.urls import reverse
from django.utils import timezone
from radicale import Application, config  # type: ignore[attr-defined]  # it does not say that it exports it

from polder.features.bodies import inviting, operations
from polder.ground.organisation.models import Body
from polder.ground.organisation.operations import bodies

pytestmark = pytest.mark.django_db
AT_THAT_TIME = """<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><C:calendar-data/></D:prop><C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{:%Y%m%dT%H%M%SZ}" end="{:%Y%m%dT%H%M%SZ}"/></C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""


class Server:
    """Radicale within this process, with the calendars of Omar."""

    def __init__(self, folder) -> None:
        options = config.load()
        quiet = {"auth": {"type": "none"}, "logging": {"level": "critical"}, "rights": {"type": "owner_only"}}
        options.update(
            {**quiet, "storage": {"filesystem_folder": str(folder), "_filesystem_fsync": "False"}},
            "test",
            privileged=True,
        )
        self._answer = Application(options)

    def ask(self, method, path, body="", kind="text/calendar") -> str:
        """Raises AssertionError for what the server does not take."""
        sent, said = body.encode(), list[str]()
        environ = {
            "REQUEST_METHOD": method, "PATH_INFO": path, "CONTENT_LENGTH": str(len(sent)), "CONTENT_TYPE": kind,
            "HTTP_AUTHORIZATION": "Basic " + b64encode(b"omar:x").decode(), "HTTP_DEPTH": "1", "wsgi.input": io.BytesIO(sent),
        }  # fmt: skip
        setup_testing_defaults(environ)
        text = b"".join(self._answer(environ, lambda status, _headers: said.append(status)))
        assert said[0][0] == "2", (method, said, text[:300])
        return text.decode()

    def found(self, path, begins) -> list[str]:
        """What is there in the two hours around the moment."""
        hour = timedelta(hours=1)
        return self.ask("REPORT", path, AT_THAT_TIME.format(begins - hour, begins + hour), "application/xml").split(
            "BEGIN:VCALENDAR"
        )[1:]


def as_a_client_keeps_it(text: str) -> str:
    """Without its METHOD, which says what to do with it and is not kept (RFC 4791, 4.1)."""
    calendar = vobject.readOne(text)
    calendar.contents.pop("method")
    return str(calendar.serialize())


def test_a_calendar_server_takes_an_invitation_its_newer_version_and_a_feed(cast, client_of, tmp_path):
    now, server = timezone.now(), Server(tmp_path)
    body = bodies.add(by=None, at=now, name="Editors, texts; and more", kind=Body.Kind.WORKING_GROUP)
    for key, kind in (("kim", "chair"), ("omar", "member")):
        bodies.seat(body, person=cast[key], kind=kind, function="IT", by=None, at=now)
    begins = (now + timedelta(days=3)).replace(microsecond=0)
    meeting = operations.plan(body, begins_at=begins, place="Room 2", by=cast["kim"], at=now)

    server.ask("MKCALENDAR", "/omar/own/")
    server.ask("PUT", "/omar/own/1.ics", as_a_client_keeps_it(inviting.invitation(meeting, cast["omar"], now).decode()))
    [kept] = server.found("/omar/own/", begins)
    assert inviting.uid_of(meeting.pk) in kept
    later = begins + timedelta(days=1)
    moved = operations.move(meeting, begins_at=later, by=cast["kim"], at=now)
    server.ask("PUT", "/omar/own/1.ics", as_a_client_keeps_it(inviting.invitation(moved, cast["omar"], now).decode()))
    assert server.found("/omar/own/", begins) == []
    assert "SEQUENCE:1" in server.found("/omar/own/", later)[0]

    operations.plan(body, begins_at=later + timedelta(days=7), by=cast["kim"], at=now)
    made = client_of(cast["omar"]).post(reverse("calendars:links"), {"body": body.key})
    feed = client_of(cast["omar"]).get(made.context["address"].removeprefix("http://testserver")).content.decode()
    server.ask("PUT", "/omar/feed/", feed)
    assert len(server.found("/omar/feed/", later)) == len(server.found("/omar/feed/", later + timedelta(days=7))) == 1
    assert server.ask("GET", "/omar/feed/").count("BEGIN:VEVENT") == feed.count("BEGIN:VEVENT") == 2
