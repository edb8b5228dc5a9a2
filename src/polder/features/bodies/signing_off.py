"""Which plans of a year are signed off (B9): by the body that guards the aspect, or one above it.

A body may plan within its charter whatever the amount: `up_to` is for costs. Such a plan stands and is not signed off.
"""

from collections.abc import Collection, Mapping

from polder.features.bodies.models import Budget
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body


def signed_off(year: int) -> set[int]:
    """Numbers of the aspects, by the guardians and parents of now. Two queries, and one for each step up."""
    plans = Budget.objects.filter(year=year, decision__isnull=False)
    rows = list(plans.values_list("aspect", "aspect__path", "decision__proposal__body"))
    guarded = dict(Aspect.objects.exclude(guardian=None).values_list("path", "guardian")) if rows else {}
    nearest = {aspect: _guardian(path, guarded) for aspect, path, _body in rows}
    above = _parents({body for body in nearest.values() if body is not None})
    return {aspect for aspect, _path, body in rows if _in_line(body, nearest[aspect], above)}


def _guardian(path: str, guarded: Mapping[str, int | None]) -> int | None:
    """Of the aspect itself, or the nearest above it."""
    over = [each for each in guarded if path.startswith(each)]
    return guarded[max(over, key=len)] if over else None


def _parents(bodies: Collection[int]) -> dict[int, int | None]:
    """Of each of these, and of all above them."""
    found: dict[int, int | None] = {}
    ask = set(bodies)
    while ask:
        found |= dict(Body.objects.filter(pk__in=ask).values_list("pk", "parent"))
        ask = {parent for parent in found.values() if parent is not None} - found.keys()
    return found


def _in_line(body: int, guardian: int | None, above: dict[int, int | None]) -> bool:
    seen: set[int] = set()
    here = guardian
    while here is not None and here not in seen:
        if here == body:
            return True
        seen.add(here)
        here = above.get(here)
    return False
