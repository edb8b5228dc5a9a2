"""Goals of Waterland's steering group, as its chair sets them."""

from datetime import date, timedelta

from django.utils import timezone

from polder.features.direction import operations
from polder.features.direction.models import Goal
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body


def now():
    return timezone.now()


def day(number) -> date:
    return timezone.localdate() + timedelta(days=number)


def aspect(key="intranet") -> Aspect:
    return Aspect.objects.get(key=key)


def body() -> Body:
    return Body.objects.get(key="steering")


def values(cast, **changed):
    return {
        "title": "Nine in ten find what they look for", "owner": cast["kim"], "measure": "Searches that end with a click",
        "unit": "%", "start": 50, "target": 90, "begins": day(-100), "due": day(265), **changed,
    }  # fmt: skip


def goal_of(cast, *, by="saskia", about="intranet", **changed) -> Goal:
    return operations.set_goal(body(), aspect=aspect(about), by=cast[by], at=now(), **values(cast, **changed))
