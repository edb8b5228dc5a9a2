"""A result is compared with the straight line from the beginning to the target, upwards and downwards."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polder.features.direction.rules import Line, Reading, result_due, state_of

UP = Line(date(2026, 1, 1), date(2026, 12, 31), Decimal(50), Decimal(90))
DOWN = Line(date(2026, 1, 1), date(2026, 12, 31), Decimal(20), Decimal(5))


def stands(line, value=None, on=(7, 2), today=(7, 3)):
    newest = None if value is None else Reading(date(2026, *on), Decimal(value))
    return state_of(line, newest, date(2026, *today), every=3)


@pytest.mark.parametrize(
    ("line", "value", "state"),
    [
        (UP, "70", "on_course"), (UP, "68.1", "on_course"), (UP, "67", "behind"), (UP, "40", "behind"),
        (UP, "90", "reached"), (UP, "120", "reached"), (DOWN, "12.5", "on_course"), (DOWN, "14", "behind"),
        (DOWN, "5", "reached"), (DOWN, "0", "reached"), (DOWN, "30", "behind"),
    ],
)  # fmt: skip
def test_half_way_through_it_should_be_half_way_with_a_little_leeway(line, value, state):
    assert stands(line, value) == state


def test_an_old_result_is_compared_with_the_line_of_its_own_day():
    assert stands(UP, "60", on=(4, 1), today=(9, 1)) == "on_course"


def test_without_a_result_it_is_behind_once_the_first_was_due():
    assert stands(UP, today=(4, 1)) == "on_course"
    assert stands(UP, today=(4, 2)) == "behind"


def test_past_its_last_day_it_is_behind_unless_it_was_reached():
    after = date(2027, 1, 1)
    assert state_of(UP, Reading(date(2026, 12, 30), Decimal("89.5")), after, every=3) == "behind"
    assert state_of(UP, Reading(date(2026, 12, 30), Decimal(90)), after, every=3) == "reached"


def test_a_result_is_asked_after_so_many_months_and_on_the_last_day_in_any_case():
    assert result_due(UP, None, 3) == date(2026, 4, 1)
    assert result_due(UP, Reading(date(2026, 11, 30), Decimal(1)), 3) == date(2026, 12, 31)
    assert result_due(UP, Reading(date(2026, 8, 31), Decimal(1)), 1) == date(2026, 9, 30)


@given(
    value=st.decimals(-10_000, 10_000, places=2), start=st.decimals(-10_000, 10_000, places=2),
    target=st.decimals(-10_000, 10_000, places=2), on=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
)  # fmt: skip
def test_every_value_on_every_day_has_a_state_and_lies_between_nothing_and_all(value, start, target, on):
    if start == target:
        return
    line = Line(UP.begins, UP.due, start, target)
    assert 0 <= line.way(value) <= 1
    assert 0 <= line.way_on(on) <= 1
    assert state_of(line, Reading(on, value), on, every=3) in {"reached", "on_course", "behind"}
    assert (state_of(line, Reading(on, target), on, every=3)) == "reached"
