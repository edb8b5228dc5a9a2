"""`polder check`: what is configured, what is missing for production, how to mend it."""

import json

from tests.config.conftest import opened, until

PRODUCTION = {
    "POLDER_BASE_URL": "https://intranet.example.org",
    "POLDER_TRUSTED_PROXIES": "1",
    "POLDER_MAIL_URL": "smtp://mail.example.org:587?tls=1",
    "POLDER_MAIL_FROM": "intranet@example.org",
}


def someone_works(home):
    with opened(home / "polder.sqlite3") as database:
        return database.execute("SELECT count(*) FROM ledger_worker").fetchone() != (0,)


def mends(done) -> dict[str, str]:
    return {line["about"]: line["mend"] for line in json.loads(done.stdout) if line["mend"]}


def test_on_a_fresh_machine_it_says_what_production_needs_and_changes_nothing(polder, home):
    done = polder("check", "--json")
    assert done.returncode == 1
    assert {"POLDER_BASE_URL", "POLDER_MAIL_URL", "POLDER_MAIL_FROM", "Database"} <= mends(done).keys()
    assert not (home / "polder.sqlite3").exists()


def test_with_everything_in_place_only_the_worker_is_missed(polder):
    polder("migrate")
    done = polder("check", "--json", **PRODUCTION)
    assert mends(done).keys() == {"Worker"}


def test_with_a_worker_at_work_all_is_well(polder, start, home):
    polder("migrate")
    worker = start("worker", **PRODUCTION)
    until(lambda: someone_works(home) or worker.poll() is not None, "the worker says that it lives")
    done = polder("check", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")
    assert "mend" not in done.stdout


def test_what_must_not_be_on_in_production_is_named(polder):
    polder("migrate")
    done = polder(
        "check", "--json", **{**PRODUCTION, "POLDER_DEMO": "1", "POLDER_DEBUG": "1", "POLDER_TRUSTED_PROXIES": "0"}
    )
    assert done.returncode == 1
    assert {"POLDER_DEMO", "POLDER_DEBUG", "POLDER_TRUSTED_PROXIES"} <= mends(done).keys()


def test_a_database_that_is_away_and_a_guard_that_is_lost_are_named(polder, home):
    polder("migrate")
    away = polder("check", "--json", **PRODUCTION, POLDER_DATABASE_URL="postgresql://127.0.0.1:1/none")
    assert away.returncode == 1
    assert "Database" in mends(away)
    with opened(home / "polder.sqlite3") as database:
        database.execute("DROP TRIGGER ledger_no_update")
    assert mends(polder("check", "--json", **PRODUCTION))["Guards"] == "polder migrate"


def test_a_home_that_others_can_look_into_is_named(polder, home):
    polder("migrate")
    home.chmod(0o755)
    assert mends(polder("check", "--json", **PRODUCTION))["POLDER_HOME"] == f"chmod 700 {home}"
