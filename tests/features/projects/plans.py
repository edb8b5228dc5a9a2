"""Projects of Waterland, as they are proposed there."""

from datetime import date, datetime, timedelta

from polder.features.projects import operations
from polder.features.projects.models import Project
from polder.features.projects.operations import Member
from polder.governance.models import Aspect
from tests.waterland import NOW, Cast

at: datetime = NOW
DAY = NOW.date()

LEAVE = "One place where colleagues ask for leave and see what is left of it"
NEARLY = "Colleagues ask for their leave in one place and see how much is left"
OTHER = "Photographs of our own streets on every page about public space"


def aspect(key) -> Aspect:
    return Aspect.objects.get(key=key)


def day(number) -> date:
    return DAY + timedelta(days=number)


def proposed(
    cast: Cast, by="tim", *, name="Leave in one place", goal=LEAVE, about="leave", owner=None, first=10, last=100,
    people=(), when=at, **rest,
) -> Project:  # fmt: skip
    """By `by`, who owns it too unless `owner` says otherwise. `people`: (key, function, share)."""
    return operations.propose(
        name=name, goal=goal, aspect=aspect(about), owner=cast[owner or by], function="HR", begins=day(first),
        ends=day(last), people=[Member(cast[key], function, share=share) for key, function, share in people],
        by=cast[by], at=when, **rest,
    )  # fmt: skip


def running(cast: Cast, by="tim", *, answers="meral", when=at, **rest) -> Project:
    """Proposed, and accepted by who answers for the aspect."""
    return operations.accept(proposed(cast, by, when=when, **rest), by=cast[answers], at=when)
