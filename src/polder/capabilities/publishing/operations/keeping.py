"""What is done to a page as a whole: taken down, verified, moved, hidden for a day, aimed (P8-P10)."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from polder.capabilities.discussion import operations as talk
from polder.capabilities.notifications import notices
from polder.capabilities.publishing import audiences, content, opened, readings, reviewing, routing
from polder.capabilities.publishing.errors import Invalid, WrongState
from polder.capabilities.publishing.models import Author, Change, Page
from polder.capabilities.publishing.operations.common import act_on, aspect_of, note, require, require_on_all
from polder.capabilities.publishing.operations.concerned import keepers
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party, Person

HIDDEN_FOR = timedelta(hours=24)
_ON_THE_WAY = (Change.State.CONSULTING, Change.State.APPROVING, Change.State.SCHEDULED)


def unpublish(page: Page, *, by: Person | None, at: datetime) -> None:
    """Readers see nothing any more; a change under way goes on. `by` None is the clock (P8).

    Raises NotFound, Refused, WrongState.
    """
    with act_on(page, at) as (found, _change):
        granted = None if by is None else require(by, "publish", found, at)
        _live(found)
        content.take_down(found)
        note(found, "page.unpublished", by=by, at=at, granted=granted)


def verify(page: Page, *, by: Person, at: datetime) -> None:
    """“Still right” (P8). Raises NotFound, Refused, WrongState."""
    with act_on(page, at) as (found, _change):
        granted = require(by, "edit", found, at)
        _live(found)
        found.verified_on, found.verified_by = readings.calendar().today(at), by
        reviewing.plan(found)
        found.save(update_fields=["verified_on", "verified_by", *reviewing.PLANNED], clean=False)
        note(found, "page.verified", by=by, at=at, granted=granted)


def move(page: Page, *, aspect: Aspect, by: Person, at: datetime) -> None:
    """Under another aspect: what readers see by who may publish on both, a draft by who may edit on both.

    What is asked for it is resolved anew (P7). Raises NotFound, Refused, Invalid where this kind of page cannot be there.
    """
    with act_on(page, at) as (found, change):
        power = "publish" if found.live else "edit"
        granted = require_on_all(by, power, [aspect_of(found), aspect], at)
        found.specific.require_place_for(aspect)
        before = found.aspect_id
        found.aspect = aspect
        reviewing.plan(found)
        found.save(update_fields=["aspect", *reviewing.PLANNED], clean=False)
        talk.entrust(f"page:{found.pk}", aspect)
        if change is not None:
            change.settled_version = 0  # what was asked was asked of another aspect's parties
            change.save(update_fields=["settled_version"])
        note(found, "page.moved", by=by, at=at, granted=granted, about=(f"aspect:{before}",))


def hide(page: Page, *, reason: str, by: Person, at: datetime) -> None:
    """P9: take a published page from readers for a day, by whoever may edit or publish it, with a reason. Once at a time.

    When somebody who may publish looked at this version and showed it again, that stands: then only who may publish.
    Raises NotFound, Refused, WrongState, Invalid without a reason.
    """
    with act_on(page, at) as (found, _change):
        granted = require(by, "edit", found, at)
        _live(found)
        if found.hidden_until is not None and found.hidden_until > at:
            raise WrongState(_("It is hidden already. For longer than a day, who answers for it takes it down."))
        shown, published = found.shown_again_at, found.published_on
        if shown is not None and (published is None or shown >= published):
            granted = require(by, "publish", found, at)
        if not reason.strip():
            raise Invalid(_("Say why it must not be read now."))
        found.hidden_until, found.hidden_because = at + HIDDEN_FOR, reason.strip()
        found.save(update_fields=["hidden_until", "hidden_because"], clean=False)
        note(found, "page.hidden", by=by, at=at, granted=granted)
        notices.tell(_concerned(found, by, at), "hidden", thing=f"page:{found.pk}", event_at=at, key=at.isoformat())


def show_again(page: Page, *, by: Person, at: datetime) -> None:
    """Before the day is over, by whoever may publish: what was hidden is right. Raises NotFound, Refused, WrongState."""
    with act_on(page, at) as (found, _change):
        granted = require(by, "publish", found, at)
        if found.hidden_until is None or found.hidden_until <= at:
            raise WrongState(_("This page is not hidden."))
        found.hidden_until, found.hidden_because, found.shown_again_at = None, "", at
        found.save(update_fields=["hidden_until", "hidden_because", "shown_again_at"], clean=False)
        note(found, "page.shown_again", by=by, at=at, granted=granted)


def aim(
    page: Page, *, parties: Collection[Party], by: Person, at: datetime,
    places: Collection[str] = (), languages: Collection[str] = (), seen: str | None = None,
) -> None:  # fmt: skip
    """P10: for whom the page is, whoever belongs to any of these; nobody named is everyone. By who may publish what readers see, or edit a draft.

    On its way it is a new version, as other words would be: who approves has to see it (P1). Raises NotFound, Refused,
    Stale when it is not for whom it was when `seen` (opened.py).
    """
    with act_on(page, at) as (found, change):
        granted = require(by, "publish" if found.live else "edit", found, at)
        opened.unchanged(seen, opened.aim(found))
        audience = audiences.audience_of(parties, places, languages)
        if audience != found.audience:
            found.audience = audience
            found.save(update_fields=["audience"], clean=False)
            named = sorted(f"{one.kind}:{one.thing.pk}" for one in parties)
            data = {"for": named, "places": len(places), "languages": len(languages)}
            note(found, "page.aimed", by=by, at=at, granted=granted, data=data)
            if change is not None and change.state in _ON_THE_WAY:
                _aimed_on_the_way(found, change, by, at)


def _aimed_on_the_way(page: Page, change: Change, by: Person, at: datetime) -> None:
    """P1: what was seen is not the newest any more; unless who aims it may approve it, everybody is asked anew."""
    content.save(page.specific.get_latest_revision_as_object(), by=by)
    authors = [author.person for author in change.authors.select_related("person")]
    if not mandate.may(by, "publish", aspect_of(page), at=at, authors=authors).allowed:
        Author.objects.get_or_create(change=change, person=by)
        change.waiting.all().delete()
        routing.begin_round(routing.route_of(change), at)


def _concerned(page: Page, by: Person, at: datetime) -> list[int]:
    """P9: those who act as its A, everybody of its R's, and who wrote the version that readers see; not `by`."""
    found = keepers(aspect_of(page), at)
    last = page.publications.order_by("-at", "-pk").first()
    if last is not None:
        found |= {
            author.person_id for author in last.change.authors.select_related("person") if author.person.counts(at)
        }
    return sorted(found - {by.pk})


def _live(page: Page) -> None:
    if not page.live:
        raise WrongState(_("Readers do not see this page now."))
