"""What web, worker and serve have in common when they start and end."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click
from django.db import Error as DatabaseTrouble
from django.db import connections

from polder.base.outage import database_is_away
from polder.config import state, troubles

_PATIENCE = 60  # seconds; a database that starts at the same time as Polder is there by then


def wait_until_ready() -> None:
    """`state.ready()`, with patience for a database that is not there yet. Leaves no connection open (forks follow)."""
    until, pause = time.monotonic() + _PATIENCE, 1.0
    with _interruptible() as go_on:
        while True:
            try:
                state.ready()
            except DatabaseTrouble as error:
                if not database_is_away(error) or time.monotonic() + pause > until:
                    raise
                click.echo(f"{troubles.database_trouble(error)} Trying again in {pause:.0f} s.", err=True)
                go_on()
                time.sleep(pause)
                pause = min(pause * 2, 10)
            else:
                return
            finally:
                connections.close_all()


@contextmanager
def _interruptible() -> Iterator[Callable[[], None]]:
    """What it gives raises KeyboardInterrupt when Ctrl-C was pressed: one that comes while Python cleans something up (a
    connection that failed, say) is swallowed there."""
    asked: list[int] = []

    def handle(number: int, frame: FrameType | None) -> None:
        asked.append(number)
        signal.default_int_handler(number, frame)

    def go_on() -> None:
        if asked:
            raise KeyboardInterrupt

    mine = threading.current_thread() is threading.main_thread()
    if not mine or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:  # somebody else listens
        yield go_on
        return
    signal.signal(signal.SIGINT, handle)
    try:
        yield go_on
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def end_with_parent() -> None:
    """End in order when the process that started this one is gone, even when it was killed: stdin is its pipe."""

    def watch() -> None:
        while os.read(0, 1):  # not sys.stdin: its lock, held in a daemon thread, breaks the end of the interpreter
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def on_stop(stop: Callable[[], None]) -> None:
    """Call `stop` once on SIGTERM and SIGINT, instead of what these do otherwise."""

    def handle(_number: int, _frame: object) -> None:
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, handle)
