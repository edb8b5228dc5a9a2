"""What is stored: spaces, and the tasks in them."""

from polder.capabilities.spaces.models.spaces import Space
from polder.capabilities.spaces.models.tasks import Task

__all__ = ["Space", "Task"]
