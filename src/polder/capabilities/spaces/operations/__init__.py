"""Every write in a space. Members work by their membership, others by `edit` on its aspect; `publish` closes it."""

from polder.capabilities.spaces.operations.files import (
    add_files,
    add_version,
    bring_file_back,
    rename_file,
    restore_version,
    throw_file_away,
)
from polder.capabilities.spaces.operations.muting import mute, unmute
from polder.capabilities.spaces.operations.opening import close_space, hand_over, open_space, reopen_space
from polder.capabilities.spaces.operations.tasks import add_task, change_task, give_task, move_task

__all__ = [
    "add_files",
    "add_task",
    "add_version",
    "bring_file_back",
    "change_task",
    "close_space",
    "give_task",
    "hand_over",
    "move_task",
    "mute",
    "open_space",
    "rename_file",
    "reopen_space",
    "restore_version",
    "throw_file_away",
    "unmute",
]
