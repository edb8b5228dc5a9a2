"""What a new body of a kind begins with (B1-B5), until its founders say otherwise."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Word = str | Promise


@dataclass(frozen=True, slots=True)
class Beginning:
    """`rhythm` is a name of `cadence.CHOICES`; `share` of the voting seats in percent; `seats` function and seat.

    `heard` are the functions without which nothing is decided; a body of which nothing is decided has no method.
    """

    lead: Word
    rhythm: str
    method: str
    share: int | None
    up_to: int | None
    seats: tuple[tuple[Word, str], ...]
    heard: tuple[Word, ...] = ()
    written: bool = False


_IT, _COMMUNICATIONS, _HR, _BUSINESS, _KNOWLEDGE = (
    _("IT"), _("Communications"), _("HR"), _("Business"), _("Knowledge management")
)  # fmt: skip

BEGINNINGS: Final = {
    "steering_group": Beginning(
        _("Guards the whole: direction, budget, and who answers for what."), "quarterly", "majority", 50, None,
        ((_BUSINESS, "chair"), (_COMMUNICATIONS, "secretary"), (_IT, "member"), (_HR, "member"), (_KNOWLEDGE, "member")),
        (_IT, _COMMUNICATIONS, _HR),
    ),
    "working_group": Beginning(
        _("Does the daily work together, and decides within its mandate."), "monthly", "consent", 50, 5_000,
        ((_COMMUNICATIONS, "chair"), (_IT, "member"), (_HR, "member")), (), True,
    ),
    "community_of_practice": Beginning(
        _("Learns from one another, and advises; it decides about its own work only."), "two_months", "consent", None, 0,
        ((_KNOWLEDGE, "chair"), (_BUSINESS, "member")), (), True,
    ),
}  # fmt: skip
