from polder.features.projects.models.asking import Ask
from polder.features.projects.models.register import Foreseen, GoalWord, Place, Project, Touch

__all__ = ["Ask", "Foreseen", "GoalWord", "Place", "Project", "Touch"]
