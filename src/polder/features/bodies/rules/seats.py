"""Who carries which voting seat: in a meeting, and in writing."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

RANK = ("chair", "secretary", "member")
"""The seats that vote, in the order in which somebody with several carries one. Advisors never vote (B5)."""


@dataclass(frozen=True, slots=True)
class Sitter:
    """A person of a seat, now. Guests carry no seat."""

    number: int
    active: bool
    guest: bool = False

    @property
    def able(self) -> bool:
        return self.active and not self.guest


@dataclass(frozen=True, slots=True)
class Seat:
    """A voting seat that is valid now."""

    number: int
    kind: str
    function: str
    holder: Sitter
    alternate: Sitter | None = None

    @property
    def counts(self) -> bool:
        """At a closing only seats count whose holder, or alternate in their place, is active."""
        return self.holder.active or (self.alternate is not None and self.alternate.active)


type Carriers = Mapping[int, int]
"""Number of the seat -> number of who carries it."""


def in_order(seats: Iterable[Seat]) -> list[Seat]:
    """Chair, secretary, members: the order in which one person with several seats gets one."""
    return sorted(seats, key=lambda seat: (RANK.index(seat.kind), seat.function, seat.number))


def carried(seats: Sequence[Seat], present: Collection[int]) -> Carriers:
    """In a meeting: by its holder, or, when the holder is absent or inactive, by its alternate; one seat a person, their
    own first."""
    return _shared(
        seats,
        holds=lambda seat: seat.holder.number in present and seat.holder.able,
        stands_in=lambda seat, other: (
            other.number in present and not (seat.holder.number in present and seat.holder.active)
        ),
    )


def voters(seats: Sequence[Seat], present: Collection[int] | None, *, written: bool) -> Carriers:
    """Who may vote for each seat now. `present` is None while no meeting is open.

    In writing: the holder, or the alternate of an inactive one, of the seats that nobody carries in the meeting. While an
    alternate carries a seat its holder does not vote for it in writing. Here too somebody votes for one seat.
    """
    found = {} if present is None else dict(carried(seats, present))
    if written:
        left = [seat for seat in seats if seat.number not in found]
        found |= _shared(
            left,
            holds=lambda seat: seat.holder.able,
            stands_in=lambda seat, other: not seat.holder.active,
            busy=found.values(),
        )
    return found


def stands_beside(seats: Iterable[Seat], person: int, present: Collection[int] | None, *, written: bool) -> bool:
    """Does the person neither hold nor replace a voting seat, or is only the alternate of holders who are there?"""
    for seat in seats:
        if seat.holder.number == person and not seat.holder.guest:
            return False
        if seat.alternate is not None and seat.alternate.number == person and not seat.alternate.guest:
            if present is not None:
                there = seat.holder.number in present and seat.holder.active
            else:
                there = written and seat.holder.active
            if not there:
                return False
    return True


def _shared(
    seats: Iterable[Seat],
    *,
    holds: Callable[[Seat], bool],
    stands_in: Callable[[Seat, Sitter], bool],
    busy: Iterable[int] = (),
) -> dict[int, int]:
    """One seat for each person, their own first; the busy have one already."""
    found: dict[int, int] = {}
    taken = set(busy)
    ordered = in_order(seats)
    for seat in ordered:
        if holds(seat) and seat.holder.number not in taken:
            found[seat.number] = seat.holder.number
            taken.add(seat.holder.number)
    for seat in ordered:
        other = seat.alternate
        if seat.number in found or other is None or not other.able or other.number in taken:
            continue
        if stands_in(seat, other):
            found[seat.number] = other.number
            taken.add(other.number)
    return found
