"""Two at once: the matrix holds still while somebody acts (G19), and of two who apply one thing one is told."""

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import close_old_connections, connection

from polder.base.errors import PolderError
from polder.governance import loading, mandate, operations, verifying
from polder.governance.models import Aspect, Assignment
from polder.ground.ledger import acts
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Party, Person
from tests.governance.cast import Assign, at, org

pytestmark = pytest.mark.django_db(transaction=True)


def load(*letters):
    loading.load(org(letters), by=None, at=at - timedelta(days=30))
    return {person.key: person for person in Person.objects.all()}


def together(*doings):
    """Each in a thread and a connection of its own; what each returned or raised."""
    found: list[Any] = [None] * len(doings)

    def run(number, doing):
        close_old_connections()
        try:
            found[number] = doing()
        except PolderError as error:
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(doings)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not any(thread.is_alive() for thread in threads)
    return found


def test_a_right_does_not_change_under_an_act_that_has_asked_for_it():
    people = load("A * root person:chief", "A * news person:nina")
    news, asked, order = Aspect.objects.get(key="news"), threading.Event(), []

    def publish():
        with acts.act():
            mandate.require(people["nina"], "publish", news, at=at)
            asked.set()
            # Whoever takes the right away must wait until this act is done.
            threading.Event().wait(0.5)
            order.append("published")
            acts.record("page.published", thing="page:1", by=people["nina"].pk, at=at, aspect=news.pk)

    def take_away():
        assert asked.wait(10)
        operations.unassign(news, party=Party.objects.get(ref="person:nina"), letter="A", by=None, at=at)
        order.append("taken away")

    together(publish, take_away)
    assert order == ["published", "taken away"]
    kinds = list(Event.objects.order_by("number").values_list("kind", flat=True))
    assert kinds.index("page.published") < kinds.index("assignment.ended")


def test_a_right_that_is_gone_when_the_button_is_pressed_is_gone():
    people = load("A * root person:chief", "A * news person:nina")
    news, taken = Aspect.objects.get(key="news"), threading.Event()
    assert mandate.may(people["nina"], "publish", news, at=at).allowed

    def take_away():
        with acts.act(alone=True):
            operations.unassign(news, party=Party.objects.get(ref="person:nina"), letter="A", by=None, at=at)
            taken.set()
            threading.Event().wait(0.3)

    def publish():
        assert taken.wait(10)
        with acts.act():
            return mandate.require(people["nina"], "publish", news, at=at)

    _, refused = together(take_away, publish)
    assert getattr(refused, "code", None) == "not_assigned"


def test_of_two_who_apply_the_same_change_set_one_is_told():
    people = load("A * root person:chief")
    draft = operations.draft([Assign("news", "*", "person:nina", "A")], title="Nina", by=people["chief"], at=at)
    applying = [lambda: operations.apply(draft, by=people["chief"], at=at)] * 2
    codes = sorted(getattr(found, "code", "done") for found in together(*applying))
    assert codes == ["done", "wrong_state"]
    assert Assignment.objects.filter(aspect__key="news").count() == 1


def test_of_two_second_a_s_at_once_one_is_refused():
    people = load("A * root person:chief")
    news = Aspect.objects.get(key="news")

    def giving(key):
        party = Party.objects.get(ref=f"person:{key}")
        return lambda: operations.assign(news, party=party, letter="A", by=people["chief"], at=at)

    codes = sorted(getattr(found, "code", "done") for found in together(giving("nina"), giving("rob")))
    assert codes == ["done", "second_accountable"]
    assert not verifying._tables()[1]
