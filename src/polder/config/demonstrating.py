"""`polder demo`: the demo organisation in a POLDER_HOME of its own, and web and worker in demo mode."""

import os
from pathlib import Path

import click
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from polder.config import state
from polder.config.serving import Together
from polder.config.web import require_free, usual_port
from polder.demo import making
from polder.demo.mode import was_made
from polder.demo.personas import PERSONAS
from polder.governance import loading
from polder.ground.ledger import heartbeat
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Person


@click.command()
@click.option("--reset", is_flag=True, help="Make the demo organisation anew. Only ever removes a demo.")
@click.option("--serve/--no-serve", default=True, help="Start web and worker, or only make the organisation.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Anybody who reaches it signs in as anybody.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: that of POLDER_BASE_URL, else 8000.")
def demo(reset: bool, serve: bool, host: str, port: int | None) -> None:
    """Show Polder: a made-up municipality of 250 people, in POLDER_HOME.

    \b
      polder demo
      polder demo --port 8001
      polder demo --reset

    Signing in takes one click, as one of eight people. A real organisation in POLDER_HOME is never touched.
    """
    chosen = usual_port() if port is None else port
    if not was_made():
        _refuse_a_real_organisation()
    elif reset:
        _remove()
    if serve:
        require_free(host, chosen)
    if not was_made():
        making.make_demo(timezone.now(), say=lambda line: click.echo(line, err=True))
    connections.close_all()
    if serve:
        _serve(host, chosen)
    else:
        click.echo("The demo organisation is there. Start it with: polder demo")


def _refuse_a_real_organisation() -> None:
    if loading.is_loaded() or Event.objects.exists() or Person.objects.exists():
        raise click.ClickException(
            f"{settings.POLDER_HOME} holds a real organisation, which the demo leaves alone. "
            "Choose another folder for the demo: POLDER_HOME=./demo polder demo"
        )


def _remove() -> None:
    """Take the demo's database away and make an empty one. Raises `click.ClickException` while somebody uses it."""
    if heartbeat.alive(at=timezone.now()):
        raise click.ClickException(
            "This demo is running. Stop it first (Ctrl-C where it was started); one that was killed is forgotten within a minute."
        )
    if connection.vendor != "sqlite":
        raise click.ClickException(
            f"The demo is in the database {connection.settings_dict['NAME']}, which others may use. "
            "Drop that database and make it anew, then run: polder demo"
        )
    file = str(connection.settings_dict["NAME"])
    connections.close_all()
    for ending in ("-wal", "-shm", ""):
        Path(file + ending).unlink(missing_ok=True)
    state.ready()


def _serve(host: str, port: int) -> None:
    """Web and worker in demo mode, which is asked for in their environment alone."""
    address = os.environ.get("POLDER_BASE_URL") or f"http://{_shown(host)}:{port}"
    click.echo(
        f"Open {address} and choose one of {len(PERSONAS)} people to be; there are no passwords. Ctrl-C stops the demo.",
        err=True,
    )
    web = ["web", "--host", host, "--port", str(port)]
    status = Together(
        {"web": web, "worker": ["worker"]}, environment={"POLDER_DEMO": "1", "POLDER_BASE_URL": address}
    ).run()
    if status:
        raise SystemExit(status)


def _shown(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104  # compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host
