"""Which body decides (B6): the one that is asked, or the nearest above it whose charter reaches far enough.

And who decides alone, where the charter leaves it to who answers for the aspect.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from polder.features.bodies.effects import Effect, aspects_of, charter_lines
from polder.features.bodies.effects.budgets import MOST
from polder.features.bodies.effects.matrix import gives_or_takes_a
from polder.governance import mandate
from polder.governance.facts import Charter
from polder.governance.models import Aspect
from polder.governance.store import charter_of
from polder.ground.organisation.models import Body, Person


def deciding_body(asked: Body, aspect: Aspect, cost: Decimal, changes: Sequence[Effect], at: datetime) -> Body | None:
    """None: neither it nor one above it may. Two queries, and one for each step up."""
    cost = max([cost, *_amounts(changes)])
    keys = {aspect.key, *aspects_of(changes)}
    paths = dict(Aspect.objects.filter(key__in=keys).values_list("key", "path"))
    root = Aspect.objects.filter(parent=None).first()
    for body in line_of(asked):
        if not body.holds(at):
            continue
        charter = charter_of(body.charter)
        if not _may_charter(body, changes):
            continue
        if charter is None or not _reaches(charter, paths.values(), cost):
            continue
        if root is not None and root.guardian_id != body.pk and any(gives_or_takes_a(c, root.key) for c in changes):
            continue
        return body
    return None


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


def _reaches(charter: Charter, paths: Iterable[str], cost: Decimal) -> bool:
    if charter.up_to is not None and cost > Decimal(str(charter.up_to)):
        return False
    if charter.aspects is None:
        return True
    tops = list(Aspect.objects.filter(key__in=charter.aspects).values_list("path", flat=True))
    return all(any(path.startswith(top) for top in tops) for path in paths)
