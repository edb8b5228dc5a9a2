"""Everything CI runs, in order: `python scripts/check.py`; `python scripts/check.py lint` stops before the tests.

Each step says what it found and how long it took; all steps run, the exit status is 1 when one of them failed.
POLDER_TEST_POSTGRESQL=required makes a missing PostgreSQL a failure (CI does), =no leaves it out.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

import postgresql

TOP = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PYTEST = [sys.executable, "-m", "pytest", "-n", os.environ.get("POLDER_TEST_PROCESSES", "2"), "--dist", "worksteal"]


def main() -> int:
    """Run the steps; print which failed."""
    os.chdir(TOP)
    failed = [name for name, command in lint_steps() if not quietly(name, command)]
    if sys.argv[1:] != ["lint"]:
        failed += tests()
    if failed:
        print(f"\nFailed: {', '.join(failed)}", flush=True)
    return 1 if failed else 0


def lint_steps() -> Iterable[tuple[str, list[str]]]:
    """Name and command of every step that needs no test to run."""
    django = [sys.executable, "-m", "django"]
    with_settings = ["--settings", "tests.settings", "--pythonpath", "."]
    templates = sorted(str(path.relative_to(TOP)) for path in TOP.glob("src/polder/**/templates/**/*.html"))
    yield "ruff check", [str(BIN / "ruff"), "check", "."]
    yield "ruff format", [str(BIN / "ruff"), "format", "--check", "."]
    yield "mypy", [str(BIN / "mypy")]
    yield "floors", [str(BIN / "lint-imports")]
    yield "templates", [str(BIN / "djade"), "--check", "--target-version", "6.1", *templates]
    yield "system check", [*django, "check", "--fail-level", "WARNING", *with_settings]
    yield "migrations", [*django, "makemigrations", "--check", "--dry-run", *with_settings]
    uv = shutil.which("uv") or str(TOP / "var/tools/uv/bin/uv")
    yield "lock file", [uv, "lock", "--check"]


def quietly(name: str, command: list[str]) -> bool:
    """Run one step; its output is shown when it fails."""
    began = time.monotonic()
    try:
        done = subprocess.run(command, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        status, output = done.returncode, done.stdout
    except OSError as error:
        status, output = 127, f"{command[0]}: {error.strerror}\n"
    print(f"{'failed' if status else 'ok':<7}{name:<15}{time.monotonic() - began:6.1f} s", flush=True)
    if status:
        print(output, flush=True)
    return status == 0


def tests() -> list[str]:
    """Names of the runs that failed: on SQLite, then on PostgreSQL where there is one."""
    os.environ.setdefault("HYPOTHESIS_PROFILE", "ci")
    failed = [] if pytest("Tests on SQLite", {"POLDER_DATABASE_URL": ""}) else ["tests on SQLite"]
    wish = os.environ.get("POLDER_TEST_POSTGRESQL", "")
    if wish == "no":
        print("\nTests on PostgreSQL: left out, as POLDER_TEST_POSTGRESQL=no asks.")
        return failed
    try:
        # A server of one's own choice by POLDER_TEST_POSTGRESQL_URL; otherwise one is started for the occasion.
        if given := os.environ.get("POLDER_TEST_POSTGRESQL_URL"):
            passed = pytest("Tests on the PostgreSQL that was given", {"POLDER_DATABASE_URL": given})
        else:
            with postgresql.throwaway() as url:
                passed = pytest("Tests on PostgreSQL", {"POLDER_DATABASE_URL": url})
        return failed if passed else [*failed, "tests on PostgreSQL"]
    except postgresql.Unavailable as why:
        print(f"\nTests on PostgreSQL: left out, because {why}.", flush=True)
        return [*failed, "tests on PostgreSQL (required)"] if wish == "required" else failed


def pytest(title: str, environment: Mapping[str, str]) -> bool:
    """One run of all tests, its output shown as it comes; what needs no database runs on SQLite only."""
    print(f"\n{title}", flush=True)
    return subprocess.run(PYTEST, env={**os.environ, **environment}, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
