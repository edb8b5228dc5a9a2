"""Approving, sending back, publishing (P3, P6)."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from polder.capabilities.notifications import notices
from polder.capabilities.publishing import readings, routing
from polder.capabilities.publishing.errors import ConsultFirst, Invalid, NotFound, UnansweredObjection, WrongState
from polder.capabilities.publishing.models import Advice, Change, Page
from polder.capabilities.publishing.operations.appearing import appear
from polder.capabilities.publishing.operations.common import act_on, aspect_of, in_state, newest, note, titled
from polder.capabilities.publishing.operations.expiring import foreseeable, to_come
from polder.capabilities.publishing.route import people
from polder.governance import errors, mandate
from polder.governance.facts import AspectKey, PersonKey
from polder.governance.mandate import Mandate
from polder.ground.organisation.models import Person


def approve(
    page: Page,
    *,
    by: Person,
    at: datetime,
    publish_at: datetime | None = None,
    stays_until: datetime | None = None,
    seen: int | None = None,
) -> Change:
    """Approve: it is published at once, or appears at `publish_at`. One approval is enough.

    `stays_until` is when it goes from readers again; None leaves that as it is.

    Raises NotFound, Refused, Stale, WrongState, Invalid for a moment that is not to come, UnansweredObjection.
    """
    with act_on(page, at) as (found, change):
        granted = may_decide(found, change, by, at)
        newest(found, seen)
        change = in_state(change, Change.State.APPROVING)
        if publish_at is not None and publish_at <= at:
            raise Invalid(_("That moment has passed. Choose one that is still to come, or publish at once."))
        if publish_at is not None:
            foreseeable(publish_at, at)
        _stays(found, stays_until, publish_at or at, at)
        _all_answered(change)
        data = {"version": found.revision_number, "minor": change.minor}
        note(found, "page.approved", by=by, at=at, granted=granted, data=data)
        if publish_at is None:
            appear(found, change, by=by, at=at, granted=granted)
        else:
            routing.stop(change, Change.State.SCHEDULED, at)
            change.publish_at, change.approver = publish_at, by
            change.save()
    return change


def send_back(page: Page, *, text: str, by: Person, at: datetime, seen: int | None = None) -> Change:
    """Back to the authors, with the reason. Raises NotFound, Refused, Stale, WrongState, Invalid without one."""
    with act_on(page, at) as (found, change):
        granted = may_decide(found, change, by, at)
        newest(found, seen)
        change = in_state(change, Change.State.CONSULTING, Change.State.APPROVING)
        if not text.strip():
            raise Invalid(_("Say why: the authors have to know what to do."))
        change.returned_with = text.strip()
        routing.stop(change, Change.State.RETURNED, at)
        authors = list(change.authors.exclude(person=by).values_list("person", flat=True))
        _name_it(found, change, at)
        notices.tell(authors, "returned", thing=f"page:{found.pk}", event_at=at, key=f"{change.pk}:{change.round}")
        note(found, "page.returned", by=by, at=at, granted=granted)
    return change


def _name_it(page: Page, change: Change, at: datetime) -> None:
    """Keep for each author what it is called now, as far as they may see that."""
    for author in change.authors.select_related("person"):
        if mandate.may(author.person, "view_draft", aspect_of(page), at=at).allowed:
            author.returned_title, author.laid_aside_at = titled(page), None
        else:
            author.returned_title = ""
        author.save(update_fields=["returned_title", "laid_aside_at"])


def lay_aside(page: Page, *, by: Person, at: datetime) -> None:
    """An author who may no longer write there puts away what was sent back: it is in their inbox no more.

    Raises NotFound, also for who did not write in it, WrongState for who may go on with it.
    """
    with act_on(page, at) as (found, change):
        author = None if change is None else change.authors.filter(person=by).first()
        if author is None:
            raise NotFound(_("This page is not there any more."))
        in_state(change, Change.State.RETURNED)
        if mandate.may(by, "edit", aspect_of(found), at=at).allowed:
            raise WrongState(_("You can go on with it: mend it and submit it again, or put it in the bin."))
        author.laid_aside_at = at
        author.save(update_fields=["laid_aside_at"])
        note(found, "page.laid_aside", by=by, at=at)


def publish(page: Page, *, by: Person, at: datetime, minor: bool = False, seen: int | None = None) -> Change:
    """Take one's own draft live in one act, where one may approve it and nobody is to be asked (P3).

    Raises NotFound, Refused, Stale, WrongState, UnansweredObjection, ConsultFirst.
    """
    with act_on(page, at) as (found, change):
        granted = may_decide(found, change, by, at)
        newest(found, seen)
        change = in_state(change, Change.State.DRAFT, Change.State.RETURNED)
        if not change.authors.filter(person=by).exists():
            raise WrongState(_("This is somebody else's draft. They submit it, and you approve it."))
        _all_answered(change)
        if routing.wanted(routing.route_of(change), at, minor=minor):
            raise ConsultFirst(
                _("You asked others about this. Submit it, or ask them no longer.")
                if minor
                else _("Others are to be asked first. Submit it, or say that the change is minor.")
            )
        change.minor = minor
        appear(found, change, by=by, at=at, granted=granted)
    return change


def publish_as_decided(page: Page, *, by: Person, at: datetime, seen: int) -> Change:
    """An adopted decision of a body takes it live (B8): the decision is the mandate, and the body saw to its reach.

    `by` closed the decision and counts as who published. The draft is the one that was decided about. Raises NotFound,
    Stale, WrongState, UnansweredObjection, Invalid.
    """
    with act_on(page, at) as (found, change):
        newest(found, seen)
        states = Change.State
        change = in_state(change, states.DRAFT, states.RETURNED, states.CONSULTING, states.APPROVING, states.SCHEDULED)
        _all_answered(change)
        appear(found, change, by=by, at=at, granted=None)
    return change


def claim(page: Page, *, by: Person, at: datetime) -> Change:
    """Show the others that one is at it; it binds nobody (P3). Raises NotFound, Refused, WrongState."""
    with act_on(page, at) as (found, change):
        granted = may_decide(found, change, by, at)
        change = in_state(change, Change.State.APPROVING)
        change.claimed_by, change.claimed_at = by, at
        change.save()
        note(found, "page.claimed", by=by, at=at, granted=granted)
    return change


def may_decide(page: Page, change: Change | None, by: Person, at: datetime) -> Mandate:
    """The mandate to approve: `publish` without having written it; from the third clock on also by the next A up (P6).

    Raises Refused: `four_eyes` for who could if nobody were barred.
    """
    aspect = aspect_of(page)
    authors = [] if change is None else [author.person for author in change.authors.select_related("person")]
    found = mandate.may(by, "publish", aspect, at=at, authors=authors)
    if found.allowed or change is None or not _third_clock_ended(change, at):
        return mandate.require(by, "publish", aspect, at=at, authors=authors)
    reading, key = readings.around(aspect), AspectKey(aspect.key)
    seat = people.may_as_next_up(reading, key, [PersonKey(author.key) for author in authors], at)
    if seat is not None and by.key in seat[1]:
        return Mandate(
            **{
                "power": "publish",
                "aspect": aspect.pk,
                "facet": "content",
                "code": "escalated",
                "for": None,
                "assignment": None,
            }
        )
    free = people.may_as_next_up(reading, key, [], at)
    refused = mandate.refusal(by, "publish", aspect, at=at, authors=authors)
    if refused.code == "not_assigned" and free is not None and by.key in free[1]:
        raise errors.Refused(
            _("You wrote in this change, so somebody else approves it."), _as_four_eyes(refused), refused.who_can
        )
    raise refused


def _as_four_eyes(refused: errors.Refused):  # type: ignore[no-untyped-def]  # an Explanation
    from dataclasses import replace

    return replace(refused.explanation, code="four_eyes")


def _stays(page: Page, until: datetime | None, appears: datetime, at: datetime) -> None:
    """Keep until when it stays, where somebody chose. Raises Invalid when that is over before it appears."""
    if until is not None:
        to_come(until, appears)
        foreseeable(until, at)
        page.expires_at = until
        page.save(update_fields=["expires_at"], clean=False)


def _third_clock_ended(change: Change, at: datetime) -> bool:
    return change.state == Change.State.APPROVING and routing.route_of(change).ended(2, at)


def _all_answered(change: Change) -> None:
    objections: Iterable[Advice] = change.advice.select_related("person")
    names = sorted({advice.person.name for advice in objections if advice.is_open})
    if names:
        raise UnansweredObjection(_("First answer the objection of %(names)s.") % {"names": ", ".join(names)})
