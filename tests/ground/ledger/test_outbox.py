"""L2: what follows from an event happens at least once, its effect in the database once."""

import signal
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from polder.ground.ledger import outbox
from polder.ground.ledger.models import Delivery, Round
from tests.ground.ledger.conftest import AT


def at(moment=AT):
    return lambda: moment


@pytest.mark.django_db
def test_an_event_reaches_the_reactions_to_its_kind_its_family_and_all(reacts, happened):
    seen = []
    reacts("thing.done")(lambda event: seen.append("kind"))
    with_name(reacts("thing.*"), "family", seen)
    with_name(reacts("*"), "all", seen)
    with_name(reacts("other.*"), "other", seen)
    happened()
    assert outbox.deliver("w", clock=at()) == 3
    assert sorted(seen) == ["all", "family", "kind"]
    assert outbox.deliver("w", clock=at()) == 0


def with_name(register, name, seen):
    def reaction(event):
        seen.append(name)

    reaction.__qualname__ = name
    register(reaction)


@pytest.mark.django_db
def test_the_oldest_event_comes_first(reacts, happened):
    seen = []
    reacts("thing.done")(lambda event: seen.append(event.number))
    happened(5)
    outbox.deliver("w", clock=at(), limit=3)
    outbox.deliver("w", clock=at(), limit=3)
    assert seen == [1, 2, 3, 4, 5]


@pytest.mark.django_db
def test_who_looks_at_how_things_are_gets_the_last_event_of_each_act(reacts, happened):
    seen = []
    reacts("thing.*", once_an_act=True)(lambda event: seen.append(event.number))
    happened(3)
    happened(2)
    outbox.deliver("w", clock=at())
    assert seen == [3, 5]


@pytest.mark.django_db
def test_an_act_that_fails_has_no_consequences(reacts, happened):
    reacts("thing.done")(lambda event: None)
    with pytest.raises(ValueError, match="not a subject"):
        happened(thing="no subject")
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_a_reaction_that_fails_leaves_no_half_effect_and_is_tried_again_ever_more_seldom(reacts, happened):
    tries = []

    @reacts("thing.done")
    def stumble(event):
        tries.append(event.number)
        Round.objects.create(name=f"effect {len(tries)}", due=AT)
        if len(tries) < 3:
            raise ConnectionError("the other side is away")

    happened()
    outbox.deliver("w", clock=at())
    waits = Delivery.objects.get()
    assert (waits.attempts, waits.due, waits.done_at) == (1, AT + timedelta(seconds=5), None)
    assert waits.trouble == "ConnectionError: the other side is away"
    assert outbox.in_trouble().count() == 1
    assert not Round.objects.exists()

    assert outbox.deliver("w", clock=at(AT + timedelta(seconds=4))) == 0
    assert outbox.deliver("w", clock=at(AT + timedelta(seconds=5))) == 1
    assert Delivery.objects.get().due == AT + timedelta(seconds=15)
    assert outbox.deliver("w", clock=at(AT + timedelta(seconds=15))) == 1
    assert Delivery.objects.get().done_at is not None
    assert Delivery.objects.get().trouble == ""
    assert list(Round.objects.values_list("name", flat=True)) == ["effect 3"]


@pytest.mark.django_db
def test_one_reaction_that_fails_does_not_hold_up_the_others(reacts, happened):
    seen = []

    @reacts("thing.done")
    def stumble(event):
        if event.number == 1:
            raise LookupError
        seen.append(event.number)

    happened(3)
    outbox.deliver("w", clock=at())
    assert seen == [2, 3]


@pytest.mark.django_db
def test_a_delivery_whose_reaction_is_gone_is_kept_and_says_so(reacts, happened, monkeypatch):
    reacts("thing.done")(lambda event: None)
    happened()
    monkeypatch.setattr("polder.ground.ledger.reactions._reactions", {})
    outbox.deliver("w", clock=at())
    kept = outbox.in_trouble().get()
    assert "any more" in kept.trouble
    assert kept.due == AT + timedelta(hours=1)


@pytest.mark.django_db
def test_a_claim_that_nobody_follows_up_expires(reacts, happened):
    seen = []
    reacts("thing.done")(lambda event: seen.append(event.number))
    happened()
    Delivery.objects.update(claimed_by="gone", claimed_until=AT + outbox.LEASE)
    assert outbox.deliver("w", clock=at(AT + outbox.LEASE - timedelta(seconds=1))) == 0
    assert outbox.deliver("w", clock=at(AT + outbox.LEASE)) == 1
    assert seen == [1]


@pytest.mark.django_db
@pytest.mark.parametrize("in_transaction", [True, False])
def test_who_lost_the_claim_meanwhile_does_nothing(reacts, happened, in_transaction):
    seen = []

    @reacts("thing.done", in_transaction=in_transaction)
    def slow(event):
        seen.append(event.number)
        Delivery.objects.filter(event_id=2).update(claimed_by="another", claimed_until=AT + outbox.LEASE)

    happened(2)
    outbox.deliver("w", clock=at())
    assert seen == [1]
    assert Delivery.objects.get(event_id=2).claimed_by == "another"


@pytest.mark.django_db
def test_a_worker_that_is_asked_to_stop_gives_back_what_it_has_not_begun(reacts, happened):
    seen = []
    reacts("thing.done")(lambda event: seen.append(event.number))
    happened(3)
    assert outbox.deliver("w", clock=at(), stopping=lambda: len(seen) == 1) == 1
    assert seen == [1]
    assert outbox.deliver("another", clock=at()) == 2


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_deliver_each_event_once(reacts, happened):
    lock, seen = threading.Lock(), []

    @reacts("thing.done")
    def note(event):
        with lock:
            seen.append(event.number)
        Round.objects.create(name=f"effect of {event.number}", due=AT)

    happened(120)

    def work(name):
        try:
            while outbox.waiting().exists():
                outbox.deliver(name, clock=timezone.now, limit=7)
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=(f"worker {number}",)) for number in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(seen) == list(range(1, 121))
    assert Round.objects.count() == 120
    assert not outbox.in_trouble().exists()


def test_a_worker_that_is_killed_in_the_middle_loses_nothing_and_doubles_nothing(reacts, happened, elsewhere):
    def write_slowly(event):
        Round.objects.create(name=f"effect of {event.number}", due=AT)

    write_slowly.__module__, write_slowly.__qualname__ = "tests", "write_slowly"
    reacts("thing.done")(write_slowly)
    happened(2)
    worker = elsewhere("hang")
    assert worker.stdout.readline() == "written\n"
    worker.send_signal(signal.SIGKILL)
    worker.wait(10)

    assert not Round.objects.exists()
    assert outbox.waiting().count() == 2
    assert outbox.deliver("early", clock=timezone.now) == 0
    later = timezone.now() + outbox.LEASE
    assert outbox.deliver("late", clock=at(later)) == 2
    assert sorted(Round.objects.values_list("name", flat=True)) == ["effect of 1", "effect of 2"]
    assert outbox.deliver("late", clock=at(later)) == 0
