"""`polder web`: answers browsers (granian, WSGI)."""

import os
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

import click
from django.conf import settings
from django.db import connections

from polder.config import starting


def usual_port() -> int:
    """That of POLDER_BASE_URL when browsers reach this process directly, else 8000."""
    base = urlsplit(settings.POLDER_BASE_URL)
    return (base.port or 8000) if base.scheme == "http" else 8000


def web_options[F: Callable[..., object]](function: F) -> F:
    """`--host`, `--port`, `--workers`."""
    for option in (
        click.option(
            "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that answer."
        ),
        click.option("--port", type=click.IntRange(0, 65535), help="Default: that of POLDER_BASE_URL, else 8000."),
        click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 for every network."),
    ):
        function = option(function)
    return function


@click.command()
@web_options
@click.option("--with-parent", is_flag=True, hidden=True)
def web(host: str, port: int | None, workers: int, with_parent: bool) -> None:
    """Answer browsers; `polder worker` does what follows from events.

    \b
      polder web --port 9000
      polder web --host 0.0.0.0 --workers 4

    Set POLDER_BASE_URL to the address people use: other host names are refused. Put a proxy with TLS before it.
    """
    if with_parent:
        starting.end_with_parent()
    chosen = usual_port() if port is None else port
    require_free(host, chosen)
    starting.wait_until_ready()
    _say_how_to_found(host, chosen)
    _serve(host, chosen, workers)


def require_free(host: str, port: int) -> None:
    """Raises `click.ClickException` when nothing can listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            why = error.strerror or str(error)
            raise click.ClickException(
                f"Cannot listen on {host}:{port}: {why}. Stop what listens there, or choose another: --port {port + 1}"
            ) from error


def _say_how_to_found(host: str, port: int) -> None:
    """While there is no organisation: where it is founded, with the code that opens the page."""
    from polder.governance import founding_code, loading

    try:
        if not loading.is_loaded():
            where = settings.POLDER_BASE_URL if port == usual_port() else f"http://{host}:{port}"
            click.echo(
                f"There is no organisation yet. Found it at {where}/found/?code={founding_code.code()}", err=True
            )
    except OSError as error:
        raise click.ClickException(
            f"The founding code cannot be kept in {settings.POLDER_HOME}: {error.strerror}."
        ) from error
    finally:
        connections.close_all()  # processes that answer follow


def _serve(host: str, port: int, workers: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    threads = min(2 * (os.cpu_count() or 1), 8)
    server = Granian(
        "polder.config.wsgi:application", address=host, port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=threads, websockets=False, log_level=LogLevels.warning, workers_kill_timeout=10,
        respawn_failed_workers=True,
    )  # fmt: skip
    click.echo(f"Polder listens on http://{f'[{host}]' if ':' in host else host}:{port} (Ctrl-C stops it)", err=True)
    server.serve()
