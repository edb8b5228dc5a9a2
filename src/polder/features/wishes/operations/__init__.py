"""What is done to wishes.

wish, reword, support, withdraw         wishing     by everybody who works here; reworded by who wished
answer, take_over, turned, goes_on      answering   by who keeps the aspect; what it became tells by itself
merge, part, move, take_down, put_back  keeping     by who keeps the aspect
"""

from polder.features.wishes.errors import Invalid, NotFound, NotYours, Stale, WrongState
from polder.features.wishes.operations.answering import answer, goes_on, take_over, turned
from polder.features.wishes.operations.keeping import merge, move, part, put_back, take_down
from polder.features.wishes.operations.wishing import reword, support, wish, withdraw

__all__ = [
    "Invalid",
    "NotFound",
    "NotYours",
    "Stale",
    "WrongState",
    "answer",
    "goes_on",
    "merge",
    "move",
    "part",
    "put_back",
    "reword",
    "support",
    "take_down",
    "take_over",
    "turned",
    "wish",
    "withdraw",
]
