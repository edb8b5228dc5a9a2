"""Everything that is done in a body (rehearsal.md, acts in bodies). Each verb is one act: gate or seat, rows, one event.

propose                 proposing        a seat in the body, or `edit` on a facet of the aspect
meet, adjourn           meetings         chair, secretary and their alternates
vote                    voting           who carries a seat
close, decide           closing          the same as `meet`; who answers for the aspect
run_due                 taking_effect    what happens by itself (B8)
"""

from polder.features.bodies.operations.closing import close, decide
from polder.features.bodies.operations.meetings import adjourn, meet
from polder.features.bodies.operations.proposing import propose
from polder.features.bodies.operations.taking_effect import next_due, run_due
from polder.features.bodies.operations.voting import vote

__all__ = ["adjourn", "close", "decide", "meet", "next_due", "propose", "run_due", "vote"]
