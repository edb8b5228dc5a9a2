"""On an empty POLDER_HOME any command first makes what it needs."""

import stat
import subprocess
import time

from tests.config.conftest import POLDER, opened


def test_the_first_command_makes_folder_keys_and_database_for_this_user_alone(polder, home):
    assert polder("ledger", "verify").stdout == "0 events, none changed or dropped.\n"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    for name in ("secret.key", "ledger.key"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600
    with opened(home / "polder.sqlite3") as database:
        triggers = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        assert {"ledger_no_update", "ledger_no_delete"} <= triggers
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_second_command_finds_everything_up_to_date_and_writes_nothing(polder, home):
    polder("ledger", "verify")
    before = (home / "polder.sqlite3").read_bytes()
    assert polder("ledger", "verify").returncode == 0
    assert (home / "polder.sqlite3").read_bytes() == before
    assert polder("migrate").stdout == "The database was up to date.\n"


def test_processes_that_start_at_once_make_it_once(environment):
    started = [
        subprocess.Popen([*POLDER, "ledger", "verify"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    for process in started:
        output, errors = process.communicate(timeout=120)
        assert (process.returncode, output, errors) == (0, b"0 events, none changed or dropped.\n", b"")


def test_a_start_that_was_killed_halfway_is_taken_up_by_the_next(environment, polder, home):
    for pause in (0.9, 1.6, 2.3):
        process = subprocess.Popen([*POLDER, "ledger", "verify"], env=environment, stdout=subprocess.DEVNULL)
        time.sleep(pause)
        process.kill()
        process.wait()
    done = polder("ledger", "verify")
    assert (done.returncode, done.stdout) == (0, "0 events, none changed or dropped.\n")


def test_a_database_of_a_newer_version_is_left_alone(polder, home):
    polder("migrate")
    with opened(home / "polder.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '0999_later', '2030-01-01 00:00:00')"
        )
        database.execute("PRAGMA user_version = 1")
    done = polder("ledger", "verify")
    assert done.returncode == 2
    assert "made by a newer version" in done.stderr
    assert polder("migrate").returncode == 2


def test_a_guard_that_is_lost_is_named_and_set_again(polder, home):
    polder("migrate")
    with opened(home / "polder.sqlite3") as database:
        database.execute("DROP TRIGGER ledger_no_delete")
    done = polder("ledger", "verify")
    assert done.returncode == 1
    assert "ledger_no_delete missing" in done.stderr
    polder("migrate")
    assert polder("ledger", "verify").returncode == 0


def test_reading_a_spreadsheet_needs_no_home_at_all(polder, tmp_path):
    table = tmp_path / "raci.csv"
    table.write_text("Aspect;Communications;IT\nHomepage;A;R\nSearch;I;A\n")
    done = polder("matrix", "read", str(table), "--json", POLDER_HOME="/dev/null/polder")
    assert (done.returncode, done.stderr) == (0, "")
