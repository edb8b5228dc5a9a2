"""`polder ledger`: exit statuses, one line on stderr, JSON."""

import json

import pytest
from click.testing import CliRunner
from django.db import connection

from polder.base import guards
from polder.ground.ledger.commands import ledger

pytestmark = pytest.mark.django_db


def run(*arguments):
    return CliRunner().invoke(ledger, arguments)


def change_event(number):
    guards.lift_all()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE ledger_event SET kind = 'thing.undone' WHERE number = %s", [number])
    guards.set_all()


def test_verify_says_that_all_is_well(happened):
    happened(3)
    done = run("verify")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "3 events, none changed or dropped.\n", "")


def test_verify_names_the_first_broken_event_in_one_line(happened):
    happened(5)
    change_event(3)
    done = run("verify")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Event 3 is broken. It was changed")
    assert done.stderr.count("\n") == 1


def test_verify_for_machines(happened):
    happened(5)
    change_event(3)
    done = run("verify", "--json")
    facts = json.loads(done.stdout)
    assert (done.exit_code, facts["whole"], facts["broken"], facts["events"]) == (1, False, 3, 2)


def test_verify_says_how_to_set_missing_guards(happened):
    happened()
    guards.lift_all()
    done = run("verify")
    assert done.exit_code == 1
    assert "ledger_no_delete" in done.stderr
    assert "polder migrate" in done.stderr


def test_an_anchor_is_printed_and_checked(happened):
    happened(2)
    anchor = run("anchor").stdout.strip()
    happened(2)
    assert run("verify", "--anchor", anchor).exit_code == 0
    assert run("verify", "--anchor", f"2:{'0' * 64}").exit_code == 1
    wrong = run("verify", "--anchor", "yesterday")
    assert (wrong.exit_code, wrong.stderr.count("\n")) == (2, 1)
    assert json.loads(run("anchor", "--json").stdout)["number"] == 4


def test_tail_shows_the_newest_last(happened):
    happened(3)
    lines = run("tail", "-n", "2").stdout.splitlines()
    assert [line.split()[0] for line in lines] == ["2", "3"]
    facts = json.loads(run("tail", "--about", "thing:1", "--json").stdout)
    assert [event["number"] for event in facts] == [2]
