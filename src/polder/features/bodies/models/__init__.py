from polder.features.bodies.models.advice import Advice
from polder.features.bodies.models.budgets import Budget
from polder.features.bodies.models.charters import Purpose
from polder.features.bodies.models.decisions import Decision, Review
from polder.features.bodies.models.meetings import Action, Answer, Item, Meeting, Presence, Rhythm
from polder.features.bodies.models.minutes import Minutes
from polder.features.bodies.models.money import Entry, Forecast
from polder.features.bodies.models.proposals import Proposal, Vote

__all__ = [
    "Action",
    "Advice",
    "Answer",
    "Budget",
    "Decision",
    "Entry",
    "Forecast",
    "Item",
    "Meeting",
    "Minutes",
    "Presence",
    "Proposal",
    "Purpose",
    "Review",
    "Rhythm",
    "Vote",
]
