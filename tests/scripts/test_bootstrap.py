"""scripts/bootstrap.sh: what it says when something is missing, and that it does nothing twice. Fetches nothing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]

GOOD_UV = """#!/bin/sh
[ "$1" = --version ] && echo "uv 0.9.0" && exit 0
echo "$@" >> "$COUNT"
mkdir -p .venv/bin
ln -sf "$REAL_PYTHON" .venv/bin/python
touch .venv/bin/polder
chmod +x .venv/bin/polder
"""

FAILING_UV = """#!/bin/sh
[ "$1" = --version ] && echo "uv 0.9.0" && exit 0
echo "error: Failed to fetch: dns error: failed to lookup address information" >&2
exit 2
"""


@pytest.fixture
def checkout(tmp_path):
    """A folder with a space in its name that holds what the script needs."""
    folder = tmp_path / "my polder"
    (folder / "scripts").mkdir(parents=True)
    for name in ("scripts/bootstrap.sh", "uv.lock", "pyproject.toml"):
        shutil.copy(TOP / name, folder / name)
    (tmp_path / "bin").mkdir()
    (tmp_path / "home").mkdir()
    return folder


@pytest.fixture
def bootstrap(checkout, tmp_path):
    """Run it with a uv of one's own choice first on the PATH, and an empty home."""

    def run(uv: str, **environment: str) -> subprocess.CompletedProcess[str]:
        fake = tmp_path / "bin" / "uv"
        fake.write_text(uv)
        fake.chmod(0o755)
        variables = {
            "PATH": f"{fake.parent}:/usr/bin:/bin", "HOME": str(tmp_path / "home"), "PYTHON": sys.executable,
            "COUNT": str(tmp_path / "count"), "REAL_PYTHON": sys.executable,
            **{name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}, **environment,
        }  # fmt: skip
        command = ["sh", str(checkout / "scripts" / "bootstrap.sh"), "run"]
        return subprocess.run(command, env=variables, check=False, capture_output=True, text=True)

    return run


def test_it_installs_from_the_lock_with_the_python_it_found(bootstrap, tmp_path):
    assert bootstrap(GOOD_UV).returncode == 0
    asked = (tmp_path / "count").read_text()
    assert asked.startswith("sync --locked")
    assert f"--python {sys.executable}" in asked


def test_a_second_time_there_is_nothing_to_do(bootstrap, tmp_path):
    bootstrap(GOOD_UV)
    done = bootstrap(GOOD_UV)
    assert (done.returncode, done.stderr) == (0, "")
    assert len((tmp_path / "count").read_text().splitlines()) == 1


def test_a_changed_lock_file_installs_anew(bootstrap, checkout, tmp_path):
    bootstrap(GOOD_UV)
    (checkout / "uv.lock").write_text("changed")
    assert bootstrap(GOOD_UV).returncode == 0
    assert len((tmp_path / "count").read_text().splitlines()) == 2


def test_a_python_that_is_none_is_named_with_the_remedy(bootstrap):
    done = bootstrap(GOOD_UV, PYTHON="/nowhere/python3")
    assert done.returncode == 2
    assert done.stderr == (
        "PYTHON=/nowhere/python3 is no Python 3.12 or newer with ssl and sqlite3 (SQLite 3.37 or newer)."
        " Choose another one.\n"
    )


def test_without_a_network_the_last_line_says_so(bootstrap):
    done = bootstrap(FAILING_UV)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].startswith("The packages could not be fetched: check the network")


def test_an_incomplete_checkout_is_told_apart(bootstrap, checkout):
    (checkout / "uv.lock").unlink()
    done = bootstrap(GOOD_UV)
    assert done.returncode == 2
    assert "is not a whole checkout of Polder" in done.stderr
