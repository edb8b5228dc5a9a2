"""`polder check`: what is configured, what is missing for production, and how to mend it."""

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit

import click
from django.conf import settings
from django.core.checks import ERROR, run_checks
from django.db import Error as DatabaseTrouble
from django.db import connection
from django.utils import timezone

from polder.base import guards
from polder.base.commandline import NO, json_option, show_json
from polder.capabilities.notifications import outages, sending
from polder.config import state, troubles
from polder.ground.ledger import heartbeat, outbox
from polder.ground.ledger.models import Round


@dataclass(frozen=True, slots=True)
class Found:
    """One line: what it is about, how it stands, and the way out where there is something to mend."""

    about: str
    stands: str
    mend: str = ""


type Check = Callable[[], Iterator[Found]]


@click.command()
@json_option
def check(as_json: bool) -> None:
    """Say what is configured, what is missing for production, and how to mend it.

    Exit status 0 when nothing is missing, 1 when something is. Changes nothing.
    """
    found = [line for part in _checks() for line in part()]
    if as_json:
        show_json([asdict(line) for line in found])
    else:
        for line in found:
            _show(line)
    if any(line.mend for line in found):
        sys.exit(NO)


def _show(line: Found) -> None:
    mark = click.style("mend", fg="yellow", bold=True) if line.mend else click.style("good", fg="green")
    click.echo(f"{mark}  {line.about}: {line.stands}")
    if line.mend:
        click.echo(f"      {line.mend}")


def _checks() -> tuple[Check, ...]:
    return (_home, _keys, _address, _modes, _mail, _database, _work, _django)


def _home() -> Iterator[Found]:
    home = settings.POLDER_HOME
    if not os.access(home, os.W_OK | os.X_OK):
        yield Found("POLDER_HOME", f"{home}, which cannot be written to", "Set POLDER_HOME to a folder of this user.")
    elif home.stat().st_mode & 0o077:
        yield Found("POLDER_HOME", f"{home}, which other users can look into", f"chmod 700 {home}")
    else:
        yield Found("POLDER_HOME", str(home))


def _keys() -> Iterator[Found]:
    # That no other user can read them was checked when the settings were read.
    for name, given, what in (
        ("secret", settings.ENVIRONMENT.secret_key, "POLDER_SECRET_KEY"),
        ("ledger", settings.ENVIRONMENT.ledger_key, "POLDER_LEDGER_KEY"),
    ):
        yield Found(
            what, "from the environment" if given else f"{settings.POLDER_HOME / f'{name}.key'}, for this user only"
        )


def _address() -> Iterator[Found]:
    base = settings.POLDER_BASE_URL
    if urlsplit(base).scheme != "https":
        yield Found(
            "POLDER_BASE_URL",
            f"{base}, without TLS",
            "Put a proxy with TLS before Polder and set POLDER_BASE_URL=https://…",
        )
        return
    yield Found("POLDER_BASE_URL", base)
    if settings.POLDER_TRUSTED_PROXIES == 0:
        yield Found(
            "POLDER_TRUSTED_PROXIES", "0, so the proxy's word that a visitor uses TLS is not believed",
            "Set POLDER_TRUSTED_PROXIES to the number of proxies before Polder, mostly 1.",
        )  # fmt: skip


def _modes() -> Iterator[Found]:
    secure = urlsplit(settings.POLDER_BASE_URL).scheme == "https"
    if settings.DEBUG:
        yield Found("POLDER_DEBUG", "on: errors show code and settings to visitors", "Unset POLDER_DEBUG.")
    if settings.POLDER_DEMO and secure:
        yield Found("POLDER_DEMO", "on: anybody signs in as anybody", "Unset POLDER_DEMO.")
    elif settings.POLDER_DEMO:
        yield Found(
            "POLDER_DEMO", "on: anybody who reaches this machine signs in as anybody", "Unset POLDER_DEMO for real use."
        )


def _mail() -> Iterator[Found]:
    given = urlsplit(settings.ENVIRONMENT.mail_url)
    kind = given.scheme
    if kind in {"smtp", "smtps"}:
        yield Found("POLDER_MAIL_URL", f"{kind}://{given.hostname or 'localhost'}")  # without the password
    else:
        yield Found(
            "POLDER_MAIL_URL",
            f"{kind}: mail is written down and not sent",
            "Set POLDER_MAIL_URL=smtp://user:password@host:587?tls=1",
        )
    yield from _mail_on_its_way()
    if settings.DEFAULT_FROM_EMAIL.endswith("@localhost"):
        yield Found("POLDER_MAIL_FROM", settings.DEFAULT_FROM_EMAIL, "Set POLDER_MAIL_FROM to an address that answers.")


def _mail_on_its_way() -> Iterator[Found]:
    try:
        if state.standing() is not state.Standing.CURRENT:
            return
        outage, waiting = outages.of(sending.SERVER), sending.waiting().count()
    except DatabaseTrouble:
        return  # said by the check of the database
    if outage is not None:
        yield Found(
            "Mail server",
            f"silent since {outage.since:%Y-%m-%d %H:%M} UTC, {waiting} mails wait: {outage.trouble}",
            "Mend the server or POLDER_MAIL_URL; what waits is tried again by itself, nothing is lost.",
        )


def _database() -> Iterator[Found]:
    name = f"{connection.vendor}, {connection.settings_dict['NAME']}"
    try:
        stands = state.standing()
        lacking = guards.missing() if stands is state.Standing.CURRENT else []
    except DatabaseTrouble as error:
        yield Found(
            "Database", troubles.database_trouble(error) or str(error), "Mend the database, then run this again."
        )
        return
    match stands:
        case state.Standing.CURRENT:
            yield Found("Database", name)
        case state.Standing.EMPTY:
            yield Found("Database", f"{name}, empty", "polder migrate")
        case state.Standing.BEHIND:
            yield Found("Database", f"{name}, of an older version", "Make a backup, then: polder migrate")
        case state.Standing.AHEAD:
            yield Found(
                "Database", f"{name}, of a newer version", "Start that version, or put back a backup of this one."
            )
    if lacking:
        yield Found(
            "Guards", f"{', '.join(lacking)} missing: the database does not keep what it must", "polder migrate"
        )


def _work() -> Iterator[Found]:
    try:
        if state.standing() is not state.Standing.CURRENT:
            return
        alive, failed = heartbeat.alive(at=timezone.now()), outbox.in_trouble().count()
        first = outbox.in_trouble().order_by("event_id").first()
        rounds = list(Round.objects.exclude(trouble="").order_by("name"))
        waiting = outbox.waiting().count()
    except DatabaseTrouble:
        return  # said by the check of the database
    if alive:
        yield Found("Worker", f"{len(alive)} at work, {waiting} deliveries wait")
    else:
        yield Found(
            "Worker",
            f"none at work, {waiting} deliveries wait",
            "Start polder serve, or polder worker beside polder web.",
        )
    if first is not None:
        mend = f"It is tried again by itself; first: {first.reaction} on event {first.event_id}: {first.trouble}"
        yield Found("Deliveries", f"{failed} failed", " ".join(mend.split()))
    for each in rounds:
        yield Found("Rounds", f"{each.name} failed", " ".join(f"It is tried again by itself: {each.trouble}".split()))


def _django() -> Iterator[Found]:
    if state.no_file_yet():
        return  # some of Django's checks connect, and this command changes nothing
    for message in run_checks():
        if message.level >= ERROR:
            yield Found(str(message.id), " ".join(message.msg.split()), message.hint or "Tell the makers of Polder.")
