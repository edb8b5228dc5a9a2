"""`polder serve`: web and worker together; one does not go on without the other."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from types import FrameType

import click

from polder.config import starting
from polder.config.web import require_free, usual_port, web_options

_GRACE = 15  # seconds to end in order


@click.command()
@web_options
def serve(host: str, port: int | None, workers: int) -> None:
    """Run the web and the worker together, on one machine.

    \b
      polder serve
      polder serve --host 0.0.0.0 --port 80 --workers 2

    Ctrl-C ends both. When one of them ends, the other is ended too.
    """
    chosen = usual_port() if port is None else port
    require_free(host, chosen)
    starting.wait_until_ready()
    web = ["web", "--host", host, "--port", str(chosen), "--workers", str(workers)]
    status = Together({"web": web, "worker": ["worker"]}).run()
    if status:
        sys.exit(status)


class Together:
    """Processes of `polder` that live and end together. They hold one end of a pipe: its end is theirs.

    `environment` is theirs alone, on top of this process's.
    """

    def __init__(self, commands: dict[str, list[str]], environment: Mapping[str, str] | None = None) -> None:
        self.commands = commands
        self.environment = {**os.environ, **(environment or {})}
        self.asked_to_stop = threading.Event()
        self.running: dict[str, subprocess.Popen[bytes]] = {}

    def run(self) -> int:
        """Until one ends or this process is asked to stop. 0 when asked, 2 when one ended by itself."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for name, arguments in self.commands.items():
            # A session of their own: Ctrl-C reaches this process alone, which then ends them in order.
            self.running[name] = subprocess.Popen(  # noqa: S603  # our own command, no shell
                [sys.executable, "-m", "polder.config.cli", *arguments, "--with-parent"],
                stdin=subprocess.PIPE,
                start_new_session=True,
                env=self.environment,
            )
        ended = self._wait_for_one()
        self._end_all()
        if ended is None:
            return 0
        click.echo(f"The {ended} ended by itself (status {self.running[ended].returncode}), so Polder stops.", err=True)
        return 2

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop.set()

    def _wait_for_one(self) -> str | None:
        while not self.asked_to_stop.wait(0.2):
            for name, process in self.running.items():
                if process.poll() is not None:
                    return name
        return None

    def _end_all(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                process.terminate()
        for name, process in self.running.items():
            try:
                process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                click.echo(f"The {name} did not end in {_GRACE} s and was killed; nothing is lost.", err=True)
                process.kill()
                process.wait()
