"""Every write of governance. Each takes `by` (None: an adopted decision, or the operator at the machine) and `at`.

draft, add_line, replace_lines, describe, propose, withdraw, reject      change sets on their way
apply, apply_lines, plan, run_planned, simulate                          and when they take effect
assign, unassign, aspects.create / change / move / remove                change sets of one
break_glass, accept_finding, found                                       the rest
"""

from polder.governance.operations import aspects
from polder.governance.operations.accepting import accept_finding
from polder.governance.operations.applying import apply, apply_lines
from polder.governance.operations.drafting import add_line, describe, draft, propose, reject, replace_lines, withdraw
from polder.governance.operations.founding import Founder, found
from polder.governance.operations.glass import break_glass
from polder.governance.operations.letters import assign, unassign
from polder.governance.operations.planning import plan, run_planned
from polder.governance.operations.simulating import Preview, simulate

__all__ = [
    "Founder",
    "Preview",
    "accept_finding",
    "add_line",
    "apply",
    "apply_lines",
    "aspects",
    "assign",
    "break_glass",
    "describe",
    "draft",
    "found",
    "plan",
    "propose",
    "reject",
    "replace_lines",
    "run_planned",
    "simulate",
    "unassign",
    "withdraw",
]
