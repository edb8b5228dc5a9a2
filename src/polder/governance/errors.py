"""Why the gate or an operation of governance says no. Codes are those of rehearsal.md and G16.

PolderError
  Refused              the gate's code (G16); `explanation` has the chain, `who_can` whom to ask
  Stale                stale: somebody else was first; `differences` says what they changed
  NotDrafted ...       see WrongState
  ChangeError          (governance/changes/errors.py: NotFound, NotAuthorised, WrongState, Invalid, Cycle,
                       SecondAccountable, OwnMandate; said again here, for whoever calls an operation)
"""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from polder.base.errors import PolderError
from polder.base.words import say_list
from polder.governance.changes.errors import (
    ChangeError,
    Cycle,
    Invalid,
    NotAuthorised,
    NotFound,
    OwnMandate,
    SecondAccountable,
    WrongState,
)
from polder.governance.resolution import Code, Explanation

__all__ = [
    "ChangeError",
    "Cycle",
    "Invalid",
    "NotAuthorised",
    "NotFound",
    "OwnMandate",
    "Refused",
    "SecondAccountable",
    "Stale",
    "WrongState",
]


class Refused(PolderError):
    """The gate said no. `code` is one of G16; `who_can` names whom to ask, so that no screen ends in a wall."""

    status = 403

    def __init__(self, sentence: str | Promise, explanation: Explanation, who_can: Sequence[str] = ()) -> None:
        super().__init__(sentence, code=explanation.code)
        self.explanation = explanation
        self.who_can = tuple(who_can)


class Stale(PolderError):
    """Somebody else was first. Nothing is lost: whoever edits is told what changed and chooses."""

    code = "stale"
    status = 409

    def __init__(self, sentence: str | Promise, *, differences: Sequence[str | Promise] = (), version: int = 0) -> None:
        super().__init__(sentence, details=differences)
        self.differences = tuple(differences)
        self.version = version  # of what there is now; edit on top of that


_NAMED = 3  # people; who can is a help, not a list


def refused(explanation: Explanation, power: str, aspect: str, names: Mapping[str, str]) -> Refused:
    """The error for a no, with the names of people by key. `aspect` is its name."""
    who = [names[key] for key in explanation.who_can if key in names]
    sentence = _why(explanation.code, power) % {"aspect": aspect}
    if explanation.code in {"unknown", "inactive"}:
        return Refused(sentence, explanation)
    if not who:
        ask = _("Nobody can at this moment; the guardian of this part decides who answers for it.")
    else:
        ask = _("Ask %(who)s.") % {"who": say_list(who, either=True, at_most=_NAMED)}
    return Refused(f"{sentence} {ask}", explanation, who)


def _why(code: Code, power: str) -> str:
    if code == "inactive":
        return _("You are not active here at this moment.")
    if code == "unknown":
        return _("“%(aspect)s” or the right that was asked for is not known.")
    if code == "four_eyes":
        return _("You worked on this yourself, and “%(aspect)s” asks for a second pair of eyes.")
    if code == "no_accountable":
        return _("Nobody answers for “%(aspect)s” at this moment.")
    return {
        "view_draft": _("You may not see drafts of “%(aspect)s”."),
        "comment": _("You may not comment on “%(aspect)s”."),
        "edit": _("You may not edit “%(aspect)s”."),
        "publish": _("You may not publish “%(aspect)s”."),
        "assign": _("You may not assign letters on “%(aspect)s”."),
    }[power]
