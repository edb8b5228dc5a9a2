"""What a worker looks at again and again, and how it says that it lives."""

from datetime import timedelta

import pytest

from polder.ground.ledger import heartbeat, rounds
from polder.ground.ledger.models import Round
from tests.ground.ledger.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def empty_registry(monkeypatch):
    monkeypatch.setattr(rounds, "_rounds", {})


def at(**later):
    return lambda: AT + timedelta(**later)


def note_each_round():
    made = []

    @rounds.every(timedelta(minutes=5))
    def note(moment):
        made.append(moment)

    return made


def test_a_round_is_made_when_it_is_due_and_not_before():
    made = note_each_round()
    assert rounds.make(clock=at()) == 1
    assert rounds.make(clock=at(minutes=4)) == 0
    assert rounds.make(clock=at(minutes=5)) == 1
    assert made == [AT, AT + timedelta(minutes=5)]


def test_rounds_that_were_missed_are_made_once():
    made = note_each_round()
    rounds.make(clock=at())
    rounds.make(clock=at(days=3))
    rounds.make(clock=at(days=3))
    assert len(made) == 2


def test_a_round_that_another_worker_took_is_left_to_it():
    made = []

    @rounds.every(timedelta(minutes=5))
    def look(moment):
        made.append(moment)
        rounds.make(clock=at())  # another worker, while this one is at it

    rounds.make(clock=at())
    assert made == [AT]


def test_a_round_that_fails_says_so_and_is_made_again():
    made = []

    @rounds.every(timedelta(minutes=5))
    def stumble(moment):
        made.append(moment)
        if len(made) == 1:
            raise LookupError("no matrix yet")

    rounds.make(clock=at())
    assert Round.objects.get().trouble == "LookupError: no matrix yet"
    rounds.make(clock=at(minutes=5))
    assert Round.objects.get().trouble == ""


def test_a_worker_is_alive_while_it_was_heard_of_lately():
    heartbeat.beat("one", at=AT)
    heartbeat.beat("two", at=AT + timedelta(seconds=50))
    assert heartbeat.alive(at=AT + timedelta(seconds=55)) == ["one", "two"]
    assert heartbeat.alive(at=AT + timedelta(seconds=65)) == ["two"]
    heartbeat.stop("two")
    assert heartbeat.alive(at=AT + timedelta(seconds=65)) == []
    assert heartbeat.last_seen() == AT
    heartbeat.beat("three", at=AT + timedelta(days=2))
    assert heartbeat.last_seen() == AT + timedelta(days=2)
