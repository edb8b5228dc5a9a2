"""L1: the chain survives many writers at once, threads and processes, and thousands of events."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from polder.ground.ledger import acts, verifying
from polder.ground.ledger.models import Event


def write(times: int, writer: int, stumble: bool) -> None:
    try:
        for number in range(times):
            try:
                with acts.act(alone=number % 3 == 0):
                    for step in range(4):
                        acts.record("thing.done", thing=f"thing:{step}", by=writer, at=timezone.now(), aspect=number)
                    if stumble and number % 5 == 0:
                        raise LookupError
            except LookupError:
                continue
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_threads_that_write_at_once_make_one_unbroken_chain():
    writers = [threading.Thread(target=write, args=(150, writer, writer % 2 == 0)) for writer in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    kept = 4 * (2 * 150 + 2 * 120)
    assert list(Event.objects.values_list("number", flat=True)) == list(range(1, kept + 1))
    assert verifying.verify() == verifying.Verdict(events=kept)


def test_processes_that_write_at_once_make_one_unbroken_chain(elsewhere):
    writers = [elsewhere("write", "150") for _ in range(3)]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    assert verifying.verify() == verifying.Verdict(events=3 * 150 * 3)
