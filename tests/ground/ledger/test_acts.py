"""L1: an act writes its events in its own transaction, or nothing at all."""

import json
from datetime import datetime

import pytest

from polder.ground.ledger import acts
from polder.ground.ledger.models import Event, Head, Mention
from tests.ground.ledger.conftest import AT

pytestmark = pytest.mark.django_db


def note(thing: str = "thing:1", **facts) -> None:
    acts.record("thing.done", **{"thing": thing, "by": 7, "at": AT, **facts})


def note_and_fail(thing: str = "thing:1") -> None:
    note(thing)
    with acts.act():
        note("thing:3")
    raise LookupError


def things() -> list[str]:
    return list(Event.objects.values_list("thing", flat=True))


def test_events_are_numbered_and_chained_in_the_order_they_were_recorded():
    with acts.act():
        note("thing:1")
        note("thing:2")
    with acts.act():
        note("thing:3")
    assert list(Event.objects.values_list("number", "thing")) == [(1, "thing:1"), (2, "thing:2"), (3, "thing:3")]
    head = Head.objects.get()
    assert (head.number, head.digest) == (3, Event.objects.get(number=3).digest)


def test_an_event_is_on_the_timeline_of_everything_it_is_about():
    with acts.act():
        note("assignment:12", acting_for=8, aspect=4, about=["unit:2", "person:7"])
    expected = ["assignment:12", "unit:2", "person:7", "aspect:4", "person:8"]
    assert json.loads(Event.objects.get().about) == expected
    assert set(Mention.objects.values_list("subject", flat=True)) == set(expected)


def test_an_act_that_fails_leaves_no_event():
    with pytest.raises(LookupError), acts.act():
        note_and_fail()
    assert things() == []


def test_an_inner_act_that_fails_drops_its_events_and_keeps_those_of_the_outer_one():
    with acts.act():
        note("thing:1")
        with pytest.raises(LookupError), acts.act():
            note_and_fail("thing:2")
        note("thing:4")
    assert things() == ["thing:1", "thing:4"]


def test_nothing_is_recorded_outside_an_act():
    with pytest.raises(RuntimeError, match="outside an act"):
        note()


def test_an_act_that_shares_the_lock_cannot_go_on_to_take_it_alone():
    with pytest.raises(RuntimeError, match="begin with alone"), acts.act(), acts.act(alone=True):
        pass


def test_an_act_inside_one_that_is_alone_is_alone_too():
    with acts.act(alone=True), acts.act(alone=True), acts.act():
        note()
    assert things() == ["thing:1"]


def test_the_version_of_the_matrix_moves_with_acts_that_are_alone_and_only_with_them():
    assert acts.matrix_version() == 0
    with acts.act(alone=True):
        note()
    assert acts.matrix_version() == 1
    with acts.act():
        note()
    assert acts.matrix_version() == 1
    with acts.act(alone=True):
        note()
        note()
    assert acts.matrix_version() == 4


@pytest.mark.parametrize(
    "facts",
    [
        {"thing": "Anna de Wit"},
        {"thing": "person:anna"},
        {"about": ["unit 2"]},
        {"thing": "thing:1\x1f2"},
        {"at": datetime(2026, 3, 2, 9)},  # noqa: DTZ001  # what is refused
        {"data": {"share": float("nan")}},
    ],
)
def test_what_is_not_written_as_it_should_be_is_refused(facts):
    with pytest.raises(ValueError, match=r"."), acts.act():
        note(**facts)
    assert things() == []


def test_a_kind_is_a_noun_and_a_verb():
    with pytest.raises(ValueError, match=r"noun\.verb"), acts.act():
        acts.record("Something happened", thing="thing:1", by=None, at=AT)
