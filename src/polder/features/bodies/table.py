"""The seats of a meeting as they are drawn: who comes, who is there, and whether it could decide (B4)."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from math import ceil

from polder.base.glyphs import initials
from polder.features.bodies import sitting
from polder.features.bodies.models import Answer, Meeting
from polder.features.bodies.rules import counting
from polder.features.bodies.rules.seats import carried
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Chair:
    """One seat: its function, who would carry it, and `comes`: here, yes, no, maybe, open or vacant."""

    function: str
    name: str
    comes: str
    stands_in_for: str = ""

    @property
    def initials(self) -> str:
        """For the drawing; a vacant seat has a question mark."""
        return "?" if self.comes == "vacant" else initials(self.name)


@dataclass(frozen=True, slots=True)
class Table:
    """`functions` are those the charter asks for, each with whether it is there or said to come."""

    chairs: list[Chair]
    there: int
    needed_share: float | None
    functions: list[tuple[str, bool]]
    can_decide: bool

    @property
    def needed(self) -> int:
        """How many seats the share comes to; 0 when none is asked for."""
        return 0 if self.needed_share is None else ceil(Fraction(str(self.needed_share)) * len(self.chairs))

    @property
    def enough(self) -> bool:
        return self.there >= self.needed

    @property
    def seats(self) -> int:
        return len(self.chairs)


def of(meeting: Meeting, at: datetime) -> Table:
    """While it is open: who is there. Before: who says they come. Five queries."""
    here = sitting.of(meeting.body, at)
    answers = dict(Answer.objects.filter(meeting=meeting).values_list("person", "comes"))
    coming = {person for person, comes in answers.items() if comes == Answer.Comes.YES}
    counted = here.present if meeting.is_open and here.present is not None else coming
    carriers = carried(here.seats, counted)
    numbers = {seat.holder.number for seat in here.seats} | set(carriers.values())
    names = dict(Person.objects.filter(pk__in=numbers).values_list("pk", "name"))
    chairs = []
    for seat in sorted(here.seats, key=lambda seat: (seat.kind != "chair", seat.function)):
        carrier = carriers.get(seat.number)
        if carrier is not None:
            other = "" if carrier == seat.holder.number else names[seat.holder.number]
            chairs.append(Chair(seat.function, names[carrier], "here" if meeting.is_open else "yes", other))
        elif not seat.holder.active:
            chairs.append(Chair(seat.function, names[seat.holder.number], "vacant"))
        else:
            chairs.append(Chair(seat.function, names[seat.holder.number], answers.get(seat.holder.number, "open")))
    quorum = here.charter.quorum
    wanted = () if quorum is None else quorum.functions
    spoken = {seat.function.casefold() for seat in here.seats if seat.number in carriers}
    share = None if quorum is None else quorum.share
    return Table(
        chairs, len(carriers), share, [(name, name.casefold() in spoken) for name in wanted],
        counting.quorum_reached(here.seats, set(carriers), share, wanted),
    )  # fmt: skip
