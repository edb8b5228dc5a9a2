"""Who carries which seat, in a meeting and in writing (B2, B5, rehearsal.md): functions of seats and people."""

import pytest

from polder.features.bodies.rules.seats import Seat, Sitter, carried, stands_beside, voters

ANNA, BAS, CATO, DIRK, GUEST = range(1, 6)


def person(number, *, active=True):
    return Sitter(number, active, guest=number == GUEST)


def seat(number, holder, alternate=None, *, kind="member", function="IT", gone=()):
    """`gone` are the people who are inactive."""
    return Seat(
        number, kind, function, person(holder, active=holder not in gone),
        None if alternate is None else person(alternate, active=alternate not in gone),
    )  # fmt: skip


def test_a_seat_is_carried_by_its_holder_and_not_by_an_alternate_who_is_there_too():
    assert carried([seat(1, ANNA, BAS)], {ANNA, BAS}) == {1: ANNA}


@pytest.mark.parametrize(
    ("gone", "present"), [((), {BAS}), ((ANNA,), {BAS}), ((ANNA,), {ANNA, BAS})], ids=["absent", "left", "left, listed"]
)
def test_an_alternate_carries_the_seat_of_a_holder_who_is_absent_or_inactive(gone, present):
    assert carried([seat(1, ANNA, BAS, gone=gone)], present) == {1: BAS}


def test_an_alternate_who_is_absent_or_inactive_carries_nothing():
    assert carried([seat(1, ANNA, BAS)], set()) == {}
    assert carried([seat(1, ANNA, BAS, gone=(BAS,))], {BAS}) == {}


def test_one_person_carries_one_seat_their_own_first():
    assert carried([seat(1, ANNA, BAS, kind="chair"), seat(2, BAS)], {BAS}) == {2: BAS}
    assert carried([seat(1, ANNA, BAS), seat(2, CATO, BAS)], {BAS}) == {1: BAS}


def test_of_two_own_seats_the_one_of_the_chair_is_carried_and_the_other_by_nobody():
    assert carried([seat(1, ANNA, BAS), seat(2, ANNA, BAS, kind="chair")], {ANNA, BAS}) == {2: ANNA}


def test_a_guest_carries_no_seat_neither_their_own_nor_as_an_alternate():
    assert carried([seat(1, GUEST, ANNA), seat(2, BAS, GUEST)], {GUEST, ANNA}) == {}
    assert voters([seat(1, GUEST), seat(2, BAS, GUEST, gone=(BAS,))], None, written=True) == {}


def test_which_seat_somebody_carries_does_not_depend_on_the_order_they_are_read_in():
    seats = [seat(1, ANNA, DIRK), seat(2, BAS, DIRK, kind="secretary"), seat(3, CATO, DIRK, function="HR")]
    assert carried(seats, {DIRK}) == carried(seats[::-1], {DIRK}) == {2: DIRK}


def test_without_a_meeting_nobody_votes_unless_it_may_be_done_in_writing():
    seats = [seat(1, ANNA, BAS)]
    assert voters(seats, None, written=False) == {}
    assert voters(seats, None, written=True) == {1: ANNA}


def test_in_writing_an_alternate_votes_only_for_a_holder_who_is_inactive():
    assert voters([seat(1, ANNA, BAS, gone=(ANNA,))], None, written=True) == {1: BAS}
    assert voters([seat(1, ANNA, BAS, gone=(ANNA, BAS))], None, written=True) == {}


def test_who_is_not_in_the_meeting_may_vote_in_writing_beside_it():
    assert voters([seat(1, ANNA), seat(2, BAS)], {ANNA}, written=True) == {1: ANNA, 2: BAS}
    assert voters([seat(1, ANNA), seat(2, BAS)], {ANNA}, written=False) == {1: ANNA}


def test_a_holder_does_not_vote_in_writing_while_the_alternate_carries_the_seat_in_the_meeting():
    assert voters([seat(1, ANNA, BAS)], {BAS}, written=True) == {1: BAS}


def test_a_holder_votes_in_writing_for_the_seat_that_no_alternate_carries():
    seats = [seat(1, ANNA, BAS, kind="chair"), seat(2, ANNA)]
    assert voters(seats, {BAS}, written=True) == {1: BAS, 2: ANNA}


def test_who_carries_a_seat_in_the_meeting_votes_for_no_other_in_writing():
    assert voters([seat(1, ANNA, BAS, gone=(ANNA,)), seat(2, BAS)], {BAS}, written=True) == {2: BAS}


def test_who_is_the_alternate_of_a_holder_who_is_there_stands_beside():
    seats = [seat(1, ANNA, BAS)]
    assert stands_beside(seats, BAS, {ANNA, BAS}, written=False)
    assert not stands_beside(seats, BAS, {BAS}, written=False)
    assert not stands_beside(seats, BAS, set(), written=True)
    assert stands_beside(seats, CATO, {CATO}, written=True)


def test_in_writing_the_alternate_of_an_active_holder_stands_beside():
    assert stands_beside([seat(1, ANNA, BAS)], BAS, None, written=True)
    assert not stands_beside([seat(1, ANNA, BAS, gone=(ANNA,))], BAS, None, written=True)
    assert not stands_beside([seat(1, ANNA, BAS)], BAS, None, written=False)


def test_who_holds_a_seat_never_stands_beside_and_a_guest_always():
    assert not stands_beside([seat(1, ANNA), seat(2, BAS, ANNA)], ANNA, {BAS, ANNA}, written=True)
    assert stands_beside([seat(1, GUEST), seat(2, BAS, GUEST)], GUEST, {GUEST}, written=True)
