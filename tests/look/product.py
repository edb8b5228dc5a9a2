"""The product as `make demo` starts it, in a home of its own, for as long as it is looked at."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

_PATIENCE = 180  # seconds to make the demo organisation and answer


class NotReady(Exception):
    """The product did not start; the message holds what it said."""


@contextmanager
def demo() -> Iterator[str]:
    """The address of a running demo, made for the occasion. Sets POLDER_HOME for this process. Raises `NotReady`."""
    home = Path(tempfile.mkdtemp(prefix="polder-look-"))
    for name in [name for name in os.environ if name.startswith("POLDER_")]:
        del os.environ[name]
    port = _free_port()
    os.environ["POLDER_HOME"] = str(home)
    os.environ["DJANGO_SETTINGS_MODULE"] = "polder.config.settings"  # not those of the tests that may have started us
    os.environ["POLDER_BASE_URL"] = f"http://127.0.0.1:{port}"
    try:
        with (home / "said").open("wb") as said:
            command = [str(Path(sys.executable).parent / "polder"), "demo", "--port", str(port)]
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        try:
            _wait(port, process, home / "said")
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
    finally:
        shutil.rmtree(home, ignore_errors=True)


def sessions(people: Iterable[str]) -> dict[str, str]:
    """By key, a session of each person in the running demo. Only in a process in which Django is not set up yet."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "polder.config.settings"
    django.setup()
    from django.conf import settings
    from django.db import connections
    from django.test import Client

    from polder.ground.organisation.models import Person

    opened = {}
    for person in Person.objects.filter(key__in=set(people)):
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        opened[person.key] = client.cookies[settings.SESSION_COOKIE_NAME].value
    connections.close_all()
    return opened


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes], said: Path) -> None:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if process.poll() is not None:
            raise NotReady(f"polder demo ended with {process.returncode}:\n{said.read_text(errors='replace')}")
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise NotReady(f"polder demo did not answer within {_PATIENCE} s:\n{said.read_text(errors='replace')}")
