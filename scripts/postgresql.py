"""A PostgreSQL server for a while: found on this machine, started in a temporary folder, thrown away afterwards.

    python scripts/postgresql.py COMMAND ...      runs COMMAND with POLDER_DATABASE_URL set to it

It listens on a socket in that folder only, writes without waiting for the disk, and needs no rights: started by root
it runs as the user postgres (or nobody).
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

_PLACES = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Fedora and its kin
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
    "/Applications/Postgres.app/Contents/Versions/latest/bin",
)
_QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "listen_addresses=")


class Unavailable(Exception):
    """No PostgreSQL can be started here; the message says why in one sentence."""


def programs() -> Path | None:
    """The folder that holds `initdb` and `pg_ctl`, the newest version first; None when there is none."""
    found = [Path(name).resolve().parent for name in [shutil.which("initdb")] if name]
    for place in _PLACES:
        anchor = Path(Path(place).anchor)
        found += sorted(anchor.glob(str(Path(place).relative_to(anchor))), key=version_of, reverse=True)
    return next((folder for folder in found if (folder / "initdb").exists() and (folder / "pg_ctl").exists()), None)


def version_of(folder: Path) -> tuple[int, ...]:
    """The numbers in its path, to sort by: 17 is newer than 9.6."""
    digits = "".join(character if character.isdigit() else " " for character in str(folder))
    return tuple(int(number) for number in digits.split())


@contextmanager
def throwaway() -> Iterator[str]:
    """The URL of a new server's empty database `polder`. Raises `Unavailable`."""
    folder = programs()
    if folder is None:
        raise Unavailable("no initdb and pg_ctl were found: install PostgreSQL 14 or newer")
    # Asked to end by a signal: an exception, so that the server does not outlive the tests.
    before = signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(143))
    # Not under TMPDIR: the path of a socket has room for some hundred characters.
    home = Path(tempfile.mkdtemp(prefix="polder-pg-", dir="/tmp"))
    data, log = home / "data", home / "log"
    owner = _owner(home)
    try:
        _run([folder / "initdb", "-D", data, "-U", "polder", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"], owner)
        settings = " ".join(f"-c {setting}" for setting in _QUICK)
        start = ["-l", log, "-w", "-t", "60", "-o", f"{settings} -k {home}", "start"]
        try:
            _run([folder / "pg_ctl", "-D", data, *start], owner)
            _run([folder / "createdb", "-h", home, "-U", "polder", "polder"], owner)
            yield f"postgresql://polder@/polder?host={quote(str(home), safe='')}"
        finally:
            subprocess.run(
                [folder / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"],
                **owner, cwd=home, check=False, capture_output=True,
            )  # fmt: skip
    finally:
        signal.signal(signal.SIGTERM, before)
        shutil.rmtree(home, ignore_errors=True)


def _owner(home: Path) -> dict[str, Any]:
    """As whom the server runs: PostgreSQL refuses to be root."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    user = names.get("postgres") or names.get("nobody")
    if user is None:
        raise Unavailable("PostgreSQL does not run as root, and there is no user postgres")
    os.chown(home, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def _run(command: list[Any], owner: dict[str, Any]) -> None:
    folder = Path(command[2] if "-D" in command else "/").parent
    environment = {**os.environ, "LC_ALL": "C"}
    # A server keeps the output it is given open; files, not pipes, or waiting for the end would never end.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            command, **owner, cwd=folder, env=environment, check=False, stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
        if done.returncode:
            output.seek(0)
            said = output.read().decode(errors="replace").strip().splitlines() or ["it said nothing"]
            raise Unavailable(f"{Path(command[0]).name} ended with {done.returncode}: {said[-1]}")


def main() -> int:
    """Run the command that is given against a new server."""
    try:
        with throwaway() as url:
            return subprocess.run(sys.argv[1:], env={**os.environ, "POLDER_DATABASE_URL": url}, check=False).returncode
    except Unavailable as why:
        print(f"PostgreSQL cannot be started: {why}.", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
