"""Everything that is done in a body (rehearsal.md, acts in bodies). Each verb is one act: gate or seat, rows, one event.

set_up, recharter, set_rhythm  chartering   who registers; its chair and secretary
propose                 proposing        a seat in the body, or `edit` on a facet of the aspect
meet, count_in, adjourn meetings         chair, secretary and their alternates
advise, answer_objection, answer_vote  advising  who is asked; who brought it, who leads, who answers
follow_all              following        what happens by itself (P7)
review                  reviewing        chair and secretary
enter, enter_all, foresee, withdraw  spending  `edit` on a facet of the aspect
vote                    voting           who carries a seat
close, decide           closing          the same as `meet`; who answers for the aspect
run_due                 taking_effect    what happens by itself (B8)
"""

from polder.features.bodies.operations.advising import advise, answer_objection, answer_vote, may_answer
from polder.features.bodies.operations.chartering import keeps, recharter, set_rhythm, set_up
from polder.features.bodies.operations.closing import close, decide
from polder.features.bodies.operations.common import require_lead
from polder.features.bodies.operations.following import follow_all
from polder.features.bodies.operations.meetings import adjourn, count_in, meet
from polder.features.bodies.operations.minuting import aspect_of_minutes, write_minutes
from polder.features.bodies.operations.planning import answer, cancel, move, plan, plan_ahead
from polder.features.bodies.operations.proposing import propose
from polder.features.bodies.operations.reviewing import review
from polder.features.bodies.operations.spending import enter, enter_all, foresee, may_enter, withdraw
from polder.features.bodies.operations.taking_effect import next_due, run_due
from polder.features.bodies.operations.voting import vote
from polder.features.bodies.operations.working import finish_action, give_action, note_down, put_on_agenda

__all__ = [
    "adjourn",
    "advise",
    "answer",
    "answer_objection",
    "answer_vote",
    "aspect_of_minutes",
    "cancel",
    "close",
    "count_in",
    "decide",
    "enter",
    "enter_all",
    "finish_action",
    "follow_all",
    "foresee",
    "give_action",
    "keeps",
    "may_answer",
    "may_enter",
    "meet",
    "move",
    "next_due",
    "note_down",
    "plan",
    "plan_ahead",
    "propose",
    "put_on_agenda",
    "recharter",
    "require_lead",
    "review",
    "run_due",
    "set_rhythm",
    "set_up",
    "vote",
    "withdraw",
    "write_minutes",
]
