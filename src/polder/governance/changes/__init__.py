"""Change sets as pure data: lines, what they do to `Facts`, and the errors that say why they cannot.

`apply(facts, lines, at)` maps one organisation to another; nothing is written. `lines` has the lines on the matrix,
`organisation` those on people and bodies (for previews and for G14), `errors` the refusals, in the order in which
rehearsal.md wants them told.
"""

from polder.governance.changes.applying import apply, beginning_at, missing, problems
from polder.governance.changes.errors import (
    ChangeError,
    Cycle,
    Invalid,
    NotAuthorised,
    NotFound,
    OwnMandate,
    SecondAccountable,
    WrongState,
)
from polder.governance.changes.lines import Assign, ChangeAspect, CreateAspect, CreateRole, Line, MatrixLine, Unassign
from polder.governance.changes.organisation import Appoint, Deputise, Dismiss, Leave, OrganisationLine

__all__ = [
    "Appoint",
    "Assign",
    "ChangeAspect",
    "ChangeError",
    "CreateAspect",
    "CreateRole",
    "Cycle",
    "Deputise",
    "Dismiss",
    "Invalid",
    "Leave",
    "Line",
    "MatrixLine",
    "NotAuthorised",
    "NotFound",
    "OrganisationLine",
    "OwnMandate",
    "SecondAccountable",
    "Unassign",
    "WrongState",
    "apply",
    "beginning_at",
    "missing",
    "problems",
]
