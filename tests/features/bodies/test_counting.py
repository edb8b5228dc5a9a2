"""What becomes of a proposal when it is closed: quorum (B4), then method (B5). Functions of seats and ballots."""

import pytest

from polder.features.bodies.rules.counting import Ballot, close
from polder.features.bodies.rules.seats import Seat, Sitter

FUNCTIONS = {1: "IT", 2: "HR", 3: "Communications", 4: "business"}


def seats(*, gone=(), many=4):
    """Four seats with a function of their own, each held by who has its number; the third has an alternate."""
    return [
        Seat(
            number, "member", FUNCTIONS.get(number, "x"), Sitter(number, number not in gone),
            Sitter(30, 30 not in gone) if number == 3 else None,
        )
        for number in range(1, many + 1)
    ]  # fmt: skip


def outcome(method, votes, *, present=(1, 2, 3, 4), written=False, text="", gone=(), many=4, **quorum):
    """`votes` by seat; `present` None: no meeting is open."""
    carriers = None if present is None else {number: number for number in present}
    ballots = {number: Ballot(choice, text) for number, choice in votes.items()}
    return close(method, seats(gone=gone, many=many), carriers, ballots, written=written, **quorum).outcome


YES, NO, ABSTAIN, OBJECTION = "yes", "no", "abstain", "objection"


@pytest.mark.parametrize(
    ("votes", "adopted"),
    [
        ({1: YES, 2: YES, 3: NO}, True),
        ({1: YES, 2: NO}, False),
        ({1: YES, 2: OBJECTION}, False),
        ({1: YES, 2: ABSTAIN, 3: ABSTAIN}, True),
        ({1: ABSTAIN}, False),
        ({}, False),
    ],
)
def test_a_majority_is_more_yes_than_no_and_an_objection_counts_as_no(votes, adopted):
    assert outcome("majority", votes) == ("adopted" if adopted else "rejected")


@pytest.mark.parametrize(
    ("votes", "adopted"),
    [
        ({1: YES}, True),
        ({1: YES, 2: ABSTAIN}, True),
        ({1: YES, 2: YES, 3: NO}, False),
        ({1: YES, 2: OBJECTION}, False),
        ({1: ABSTAIN, 2: ABSTAIN}, False),
        ({}, False),
    ],
)
def test_unanimous_is_no_no_no_objection_and_at_least_one_yes(votes, adopted):
    assert outcome("unanimous", votes) == ("adopted" if adopted else "rejected")


@pytest.mark.parametrize(
    ("votes", "text", "adopted"),
    [
        ({1: OBJECTION}, "It harms the readers", False),
        ({1: OBJECTION}, "", True),
        ({1: OBJECTION}, "  ", True),
        ({1: NO, 2: NO}, "No", True),
        ({}, "", True),
    ],
)
def test_consent_is_there_unless_somebody_objects_with_a_reason(votes, text, adopted):
    assert outcome("consent", votes, text=text) == ("adopted" if adopted else "rejected")


def test_a_share_is_reached_by_exactly_that_many_of_all_voting_seats():
    assert outcome("consent", {}, present=(1, 2), share=0.5) == "adopted"
    assert outcome("consent", {}, present=(1,), share=0.5) == "no_quorum"


@pytest.mark.parametrize(("share", "many", "present"), [(0.55, 20, 11), (0.7, 10, 7), (0.1, 30, 3), (1 / 3, 3, 1)])
def test_a_share_is_counted_as_it_is_written_and_not_as_a_machine_rounds_it(share, many, present):
    assert outcome("consent", {}, many=many, present=range(1, present + 1), share=share) == "adopted"
    assert outcome("consent", {}, many=many, present=range(1, present), share=share) == "no_quorum"


def test_seats_of_who_is_inactive_are_among_those_of_which_a_share_must_be_there():
    assert outcome("consent", {}, present=(1,), gone=(2, 3, 4, 30), share=0.5) == "no_quorum"
    assert outcome("consent", {}, present=(1, 2), gone=(3, 4, 30), share=0.5) == "adopted"


def test_a_function_is_there_by_a_seat_that_is_present_and_not_by_its_vote_of_before():
    assert outcome("majority", {1: YES, 2: YES}, present=(1, 2), functions=["IT", "HR"]) == "adopted"
    assert outcome("majority", {1: YES, 2: YES}, present=(1,), functions=["IT", "HR"]) == "no_quorum"


def test_nothing_asked_is_a_quorum():
    assert outcome("consent", {}, present=()) == "adopted"
    assert outcome("consent", {}, present=(), share=0) == "adopted"
    assert outcome("consent", {}, present=(), many=0, share=1) == "adopted"


def test_in_writing_who_voted_is_present():
    assert outcome("majority", {1: YES, 2: YES}, present=None, written=True, share=0.5) == "adopted"
    assert outcome("majority", {1: YES}, present=None, written=True, share=0.5) == "no_quorum"
    assert outcome("majority", {1: YES}, present=(2,), written=True, share=0.5, functions=["IT", "HR"]) == "adopted"


def test_without_writing_a_vote_of_before_counts_and_its_seat_is_not_present():
    assert outcome("majority", {1: YES}, present=(2,)) == "adopted"
    assert outcome("majority", {1: YES}, present=(2,), share=0.5) == "no_quorum"


def test_the_vote_of_a_seat_whose_people_are_all_inactive_does_not_count():
    assert outcome("majority", {1: YES, 2: NO, 4: NO}, gone=(2, 4)) == "adopted"
    assert outcome("majority", {1: YES, 2: YES, 4: NO}, gone=(2,)) == "rejected"


def test_the_vote_of_a_seat_counts_while_its_alternate_is_active():
    assert outcome("majority", {3: YES}, gone=(3,)) == "adopted"
    assert outcome("majority", {3: YES}, gone=(3, 30)) == "rejected"


def test_a_vote_for_a_seat_that_is_over_does_not_count():
    assert outcome("majority", {9: NO, 1: YES}) == "adopted"


def test_what_was_counted_is_kept():
    ballots = {1: Ballot(YES), 2: Ballot(NO), 9: Ballot(NO)}
    count = close("majority", seats(), {1: 1, 2: 2}, ballots, written=False, share=0.75, functions=["HR", "Law"])
    assert (count.outcome, count.present, count.seats) == ("no_quorum", 2, 4)
    assert (count.missing, dict(count.votes)) == (("Law",), {YES: 1, NO: 1})
