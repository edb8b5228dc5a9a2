"""The real `polder`, as a process of its own in a POLDER_HOME of its own."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

POLDER = [sys.executable, "-m", "polder.config.cli"]
PATIENCE = 60  # seconds; several test processes share the machine

type Run = Callable[..., "subprocess.CompletedProcess[str]"]
type Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A POLDER_HOME that does not exist yet."""
    return tmp_path / "home"


@pytest.fixture
def environment(home) -> dict[str, str]:
    """Nothing set but POLDER_HOME."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("POLDER_", "DJANGO_", "COV_"))}
    return {**kept, "POLDER_HOME": str(home)}


@pytest.fixture
def polder(environment) -> Run:
    """`polder("org", "load", ..., POLDER_DEMO="1")`: run to its end."""

    def run(*arguments: str, stdin: str = "", **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*POLDER, *arguments], env=environment | variables, input=stdin, capture_output=True, text=True,
            timeout=PATIENCE, check=False,
        )  # fmt: skip

    return run


@pytest.fixture
def start(environment) -> Iterator[Start]:
    """`start("serve", "--port", ...)`: running; ended with the test."""
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str, **variables: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [*POLDER, *arguments], env=environment | variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield run
    for process in started:
        process.terminate()
        try:
            process.communicate(timeout=30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()


@pytest.fixture
def port() -> str:
    """One that nothing listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return str(trial.getsockname()[1])


@contextmanager
def opened(path: Path) -> Iterator[sqlite3.Connection]:
    """The SQLite file, as somebody else would open it; committed and closed at the end."""
    with closing(sqlite3.connect(path, timeout=20)) as database, database:
        yield database


def ask(port: str, path: str = "/healthz") -> tuple[int, str]:
    """Status and text of an answer; (0, "") when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return 0, ""


def until[T](look: Callable[[], T], what: str) -> T:
    """Wait until `look()` gives something true, and give it."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found := look():
            return found
        time.sleep(0.1)
    raise AssertionError(f"Waited in vain until {what}.")
