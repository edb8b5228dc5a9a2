"""`polder worker`: delivers events to their reactions, makes the rounds, and says that it lives."""

import logging
import os
import secrets
import socket
import threading
import time

import click
from django.db import Error as DatabaseTrouble
from django.db import close_old_connections
from django.utils import timezone

from polder.base.outage import database_is_away
from polder.config import starting
from polder.ground.ledger import heartbeat, outbox, rounds

_IDLE = 0.5  # seconds between two looks when there is nothing to do
_LONGEST_PAUSE = 30.0
logger = logging.getLogger(__name__)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then stop.")
@click.option("--with-parent", is_flag=True, hidden=True)
def worker(once: bool, with_parent: bool) -> None:
    """Do what follows from events: notices, mail, planned changes, clocks.

    \b
      polder worker
      polder worker --once    from a timer, on a small machine

    Several may run at once, on several machines. One that is killed loses nothing. While the database is away it waits.
    """
    if with_parent:
        starting.end_with_parent()
    starting.wait_until_ready()
    stop = threading.Event()
    starting.on_stop(stop.set)
    name = f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"
    if once:
        while _look(name, stop):
            pass
    else:
        _work(name, stop)


def _work(name: str, stop: threading.Event) -> None:
    pause, beaten = 1.0, 0.0
    while not stop.is_set():
        try:
            close_old_connections()
            if time.monotonic() - beaten > heartbeat.INTERVAL.total_seconds():
                heartbeat.beat(name, at=timezone.now())
                beaten = time.monotonic()
            if pause > 1:  # the database was away: what was claimed then is taken up again
                outbox.release(name)
                logger.warning("The database is back.")
                pause = 1.0
            if not _look(name, stop):
                stop.wait(_IDLE)
        except DatabaseTrouble as error:
            if not database_is_away(error):
                raise
            logger.warning("The database is away (%s); trying again in %.0f s.", " ".join(str(error).split()), pause)
            stop.wait(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)
    _leave(name)


def _look(name: str, stop: threading.Event) -> bool:
    """One look at what is due; whether there was anything."""
    made = rounds.make(clock=timezone.now)
    done = outbox.deliver(name, clock=timezone.now, stopping=stop.is_set)
    return bool(made or done) and not stop.is_set()


def _leave(name: str) -> None:
    try:
        outbox.release(name)
        heartbeat.stop(name)
    except DatabaseTrouble as error:
        logger.warning("Left without a word: %s", error)
