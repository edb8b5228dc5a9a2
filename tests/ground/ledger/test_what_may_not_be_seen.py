"""An event about what the reader may not see is not there, and what else an event names is called by its kind alone (P10)."""

import pytest
from django.db.models import QuerySet
from django.urls import reverse

from polder.ground.ledger import acts, queries, subjects, words
from polder.ground.organisation.models import Person, Unit
from tests.ground.ledger.conftest import AT

pytestmark = pytest.mark.django_db


def units_seen(reader: Person, _at: object) -> QuerySet[Unit] | None:
    """Anna sees all of them, others those that are called open."""
    return None if reader.key == "anna" else Unit.objects.filter(name__startswith="Open")


@pytest.fixture(autouse=True)
def own_words(monkeypatch):
    monkeypatch.setattr(words, "_kinds", {})
    monkeypatch.setattr(subjects, "_kinds", {})
    subjects.register("person", subjects.of_model("organisation.Person"))
    subjects.register("unit", subjects.of_model("organisation.Unit"), seen=units_seen, unseen="a unit")
    words.register("unit.done", "%(thing)s beside %(other)s")


@pytest.fixture
def readers():
    anna, bas = (Person.objects.create(key=key, name=key.capitalize()) for key in ("anna", "bas"))
    guest = Person.objects.create(key="gus", name="Gus", kind="guest", sponsor=anna, left_on=AT.replace(year=2999))
    return anna, bas, guest


@pytest.fixture
def units():
    return [Unit.objects.create(key=name.lower(), name=name) for name in ("Open", "Closed")]


def done(thing, other, *about, by=None):
    with acts.act():
        acts.record("unit.done", thing=thing, by=by, at=AT, data={"other": other}, about=(other, "aspect:9", *about))


def refs(units):
    return [f"unit:{unit.pk}" for unit in units]


def said(subject, person, **asked):
    return [entry.text for entry in queries.timeline(subject, person=person, at=AT, **asked).entries]


def test_an_event_is_there_for_who_may_see_its_thing_and_names_the_rest_by_kind(readers, units):
    (anna, bas, _guest), (seen, hidden) = readers, refs(units)
    done(seen, hidden)
    done(hidden, seen)
    for subject in ("aspect:9", seen, hidden):
        assert said(subject, anna) == ["Closed beside Open", "Open beside Closed"]
        assert said(subject, bas) == ["Open beside a unit"]
        assert said(subject, None) == []
    assert [entry.text for entry in queries.newest(limit=5)] == ["Closed beside Open", "Open beside Closed"]


def test_pages_of_a_timeline_are_full_whatever_is_left_out_between(readers, units):
    (_anna, bas, _guest), (seen, hidden) = readers, refs(units)
    for _number in range(4):
        done(seen, "aspect:1")
        done(hidden, "aspect:1")
        done(hidden, "aspect:1")
    first = queries.timeline("aspect:9", person=bas, at=AT, limit=3)
    assert ([entry.number for entry in first.entries], first.before) == ([10, 7, 4], 4)
    last = queries.timeline("aspect:9", person=bas, at=AT, limit=3, before=4)
    assert ([entry.number for entry in last.entries], last.before) == ([1], None)


def test_what_has_another_kind_of_number_breaks_nothing(readers, client_of):
    done("thing:not-a-number", "aspect:1")
    assert len(said("aspect:9", readers[1])) == 1
    for number in ("not-a-number", "9" * 30, "0"):
        assert client_of(readers[1]).get(reverse("ledger:timeline", args=[f"unit:{number}"])).status_code == 404


def test_by_its_address_neither_the_event_nor_the_timeline_is_there(readers, units, client_of):
    (anna, bas, _guest), (_seen, hidden) = readers, refs(units)
    done(hidden, "aspect:1")
    for address in (reverse("ledger:event", args=[1]), reverse("ledger:timeline", args=[hidden])):
        assert client_of(anna).get(address).status_code == 200
        assert client_of(bas).get(address).status_code == 404


def test_a_guest_sees_what_names_them_and_what_is_about_things_for_them(readers, units, client_of):
    (_anna, bas, guest), (seen, hidden) = readers, refs(units)
    done("thing:1", "aspect:1")
    done("thing:2", "aspect:1", f"person:{guest.pk}")
    done(hidden, "aspect:1", f"person:{guest.pk}")
    done(seen, "aspect:1")
    assert list(queries.events_visible_to(guest, AT).values_list("number", flat=True)) == [2, 4]
    assert list(queries.events_visible_to(bas, AT).values_list("number", flat=True)) == [1, 2, 4]
    assert client_of(guest).get(reverse("ledger:timeline", args=["thing:1"])).status_code == 404
    assert client_of(guest).get(reverse("ledger:timeline", args=["thing:2"])).status_code == 200


def test_a_timeline_costs_the_same_with_few_and_many_hidden_things(readers, units, django_assert_num_queries):
    for number in range(30):
        done(f"unit:{units[number % 2].pk}", f"unit:{900 + number}")
    for limit in (2, 30):
        with django_assert_num_queries(3):  # the events; what else they name; the units
            queries.timeline("aspect:9", person=readers[1], at=AT, limit=limit)
