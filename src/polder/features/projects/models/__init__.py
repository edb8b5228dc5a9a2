from polder.features.projects.models.asking import Ask
from polder.features.projects.models.register import Foreseen, GoalWord, Place, Project, Touch
from polder.features.projects.models.running import Milestone, Report, Risk

__all__ = ["Ask", "Foreseen", "GoalWord", "Milestone", "Place", "Project", "Report", "Risk", "Touch"]
