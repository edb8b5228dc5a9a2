"""A change goes live: readers see it, everybody concerned is told (P4), must-reads are asked anew."""

from datetime import datetime

from django.db.models import F

from polder.capabilities.notifications import notices, writing
from polder.capabilities.publishing import content, readings, reviewing, routing
from polder.capabilities.publishing.errors import Invalid
from polder.capabilities.publishing.models import Change, Duty, Page, Publication, Told
from polder.capabilities.publishing.operations import addressing
from polder.capabilities.publishing.operations.common import aspect_of, note
from polder.capabilities.publishing.route import people
from polder.governance.facts import AspectKey, PersonKey
from polder.governance.mandate import Mandate
from polder.ground.organisation.models import Person


def appear(page: Page, change: Change, *, by: Person, at: datetime, granted: Mandate | None) -> None:
    """Publish the newest version. `by` counts as who published, also when it was scheduled.

    Raises Invalid when the address that it should get was taken meanwhile.
    """
    calendar = readings.calendar()
    was_live = page.live
    _keep_address_if_taken(page, scheduled=granted is None)
    with addressing.readdressing(page, by=by, at=at):
        content.go_live(page.specific, by=by)
    page.refresh_from_db()
    page.published_on, page.published_by = at, by
    if not (change.minor and was_live):
        page.verified_on, page.verified_by = calendar.today(at), by
    if page.expires_at is not None and page.expires_at <= at:
        page.expires_at = None  # that was of the time before: who publishes anew may choose another
    if page.translated_from_id is not None:
        page.followed_on = at
    reviewing.plan(page)
    page.save(
        update_fields=[
            "published_on", "published_by", "verified_on", "verified_by", "expires_at", "followed_on",
            *reviewing.PLANNED,
        ],
        clean=False,
    )  # fmt: skip
    if not change.minor:
        Duty.objects.filter(page=page).update(asked=F("asked") + 1, since=at)
    change.approver = by
    routing.stop(change, Change.State.PUBLISHED, at)
    change.closed_at = at
    change.save(update_fields=["closed_at"])
    publication = Publication.objects.create(
        page=page, change=change, number=page.revision_number, minor=change.minor, at=at, by=by
    )
    numbers = _told(page, change, by, at)
    writing.insert(numbers, {"publication": publication.pk}, rows=Told)
    notices.tell(numbers, "published", thing=f"page:{page.pk}", event_at=at, key=str(publication.pk))
    data = {"version": page.revision_number, "minor": change.minor, "first": not was_live}
    note(page, "page.published", by=by, at=at, granted=granted, data=data)


def _keep_address_if_taken(page: Page, *, scheduled: bool) -> None:
    """A new address that another page took meanwhile: who publishes chooses again, what was scheduled keeps the old one.

    Raises Invalid.
    """
    revision = page.get_latest_revision()
    wanted = revision.content["slug"]
    if wanted == page.slug:
        return
    try:
        addressing.free(page.get_parent(), wanted, page)
    except Invalid:
        if not scheduled:
            raise
        revision.content["slug"] = page.slug
        revision.save(update_fields=["content"])


def _told(page: Page, change: Change, by: Person, at: datetime) -> list[int]:
    aspect = aspect_of(page)
    advisers = [PersonKey(key) for key in change.advice.values_list("person__key", flat=True)]
    reading = readings.around(aspect)
    keys = people.told(reading, AspectKey(aspect.key), advisers, PersonKey(by.key), at)
    # Whoever advised may stand behind no letter here any more: they are asked for by name.
    missing = Person.objects.filter(key__in=set(advisers) - keys - {by.key})
    more = {person.key for person in missing if person.counts(at)}
    return list(Person.objects.filter(key__in=keys | more).values_list("pk", flat=True))
