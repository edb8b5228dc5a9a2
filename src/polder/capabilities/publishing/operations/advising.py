"""Advice before a decision, and the answer to an objection (P2)."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.capabilities.publishing import routing
from polder.capabilities.publishing.errors import Invalid, NotAsked, WrongState
from polder.capabilities.publishing.models import Advice, Change, Page
from polder.capabilities.publishing.operations.common import act_on, in_state, note
from polder.capabilities.publishing.operations.deciding import may_decide
from polder.ground.organisation.models import Person

_OBJECTION = Advice.Verdict.OBJECTION


def advise(page: Page, *, verdict: str, text: str = "", by: Person, at: datetime) -> Advice:
    """Advise for every asked party that `by` belongs to. When nobody is waited for any more, the A is asked.

    Raises NotFound, WrongState after the round, NotAsked, Invalid for an objection without words.
    """
    with act_on(page, at) as (found, change):
        change = in_state(change, Change.State.CONSULTING)
        route = routing.route_of(change)
        if not change.waiting.filter(person=by).exists() or not routing.answered(route, by, at):
            raise NotAsked(_("Nobody asked you for advice on this, or your advice has been given."))
        words = text.strip()
        if verdict not in Advice.Verdict.values:
            raise Invalid(_("Say whether it is good, a remark or an objection."))
        if verdict == _OBJECTION and not words:
            raise Invalid(_("Say what you object to: the accountable has to answer it."))
        if verdict != _OBJECTION:
            _open_objections(change, by).filter(round__lt=change.round).update(lifted_at=at)
        advice = Advice.objects.create(change=change, round=change.round, person=by, verdict=verdict, text=words, at=at)
        routing.go_on(route, at)
        note(found, "page.advised", by=by, at=at, data={"verdict": verdict, "round": change.round})
    return advice


def answer(page: Page, *, to: Person, text: str, by: Person, at: datetime) -> None:
    """Answer somebody's objection in writing; both are kept with the change.

    Raises NotFound, Refused, WrongState when there is no open objection of theirs, Invalid without words.
    """
    with act_on(page, at) as (found, change):
        granted = may_decide(found, change, by, at)
        change = in_state(change, Change.State.CONSULTING, Change.State.APPROVING)
        theirs = _open_objections(change, to)
        if not theirs.exists():
            raise WrongState(_("%(name)s has no open objection.") % {"name": to.name})
        if not text.strip():
            raise Invalid(_("Say what the answer is."))
        theirs.update(answer=text.strip(), answered_by=by, answered_at=at)
        note(found, "page.answered", by=by, at=at, granted=granted, about=(f"person:{to.pk}",))


def _open_objections(change: Change, person: Person):  # type: ignore[no-untyped-def]  # a queryset of Advice
    return change.advice.filter(person=person, verdict=_OBJECTION, answered_at=None, lifted_at=None)
