"""What is done to the goals of a body.

set_goal, change, drop, resume     keeping     by who holds `edit` on the aspect of the goal
note_result, say_state             measuring   a result by its owner too
link, unlink                       serving     by its owner too
"""

from polder.features.direction.errors import Invalid, NotFound, WrongState
from polder.features.direction.operations.keeping import change, drop, resume, set_goal
from polder.features.direction.operations.measuring import note_result, say_state
from polder.features.direction.operations.serving import link, unlink

__all__ = [
    "Invalid",
    "NotFound",
    "WrongState",
    "change",
    "drop",
    "link",
    "note_result",
    "resume",
    "say_state",
    "set_goal",
    "unlink",
]
