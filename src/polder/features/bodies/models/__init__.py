from polder.features.bodies.models.budgets import Budget
from polder.features.bodies.models.decisions import Decision
from polder.features.bodies.models.meetings import Meeting, Presence
from polder.features.bodies.models.proposals import Proposal, Vote

__all__ = ["Budget", "Decision", "Meeting", "Presence", "Proposal", "Vote"]
