"""L1: the database itself refuses to change or drop an event."""

import pytest
from django.db import DatabaseError, connection, transaction

from polder.base import guards
from polder.ground.ledger.models import Event

pytestmark = pytest.mark.django_db

REFUSED = [
    "UPDATE ledger_event SET kind = 'thing.undone'",
    "UPDATE ledger_event SET number = number + 1",
    "DELETE FROM ledger_event",
]


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_change_or_drop_an_event(statement, happened):
    happened(2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Event.objects.filter(kind="thing.done").count() == 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)  # with writes pending PostgreSQL refuses for another reason
def test_the_database_refuses_to_truncate_the_events(happened):
    happened(2)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE ledger_event CASCADE")
    assert Event.objects.count() == 2


def test_neither_does_the_model_change_or_drop_one(happened):
    happened()
    event = Event.objects.get()
    event.kind = "thing.undone"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        event.save()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Event.objects.filter(number=1)._raw_delete("default")


def test_a_guard_that_is_gone_is_named_and_can_be_set_again(happened):
    happened()
    assert guards.missing() == []
    with connection.cursor() as cursor:
        on = "" if connection.vendor == "sqlite" else " ON ledger_event"
        cursor.execute(f"DROP TRIGGER ledger_no_delete{on}")
    assert guards.missing() == ["ledger_no_delete"]
    guards.set_all()
    assert guards.missing() == []
