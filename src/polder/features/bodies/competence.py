"""Which body decides (B6): the one that is asked, or the nearest above it whose charter reaches far enough.

And who decides alone, where the charter leaves it to who answers for the aspect.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from polder.features.bodies.effects import Effect, aspects_of, charter_lines, matrix
from polder.features.bodies.effects.budgets import MOST, to_the_cent
from polder.features.bodies.models import Decision
from polder.governance import mandate
from polder.governance.facts import Charter
from polder.governance.models import Aspect
from polder.governance.store import charter_of
from polder.ground.organisation.models import Body, Person


@dataclass(frozen=True, slots=True)
class _Question:
    """What a body must be able to decide. `guardians`: of the roots whose A, or what is set as it, would change."""

    cost: Decimal
    paths: frozenset[str]
    guardians: frozenset[int | None]
    changes: Sequence[Effect]
    superseders: frozenset[int] | None  # None: it supersedes nothing


def deciding_body(
    asked: Body,
    aspect: Aspect,
    cost: Decimal,
    changes: Sequence[Effect],
    at: datetime,
    *,
    supersedes: Decision | None = None,
) -> Body | None:
    """None: neither it nor one above it may. Four queries, and one for each step up."""
    question = _question(aspect, cost, changes, supersedes)
    return next((body for body in line_of(asked) if body.holds(at) and _may(body, question)), None)


def still_decides(
    body: Body, aspect: Aspect, cost: Decimal, changes: Sequence[Effect], *, supersedes: Decision | None = None
) -> bool:
    """May the body, as its charter is now, decide what it was asked? `cost` is as a proposal keeps it, to the cent."""
    return _may(body, _question(aspect, cost, changes, supersedes), kept=True)


def _question(aspect: Aspect, cost: Decimal, changes: Sequence[Effect], supersedes: Decision | None) -> _Question:
    keys = {aspect.key, *aspects_of(changes)}
    from_above = {key for line in changes if (key := matrix.is_set_from_above(line)) is not None}
    of_roots = from_above | {key for line in changes if (key := matrix.sets_an_a(line)) is not None}
    rows = Aspect.objects.filter(key__in=keys | from_above).values_list(
        "key", "path", "parent", "parent__path", "guardian"
    )
    paths: set[str] = set()
    guardians: set[int | None] = set()
    for key, path, parent, above, guardian in rows:
        paths.add(path)
        if parent is None and key in of_roots:
            guardians.add(guardian)
        elif parent is not None and key in from_above:
            paths.add(above)
    roots = list(Aspect.objects.filter(parent=None).values_list("path", "guardian"))
    new_root = any(matrix.makes_a_root(line) for line in changes)
    if new_root:
        guardians |= {guardian for _path, guardian in roots}
    if new_root or any(line.charter.get("aspects") is None for line in charter_lines(changes)):
        paths |= {path for path, _guardian in roots}  # a charter for everything is given by who has everything
    above_it = None if supersedes is None else frozenset(each.pk for each in line_of(supersedes.proposal.body))
    most = max([cost, *_amounts(changes)])
    return _Question(most, frozenset(paths), frozenset(guardians), changes, above_it)


def _may(body: Body, question: _Question, *, kept: bool = False) -> bool:
    charter = charter_of(body.charter)
    if charter is None or not _may_charter(body, question.changes):
        return False
    if question.superseders is not None and body.pk not in question.superseders:
        return False  # what a body decided is superseded by itself, or from above
    if question.guardians - {body.pk}:
        return False
    return _reaches(charter, question.paths, question.cost, kept)


def _amounts(changes: Sequence[Effect]) -> list[Decimal]:
    """Up to what new charters let bodies decide: nobody hands out more than they have."""
    given = [line.charter.get("up_to") for line in charter_lines(changes)]
    return [MOST if amount is None else Decimal(str(amount)) for amount in given]


def _may_charter(body: Body, changes: Sequence[Effect]) -> bool:
    """A body's charter is set by one above it, and of one above which there is none by itself."""
    for line in charter_lines(changes):
        wanted = Body.objects.filter(key=line.body).first()
        if wanted is None:
            return False
        above = [each.pk for each in line_of(wanted)]
        if body.pk not in above or (body.pk == wanted.pk and len(above) > 1):
            return False
    return True


def may_decide(person: Person, aspect: Aspect, at: datetime) -> bool:
    """Does the person act as its A, or as a deputy of who does? Break-glass gives powers, and not the seat of an A."""
    answer = mandate.may(person, "publish", aspect, at=at)
    return answer.allowed and answer.code != "break_glass"


def line_of(body: Body) -> Iterator[Body]:
    """The body, its parent, and so on."""
    seen: set[int] = set()
    here: Body | None = body
    while here is not None and here.pk not in seen:
        seen.add(here.pk)
        yield here
        here = here.parent


def _reaches(charter: Charter, paths: Iterable[str], cost: Decimal, kept: bool) -> bool:
    if charter.up_to is not None:
        most = Decimal(str(charter.up_to))
        if cost > (to_the_cent(most) if kept else most):
            return False
    if charter.aspects is None:
        return True
    tops = list(Aspect.objects.filter(key__in=charter.aspects).values_list("path", flat=True))
    return all(any(path.startswith(top) for top in tops) for path in paths)
