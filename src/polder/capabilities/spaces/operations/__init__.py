"""Every write in a space. Members work by their membership, others by `edit` on its aspect; `publish` closes it."""

from polder.capabilities.spaces.operations.opening import close_space, hand_over, open_space, reopen_space
from polder.capabilities.spaces.operations.tasks import add_task, change_task, give_task, move_task

__all__ = [
    "add_task",
    "change_task",
    "close_space",
    "give_task",
    "hand_over",
    "move_task",
    "open_space",
    "reopen_space",
]
