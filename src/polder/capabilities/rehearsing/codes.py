"""Why a step is refused, in the order in which rehearsal.md has them told."""

from typing import Final

CODES: Final = (
    "unknown",
    "inactive",
    "not_found",
    "no_accountable",
    "four_eyes",
    "not_assigned",
    "stale",
    "wrong_state",
    "not_asked",
    "invalid",
    "unanswered_objection",
    "consult_first",
    "no_body",
    "second_accountable",
    "own_mandate",
)
