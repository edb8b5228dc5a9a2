"""Who has read what they must, and who has not: by unit, in a bounded number of queries for any number of people."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from polder.base.validity import valid_at
from polder.capabilities.notifications import notices
from polder.capabilities.publishing import audiences, readings
from polder.capabilities.publishing.models import Acknowledgement, Duty, Page
from polder.governance import mandate
from polder.governance.models import Membership
from polder.ground.organisation.models import Person, Unit
from polder.ground.organisation.models.people import active_at

SOON: Final = timedelta(days=2)  # before the last day, who has not read it is reminded


@dataclass(frozen=True, slots=True)
class OfUnit:
    """How far one unit is; `name` is empty for people without one."""

    name: str
    read: int
    asked: int

    @property
    def share(self) -> int:
        """In percent, never 100 while somebody is missing."""
        return self.read * 100 // self.asked if self.asked else 100


def asked_of(duty: Duty, at: datetime) -> QuerySet[Any]:
    """Everybody active who must read it and whom it is for, each with `has_read`."""
    done = Acknowledgement.objects.filter(duty=duty, asked=duty.asked, person=OuterRef("pk"))
    people = audiences.readers_of(duty.audience, at)
    if duty.page.audience_id is not None:
        people = people.filter(pk__in=audiences.readers(duty.page, at).values("pk"))
    return people.annotate(has_read=Exists(done))


def people_shown_to(person: Person, duty: Duty, at: datetime) -> QuerySet[Any] | None:
    """Those who must read it, as far as the person may know: everybody for who may publish there; a head, who may read it
    now, their own people. None: there is nothing to know, for a head also when nobody of theirs is asked."""
    people, aspect = asked_of(duty, at), duty.page.aspect
    if aspect is not None and mandate.may(person, "publish", aspect, at=at).allowed:
        return people
    if not Unit.objects.filter(head=person).exists():
        return None
    if not Page.objects.filter(audiences.readable(person, at), pk=duty.page_id).exists():
        return None
    units = Membership.objects.filter(valid_at(at), party__unit__head=person, asked=True)  # with all units below (G3)
    theirs = people.filter(pk__in=units.values("person"))
    return theirs if theirs.exists() else None


def by_unit(people: QuerySet[Any]) -> list[OfUnit]:
    """The units with the most missing first. One query."""
    rows = people.order_by().values("unit__name").annotate(asked=Count("pk"), read=Count("pk", filter=Q(has_read=True)))
    found = [OfUnit(row["unit__name"] or "", row["read"], row["asked"]) for row in rows]
    return sorted(found, key=lambda unit: (unit.read - unit.asked, unit.name))


def remind(at: datetime) -> None:
    """Who has not read it is told two days before the last day, and when that day is over; and then their heads too,
    where the page says so. Follows from how things are: a missed round loses nothing, a second one repeats nothing."""
    today = readings.calendar().today(at)
    duties = Duty.objects.filter(audiences.open_at(at, "page__"), before__isnull=False, before__lte=today + SOON)
    for duty in duties.select_related("page"):
        late = duty.before is not None and duty.before < today
        stage = "late" if late else "soon"
        missing = asked_of(duty, at).filter(has_read=False)
        numbers: list[int] = list(missing.values_list("pk", flat=True))
        key = f"{duty.asked}:{stage}:{duty.before}"
        notices.tell(numbers, "must_read", thing=f"page:{duty.page_id}", event_at=at, key=key, data={"stage": stage})
        if late and getattr(duty.page.specific, "escalates", False):
            notices.tell(_heads_of(missing, at), "must_read_team", thing=f"page:{duty.page_id}", event_at=at, key=key)


def _heads_of(people: QuerySet[Any], at: datetime) -> list[int]:
    """Numbers of the nearest active head above each of the people, who is not that person themselves. Two queries."""
    heading = set(Person.objects.filter(active_at(at), heads__isnull=False).values_list("pk", flat=True))
    units = {unit: (above, head) for unit, above, head in Unit.objects.values_list("pk", "parent", "head")}
    found: set[int] = set()
    for person, unit in people.values_list("pk", "unit"):
        while unit is not None:
            above, head = units[unit]
            if head in heading and head != person:
                found.add(head)
                break
            unit = above
    return sorted(found)
