"""What is done to knowledge beside the articles themselves, which go along the route of every page.

rate, answer                                        rating
define, forget                                      glossary
ask, reword                                         asking      answers are said in the talk about the question
accept, reopen, verify, move, merge, part, write_up settling
"""

from polder.features.knowledge.errors import Invalid, NotFound, Stale, WrongState
from polder.features.knowledge.operations.asking import ask, reword
from polder.features.knowledge.operations.glossary import as_opened, define, forget
from polder.features.knowledge.operations.rating import answer, rate
from polder.features.knowledge.operations.settling import accept, merge, move, part, reopen, verify, write_up

__all__ = [
    "Invalid",
    "NotFound",
    "Stale",
    "WrongState",
    "accept",
    "answer",
    "as_opened",
    "ask",
    "define",
    "forget",
    "merge",
    "move",
    "part",
    "rate",
    "reopen",
    "reword",
    "verify",
    "write_up",
]
