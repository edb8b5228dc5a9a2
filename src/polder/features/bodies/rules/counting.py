"""What becomes of a proposal when it is closed: quorum (B4), then the method of the charter (B5)."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from polder.features.bodies.rules.seats import Carriers, Seat

type Outcome = Literal["adopted", "rejected", "no_quorum"]


@dataclass(frozen=True, slots=True)
class Ballot:
    """A vote for a seat: yes, no, abstain or objection, with its words."""

    choice: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted, for the register: present and all voting seats, functions that were missing, votes by choice."""

    outcome: Outcome
    present: int
    seats: int
    missing: tuple[str, ...]
    votes: Mapping[str, int]


def close(
    method: str,
    seats: Collection[Seat],
    carriers: Carriers | None,
    ballots: Mapping[int, Ballot],
    *,
    written: bool,
    share: float | None = None,
    functions: Iterable[str] = (),
) -> Count:
    """`carriers` of the open meeting, None without one. Present are the carried seats, and in writing those that voted.

    The share is of all valid voting seats, at least; a function is there by a seat that is present.
    """
    counting = [seat for seat in seats if seat.counts]
    given = {seat.number: ballots[seat.number] for seat in counting if seat.number in ballots}
    there = set(carriers or {}) | (set(given) if written else set())
    present = [seat for seat in counting if seat.number in there]
    spoken = {seat.function.casefold() for seat in present}
    missing = tuple(name for name in functions if name.casefold() not in spoken)
    needed = Fraction(0) if share is None else Fraction(str(share)) * len(seats)
    votes = Counter(ballot.choice for ballot in given.values())
    outcome: Outcome = "adopted" if _carries(method, given.values()) else "rejected"
    if len(present) < needed or missing:
        outcome = "no_quorum"
    return Count(outcome, len(present), len(seats), missing, votes)


def quorum_reached(
    seats: Collection[Seat], present: Collection[int], share: float | None, functions: Iterable[str]
) -> bool:
    """Would a meeting with these seats carried have its quorum? For what is shown while it is open."""
    spoken = {seat.function.casefold() for seat in seats if seat.number in present}
    needed = Fraction(0) if share is None else Fraction(str(share)) * len(seats)
    return len(present) >= needed and all(name.casefold() in spoken for name in functions)


def _carries(method: str, ballots: Iterable[Ballot]) -> bool:
    given = list(ballots)
    votes = Counter(ballot.choice for ballot in given)
    against = votes["no"] + votes["objection"]
    match method:
        case "consent":
            return not any(ballot.choice == "objection" and ballot.text.strip() for ballot in given)
        case "unanimous":
            return votes["yes"] > 0 and against == 0
        case _:
            return votes["yes"] > against
