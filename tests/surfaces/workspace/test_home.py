"""Home costs a few questions while nothing happens, and is never behind what happened."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.governance import operations
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


def letters(client):
    """How often home leads to the aspect of salaries: once among one's own letters, once in what changed."""
    return client.get("/").content.decode().count("/aspects/salary/")


@pytest.fixture
def give(cast):
    """Tim gets a C on salaries, now, maybe for a time."""

    def letter(until=None):
        tim, salary = Party.objects.get(ref="person:tim"), Aspect.objects.get(key="salary")
        now = timezone.now()
        operations.assign(salary, party=tim, letter="C", valid_until=until, by=cast["meral"], at=now)

    return letter


def test_a_letter_shows_on_home_at_once(cast, client_of, give):
    client = client_of(cast["tim"])
    before = letters(client)
    give()
    assert letters(client) == before + 1


def test_each_person_sees_their_own_home(cast, client_of):
    answers = [client_of(cast[key]).get("/").content.decode() for key in ("tim", "meral", "tim")]
    greetings = [answer.partition('<h1 id="hello">')[2].partition("</h1>")[0] for answer in answers]
    assert cast["tim"].name in greetings[0] == greetings[2]
    assert cast["meral"].name in greetings[1]


def test_home_asks_few_questions_while_nothing_happens(cast, client_of, count_queries, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    client = client_of(cast["meral"])
    client.get("/")
    with count_queries(8):
        client.get("/")


def test_what_only_the_clock_changes_shows_within_half_a_minute(cast, client_of, give, time_machine):
    began = timezone.now()
    time_machine.move_to(began, tick=False)
    client = client_of(cast["tim"])
    give(until=began + timedelta(seconds=5))
    before = letters(client)
    time_machine.move_to(began + timedelta(seconds=30), tick=False)
    assert letters(client) == before - 1
