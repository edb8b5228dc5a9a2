import pytest

from polder.ground.organisation.errors import Invalid, NotAssigned, WrongState
from polder.ground.organisation.models import Body, Holding, Party, Seat, Unit
from polder.ground.organisation.operations import bodies, people, roles, units


def test_a_unit_moves_but_never_below_itself(house):
    units.change(house.it, parent=house.hr, by=house.olga, at=house.at)
    with pytest.raises(Invalid, match="part of itself") as refused:
        units.change(house.hr, parent=house.it, by=house.olga, at=house.at)
    assert refused.value.field == "parent"
    with pytest.raises(Invalid):
        units.change(house.top, parent=house.top, by=house.olga, at=house.at)


def test_a_unit_goes_only_when_nothing_hangs_on_it(house, kinds):
    with pytest.raises(WrongState) as refused:
        units.remove(house.hr, by=house.olga, at=house.at)
    assert "people" in str(refused.value.details[0])
    empty = units.add(name="Empty", by=house.olga, at=house.at)
    with kinds() as recorded:
        units.remove(empty, by=house.olga, at=house.at)
    assert recorded == ["unit.removed"]
    assert not Party.objects.filter(ref="unit:empty").exists()


def test_only_the_registration_draws_the_chart(house):
    for act in (
        lambda: units.add(name="Mine", by=house.kim, at=house.at),
        lambda: units.change(house.hr, head=house.kim, by=house.kim, at=house.at),
        lambda: units.remove(house.it, by=house.hanna, at=house.at),
        lambda: roles.hold(house.manager, person=house.kim, by=house.kim, at=house.at),
        lambda: bodies.seat(house.board, person=house.kim, kind="chair", function="HR", by=house.hanna, at=house.at),
        lambda: bodies.end(house.board, by=house.kim, at=house.at),
    ):
        with pytest.raises(NotAssigned):
            act()
    assert Unit.objects.count() == 3
    assert not Holding.objects.exists()


def test_a_role_is_held_once_at_any_moment(house):
    roles.hold(house.manager, person=house.kim, by=house.olga, at=house.at, valid_until=house.later(days=10))
    with pytest.raises(WrongState):
        roles.hold(house.manager, person=house.kim, by=house.olga, at=house.at, valid_from=house.later(days=9))
    roles.hold(house.manager, person=house.kim, by=house.olga, at=house.at, valid_from=house.later(days=10))
    roles.hold(house.manager, person=house.bas, by=house.olga, at=house.at)
    assert house.manager.holdings.count() == 3


def test_what_is_held_comes_before_what_cannot_be(house):
    roles.hold(house.manager, person=house.kim, by=None, at=house.at)
    with pytest.raises(WrongState):
        roles.hold(house.manager, person=house.kim, by=house.olga, at=house.later(days=1), valid_from=house.at)
    with pytest.raises(Invalid, match="past"):
        roles.hold(house.manager, person=house.bas, by=house.olga, at=house.at, valid_from=house.later(days=-1))
    with pytest.raises(Invalid, match="end after"):
        roles.hold(house.manager, person=house.bas, by=house.olga, at=house.at, valid_until=house.at)


def test_dismissing_ends_what_is_there_and_only_that(house, kinds):
    with pytest.raises(WrongState):
        roles.dismiss(house.manager, person=house.kim, by=house.olga, at=house.at)
    held = roles.hold(house.manager, person=house.kim, by=house.olga, at=house.at)
    with kinds() as recorded:
        roles.dismiss(house.manager, person=house.kim, by=house.olga, at=house.later(days=1))
    held.refresh_from_db()
    assert (held.valid_until, recorded) == (house.later(days=1), ["holding.ended"])
    with pytest.raises(WrongState):
        roles.dismiss(house.manager, person=house.kim, by=house.olga, at=house.later(days=1))


def test_what_never_began_is_gone(house, kinds):
    planned = roles.hold(house.manager, person=house.kim, by=house.olga, at=house.at, valid_from=house.later(days=9))
    with kinds() as recorded:
        roles.end(planned, by=house.olga, at=house.at)
    assert recorded == ["holding.removed"]
    assert not Holding.objects.exists()


def test_another_end_may_not_run_into_the_next_holding(house):
    first = roles.hold(house.manager, person=house.kim, by=None, at=house.at, valid_until=house.later(days=5))
    roles.hold(house.manager, person=house.kim, by=None, at=house.at, valid_from=house.later(days=7))
    with pytest.raises(WrongState):
        roles.change_holding(first, valid_until=None, by=house.olga, at=house.at)
    changed = roles.change_holding(first, valid_until=house.later(days=7), by=house.olga, at=house.at)
    assert changed.valid_until == house.later(days=7)
    with pytest.raises(Invalid, match="past"):
        roles.change_holding(first, valid_until=house.later(days=-1), by=house.olga, at=house.at)


def test_a_seat_for_a_function_with_an_alternate(house, kinds):
    with kinds() as recorded:
        seat = bodies.seat(
            house.board,
            person=house.bas,
            kind="member",
            function="IT",
            alternate=house.olga,
            by=house.olga,
            at=house.at,
        )
    assert (recorded, seat.valid_from) == (["seat.added"], house.at)
    with pytest.raises(WrongState):
        bodies.seat(house.board, person=house.bas, kind="member", function="IT", by=house.olga, at=house.at)
    bodies.seat(house.board, person=house.bas, kind="member", function="Security", by=house.olga, at=house.at)
    with pytest.raises(Invalid, match="own alternate"):
        bodies.seat(
            house.board, person=house.kim, kind="member", function="HR", alternate=house.kim, by=house.olga, at=house.at
        )
    bodies.dismiss(house.board, person=house.bas, by=house.olga, at=house.later(days=1))
    assert {row.valid_until for row in Seat.objects.all()} == {house.later(days=1)}


def test_a_body_ends_with_every_seat_in_it(house, kinds):
    bodies.seat(house.board, person=house.bas, kind="chair", function="IT", by=None, at=house.at)
    bodies.seat(
        house.board,
        person=house.kim,
        kind="member",
        function="HR",
        by=None,
        at=house.at,
        valid_from=house.later(days=9),
    )
    with kinds() as recorded:
        bodies.end(house.board, by=house.olga, at=house.later(days=1))
    assert recorded == ["seat.ended", "seat.removed", "body.ended"]
    with pytest.raises(WrongState, match="has ended"):
        bodies.seat(house.board, person=house.kim, kind="member", function="HR", by=house.olga, at=house.later(days=2))


def test_a_body_never_stands_under_itself(house):
    below = bodies.add(name="Editors", kind="working_group", parent=house.board, by=house.olga, at=house.at)
    with pytest.raises(Invalid):
        bodies.change(house.board, parent=below, by=house.olga, at=house.at)
    assert Body.objects.get(pk=house.board.pk).parent is None


def test_what_happens_in_several_steps_is_watched_once(house, monkeypatch):
    from contextlib import contextmanager

    from polder.ground.organisation import watch

    seen = []

    @contextmanager
    def watcher(change):
        seen.append("before")
        yield
        seen.append("after")

    monkeypatch.setattr(watch, "_watchers", [watcher])
    bodies.seat(house.board, person=house.bas, kind="chair", function="IT", by=None, at=house.at)
    bodies.dismiss(house.board, person=house.bas, by=house.olga, at=house.later(days=1))
    assert seen == ["before", "after"] * 2


def test_what_a_watcher_refuses_did_not_happen(house, monkeypatch, kinds):
    from contextlib import contextmanager

    from polder.ground.organisation import watch

    @contextmanager
    def refuse(change):
        yield
        if not change.widening_allowed:
            raise WrongState("No.")

    monkeypatch.setattr(watch, "_watchers", [refuse])
    with kinds() as recorded:
        with pytest.raises(WrongState, match="No"):
            roles.hold(house.manager, person=house.kim, by=house.olga, at=house.at)
        people.leave(house.kim, by=house.olga, at=house.at)
    assert recorded == ["person.left"]
    assert not Holding.objects.exists()
