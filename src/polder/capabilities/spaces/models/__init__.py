"""What is stored: spaces, and the tasks and files in them."""

from polder.capabilities.spaces.models.files import File, Version
from polder.capabilities.spaces.models.spaces import Muted, Space
from polder.capabilities.spaces.models.tasks import Task

__all__ = ["File", "Muted", "Space", "Task", "Version"]
