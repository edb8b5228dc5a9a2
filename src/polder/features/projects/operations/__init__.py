"""Everything that is done to a project. Each verb is one act: who may, rows, one event.

propose                                   proposing   any employee; change: its owner, or who answers for its aspect
accept, decline                           deciding    the mandate to publish under its aspect (four eyes count)
accept_as_decided, decline_as_decided     deciding    an adopted decision of a body (B8)
withdraw, pause, resume                   deciding    its owner, or who answers for its aspect
add_person, remove_person, appoint_owner  roster      the same
ask_to_join, ask_to_merge, answer         asking      whoever sees it; its owner answers
report, the verbs of milestones and risks reporting   who works in its core
ask_to_close, close_out                   closing     its owner asks, who may publish under its aspect closes
"""

from polder.features.projects.operations.asking import answer, ask_to_join, ask_to_merge
from polder.features.projects.operations.closing import ask_to_close, close_out
from polder.features.projects.operations.common import Member
from polder.features.projects.operations.deciding import (
    accept,
    accept_as_decided,
    decline,
    decline_as_decided,
    pause,
    resume,
    withdraw,
)
from polder.features.projects.operations.proposing import change, propose
from polder.features.projects.operations.reporting import (
    close_risk,
    move_milestone,
    note_risk,
    reach_milestone,
    report,
    set_milestone,
)
from polder.features.projects.operations.roster import add_person, appoint_owner, remove_person

__all__ = [
    "Member",
    "accept",
    "accept_as_decided",
    "add_person",
    "answer",
    "appoint_owner",
    "ask_to_close",
    "ask_to_join",
    "ask_to_merge",
    "change",
    "close_out",
    "close_risk",
    "decline",
    "decline_as_decided",
    "move_milestone",
    "note_risk",
    "pause",
    "propose",
    "reach_milestone",
    "remove_person",
    "report",
    "resume",
    "set_milestone",
    "withdraw",
]
