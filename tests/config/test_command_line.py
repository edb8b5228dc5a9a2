"""`polder` as a person meets it: help, one-line errors, exit statuses, completion."""

import os
import signal
import subprocess

import pytest
from click.testing import CliRunner

from polder.config.commands import MATRIX, POLDER
from polder.config.commands import polder as polder_command
from tests.config.conftest import POLDER as COMMAND
from tests.config.conftest import until


def one_line(done):
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr


def test_help_lists_every_command_and_makes_nothing(polder, home):
    done = polder("--help")
    assert done.returncode == 0
    for name in POLDER:
        assert f"  {name} " in done.stdout
    assert not home.exists()


@pytest.mark.parametrize("name", [*POLDER, *(f"matrix {name}" for name in MATRIX)])
def test_every_command_is_there_and_explains_itself(name):
    done = CliRunner().invoke(polder_command, [*name.split(), "--help"], prog_name="polder")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: polder {name}")


def test_asking_for_help_makes_no_database(polder, home):
    assert polder("org", "load", "--help").returncode == 0
    assert not (home / "polder.sqlite3").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["orgg"], "No such command 'orgg'"),
        (["ledger", "verfy"], "No such command 'verfy'"),
        (["ledger", "tail", "-n", "0"], "See: polder ledger tail --help"),
        (["completion", "tcsh"], "'tcsh' is not one of"),
        (["matrix", "read"], "Missing argument"),
        (["ledger", "verify", "--anchor", "x"], "is not an anchor"),
    ],
)
def test_a_wrong_question_gets_one_line_and_status_2(polder, arguments, says):
    done = polder(*arguments)
    assert done.returncode == 2
    assert says in one_line(done)


@pytest.mark.parametrize(
    ("variables", "says"),
    [
        ({"POLDER_DATABASE_URL": "mysql://x"}, "Polder knows sqlite"),
        ({"POLDER_DEBUG": "maybe"}, "POLDER_DEBUG is “maybe”; write 1 or 0."),
        ({"POLDER_DATABASE_URL": "postgresql://127.0.0.1:1/none"}, "The database cannot be reached"),
        ({"POLDER_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite3"}, "cannot be opened"),
        ({"POLDER_HOME": "/dev/null/polder"}, "Set POLDER_HOME to a folder that can be written to"),
    ],
)
def test_what_is_configured_wrongly_is_said_in_one_line(polder, variables, says):
    done = polder("ledger", "anchor", **variables)
    assert done.returncode == 2
    assert says in one_line(done)


def test_a_database_that_is_none_is_said_in_one_line(polder, home):
    home.mkdir()
    (home / "polder.sqlite3").write_text("not a database at all " * 100)
    done = polder("ledger", "anchor")
    assert done.returncode == 2
    assert "is not an SQLite database" in one_line(done)


def test_a_key_that_others_can_read_is_refused_with_the_remedy(polder, home):
    polder("ledger", "anchor")
    (home / "ledger.key").chmod(0o644)
    done = polder("ledger", "anchor")
    assert done.returncode == 2
    assert f"chmod 600 {home / 'ledger.key'}" in one_line(done)


def test_what_nobody_foresaw_is_one_line_and_its_trace_is_kept(polder, home):
    polder("migrate")
    (home / "state.lock").unlink()
    (home / "log").mkdir(mode=0o700)
    broken = polder("ledger", "anchor", PYTHONINTMAXSTRDIGITS="640", POLDER_DATABASE_URL=f"sqlite:///{'%00'}")
    assert broken.returncode == 2
    assert f"The details are in {home / 'log' / 'errors.log'}" in one_line(broken)
    assert "Traceback" in (home / "log" / "errors.log").read_text()
    shown = polder("ledger", "anchor", POLDER_DATABASE_URL=f"sqlite:///{'%00'}", POLDER_DEBUG="1")
    assert "Traceback" in shown.stderr


@pytest.mark.parametrize(
    ("shell", "mark"), [("bash", "complete -o"), ("zsh", "#compdef polder"), ("fish", "complete ")]
)
def test_each_shell_gets_its_completion_script(polder, home, shell, mark):
    done = polder("completion", shell)
    assert done.returncode == 0
    assert mark in done.stdout
    assert not home.exists()


def test_the_shell_completes_commands(environment):
    asked = {"_POLDER_COMPLETE": "bash_complete", "COMP_WORDS": "polder ledger v", "COMP_CWORD": "2"}
    done = subprocess.run(COMMAND, env=environment | asked, capture_output=True, text=True, check=False)
    assert done.stdout == "plain,verify\n"


def test_a_reader_who_has_enough_is_no_error(environment, polder):
    polder("migrate")
    done = subprocess.run(
        ["sh", "-c", f"'{COMMAND[0]}' -m polder.config.cli --help | true"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""


def test_ctrl_c_ends_a_command_with_130_and_no_trace(start):
    worker = start("worker", POLDER_DATABASE_URL="postgresql://127.0.0.1:1/none")
    first = worker.stderr.readline()
    assert "The database cannot be reached" in first
    assert "Trying again" in first
    os.kill(worker.pid, signal.SIGINT)
    until(lambda: worker.poll() is not None, "the command ends")
    assert worker.returncode in {0, 130}
    assert "Traceback" not in worker.stderr.read()
