"""A decision is looked at again on the day that was agreed (B7): it stays as it is, and what was found is kept beside it."""

from datetime import date, datetime
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, QuerySet, Subquery, When
from django.utils.translation import gettext as _

from polder.base.validity import valid_at
from polder.features.bodies import sitting
from polder.features.bodies.errors import Invalid, NotFound, WrongState
from polder.features.bodies.models import Decision, Proposal, Review
from polder.features.bodies.operations.common import note, require_lead
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person, Seat


def review(
    decision: Decision, *, text: str, again_on: date | None = None, by: Person, at: datetime, today: date
) -> Review:
    """By the chair and the secretary. Raises NotFound, NotAssigned, WrongState (rejected or superseded), Invalid."""
    with acts.act():
        rows = Decision.objects.select_for_update(of=("self",)).select_related("proposal__body")
        row = rows.filter(pk=decision.pk).first()
        if row is None:
            raise NotFound(_("This decision is not there any more."))
        require_lead(row.proposal.body, by, at)
        if not row.adopted or row.successors.filter(decision__adopted=True).exists():
            raise WrongState(_("Only a decision that holds is looked at again."))
        if not text.strip():
            raise Invalid(_("Write what you found."))
        if again_on is not None and again_on <= today:
            raise Invalid(_("The next look lies in the future."))
        made = Review.objects.create(decision=row, text=text.strip(), again_on=again_on, by=by, at=at)
        note(
            "decision.reviewed", f"decision:{row.pk}", body=row.proposal.body, by=by, at=at,
            aspect=row.proposal.aspect_id, data={"again": None if again_on is None else again_on.isoformat()},
        )  # fmt: skip
    return made


def to_review(person: Person, at: datetime, today: date) -> QuerySet[Any]:
    """Decisions of bodies that the person leads whose day has come, the oldest day first. One query."""
    mine = Seat.objects.filter(valid_at(at), valid_at(at, "body__"), seat__in=sitting.LEADING)
    led = mine.filter(person=person) | mine.filter(alternate=person)
    found: QuerySet[Any] = due(today).filter(proposal__body__in=led.values("body")).select_related("proposal__body")
    return found


def due(today: date) -> QuerySet[Any]:
    """Decisions that hold and whose day has come; `look_on` is that day."""
    last = Review.objects.filter(decision=OuterRef("pk")).order_by("-at", "-pk")
    followed = Proposal.objects.filter(supersedes=OuterRef("pk"), decision__adopted=True)
    rows: Any = Decision.objects.filter(adopted=True, failed_at=None).exclude(Exists(followed))
    day = Case(When(Exists(last), then=Subquery(last.values("again_on")[:1])), default=F("review_on"))
    return rows.annotate(look_on=day).filter(look_on__lte=today).order_by("look_on", "pk")
