"""One change set, judged as a whole: the order in which rehearsal.md wants refusals told."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from polder.governance.authority import Denial, denial
from polder.governance.changes import ChangeError, Line, NotAuthorised, OwnMandate, apply, missing
from polder.governance.facts import Facts
from polder.governance.resolution import Reading
from polder.governance.widening import Widening, widening


def judge(
    before: Facts | Reading, lines: Sequence[Line], *, by: str | None, at: datetime, decision: str | None = None
) -> Facts:
    """The organisation after the change set, when `by` may make it at `at`.

    `by` None is an adopted decision or the operator at the machine: neither G13 nor G14 is asked. Raises, first that
    applies: NotAuthorised (unknown, inactive), NotFound, NotAuthorised (G13), WrongState, Invalid, SecondAccountable
    (G9), OwnMandate (G14).
    """
    reading = before if isinstance(before, Reading) else Reading(before)
    if by is None:
        return apply(reading.facts, lines, at, decision=decision)
    refused = denial(reading, by, (), at)
    if refused is not None:
        raise not_authorised(refused)
    lost = missing(reading.facts, lines)
    if lost:
        raise min(lost, key=lambda error: error.rank)
    refused = denial(reading, by, lines, at)
    if refused is not None:
        raise not_authorised(refused)
    after = apply(reading.facts, lines, at, decision=decision)
    gained = widening(reading, after, by, at)
    if gained is not None:
        raise own_mandate(gained)
    return after


def not_authorised(refused: Denial) -> ChangeError:
    """The error for a denial of G13; `line` None when it is about the person."""
    if refused.aspect is None:
        sentence = _("You may not make this change.")
        return NotAuthorised(
            sentence, line=None if refused.code in ("unknown", "inactive") else refused.line, code=refused.code
        )
    if refused.code == "no_accountable":
        sentence = _("Nobody answers for “%(aspect)s” now, so nobody can change it; a decision of its guardian can.")
    else:
        sentence = _("You may not set this on “%(aspect)s”: it takes the right to assign there or above it.")
    return NotAuthorised(sentence % {"aspect": refused.aspect}, line=refused.line, code=refused.code)


def own_mandate(gained: Widening) -> ChangeError:
    """The error for G14."""
    return OwnMandate(
        _("This would give yourself “%(power)s” on “%(aspect)s”. Somebody else who may assign there must apply it.")
        % {"power": gained.power, "aspect": gained.aspect}
    )
