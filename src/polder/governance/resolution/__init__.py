"""The rules of governance.md as pure functions over a `Reading` of `Facts` and a moment: no Django, no clock.

    reading = Reading(facts)
    answer(reading, "kim", "publish", "homepage", "content", t)        may she? (G11, G16)
    explain(...)                                                       and why, or who can instead (G16)
    who_may(reading, "publish", "homepage", "content", t)              everyone who may
    accountable(reading, aspect, facet, t)                             the effective A (G7)
    matrix(reading, aspects, t), diff(before, t1, after, t2)           G17

Modules: `reading` (lines, holders, who belongs to what: G3-G6, G8), `accountable` (the walk: G7, G10, G12), `answer`
(the codes), `who`, `explain`, `matrix`, `difference`.
"""

from polder.governance.resolution.accountable import Accountable, accountable, answering
from polder.governance.resolution.answer import ALLOWED_CODES, REFUSED_CODES, Answer, Code, answer, powers
from polder.governance.resolution.difference import Difference, NewAnswer, diff
from polder.governance.resolution.explain import Explanation, explain
from polder.governance.resolution.matrix import Mark, Row, matrix
from polder.governance.resolution.reading import Reading, Tie
from polder.governance.resolution.who import Holder, who_may

__all__ = [
    "ALLOWED_CODES",
    "REFUSED_CODES",
    "Accountable",
    "Answer",
    "Code",
    "Difference",
    "Explanation",
    "Holder",
    "Mark",
    "NewAnswer",
    "Reading",
    "Row",
    "Tie",
    "accountable",
    "answer",
    "answering",
    "diff",
    "explain",
    "matrix",
    "powers",
    "who_may",
]
