"""`polder web` as its users meet it, with one more address: the bare view."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from polder.ground.organisation.models import Person

TOP = Path(__file__).resolve().parent.parent
_PATIENCE = 60


def session_of(person: "Person") -> str:
    """Signed in, as a browser would keep it."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _cookies(session: str) -> str:
    """As a browser has them that has been there before: with the proof that its forms carry (decision 0014)."""
    return f"polder_session={session}; polder_csrf={'a1' * 16}"


class Server:
    """One connection that stays open, signed in as one person."""

    def __init__(self, port: int, process: "subprocess.Popen[bytes]", session: str) -> None:
        self.port, self.process = port, process
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Cookie": _cookies(session), "Accept-Language": "en"}

    def get(self, path: str, *, session: str = "") -> bytes:
        """The body; as somebody else with their `session`. Raises `RuntimeError` for any other status than 200."""
        headers = {**self._headers, "Cookie": _cookies(session)} if session else self._headers
        self._connection.request("GET", path, headers=headers)
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")
        return body

    def memory(self) -> float:
        """Resident megabytes of the process that answers: the largest below the one that was started."""
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid=,rss="], check=True, capture_output=True, text=True
        ).stdout
        rows = [tuple(map(int, line.split())) for line in listed.splitlines()]
        family = {self.process.pid}
        for _ in range(3):
            family |= {pid for pid, parent, _rss in rows if parent in family}
        return max(rss for pid, _parent, rss in rows if pid in family) / 1024


@contextmanager
def serving(session: str, settings: str = "bench.settings") -> Iterator[Server]:
    """Start it on a free port; wait for its first answer."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = int(free.getsockname()[1])
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(TOP)}
    command = [str(Path(sys.executable).parent / "polder"), "web", "--port", str(port)]
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port, process)
        yield Server(port, process, session)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/account/login/")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.02)
        else:
            return
        finally:
            connection.close()
    raise RuntimeError("polder web did not answer")
