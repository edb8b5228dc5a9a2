"""Writing: everything before somebody else is asked. `edit` gives the right (G11)."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from polder.capabilities.publishing import content, integrations, routing, tagging, tree
from polder.capabilities.publishing.models import Author, Change, Page
from polder.capabilities.publishing.operations import addressing
from polder.capabilities.publishing.operations.common import (
    act_on,
    aspect_of,
    in_state,
    newest,
    note,
    require,
    require_integrations,
)
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person

_ON_THE_WAY = (Change.State.CONSULTING, Change.State.APPROVING, Change.State.SCHEDULED)


def write[P: Page](page: P, *, parent: Page, aspect: Aspect, by: Person, at: datetime) -> P:
    """Put a new page, made but not saved, under `parent` and `aspect`, as a draft. Version 1.

    Raises Refused, also for a piece of another site without the facet technology; Invalid when a page has that address
    already; `ValidationError` for what its fields refuse.
    """
    with acts.act():
        granted = mandate.require(by, "edit", aspect, at=at)
        require_integrations(Counter(), page, by, aspect, at)
        tree.hold(parent)
        addressing.free(parent, page.slug)
        tagging.cleaned(tag.name for tag in page.tags.all())
        page.aspect = aspect
        content.add(page, parent=parent, by=by)
        change = Change.objects.create(page=page, begun_at=at, settled_at=at)
        Author.objects.create(change=change, person=by)
        note(page, "page.written", by=by, at=at, granted=granted)
    return page


def edit(page: Page, *, values: Mapping[str, Any], by: Person, at: datetime, seen: int | None = None) -> Page:
    """New values for fields of the page (`title`, `body`, ...), as its next version. Readers see it when it is published.

    Begins a change when there is none; on its way, a new round begins (P1). `seen` is the version that was looked at.
    Gives the page as it was kept. Raises NotFound, Refused, Stale; Invalid for an address that is taken.
    """
    with act_on(page, at) as (found, change):
        granted = require(by, "edit", found, at)
        newest(found, seen)
        draft = found.specific.get_latest_revision_as_object()
        if values.get("slug", draft.slug) != draft.slug:
            addressing.free(found.get_parent(), values["slug"], found)
        was = integrations.embeds_of(draft)
        for name, value in values.items():
            if name == "tags":
                draft.tags.set(tagging.cleaned(value))
            else:
                setattr(draft, name, value)
        require_integrations(was, draft, by, aspect_of(found), at)
        content.save(draft, by=by)
        found.refresh_from_db()
        note(found, "page.edited", by=by, at=at, granted=granted, data={"version": draft.revision_number})
        if change is None:
            change = Change.objects.create(page=found, begun_at=at, settled_at=at)
        Author.objects.get_or_create(change=change, person=by)
        if change.state in _ON_THE_WAY:
            change.waiting.all().delete()
            routing.begin_round(routing.route_of(change), at)
    return draft


def submit(page: Page, *, by: Person, at: datetime, minor: bool = False, seen: int | None = None) -> Change:
    """Ask for it to be published: first the C's, then the A (P2, P3). A minor change goes straight to the A (P5).

    Raises NotFound, Refused, Stale, WrongState.
    """
    with act_on(page, at) as (found, change):
        granted = require(by, "edit", found, at)
        newest(found, seen)
        change = in_state(change, Change.State.DRAFT, Change.State.RETURNED)
        Author.objects.get_or_create(change=change, person=by)
        change.minor, change.returned_with = minor, ""
        routing.begin_round(routing.route_of(change), at)
        data = {"version": found.revision_number, "minor": minor, "state": change.state}
        note(found, "page.submitted", by=by, at=at, granted=granted, data=data)
    return change


def withdraw(page: Page, *, by: Person, at: datetime) -> Change:
    """Take it back: nobody is asked any more, and it is a draft again. Raises NotFound, Refused, WrongState."""
    with act_on(page, at) as (found, change):
        granted = require(by, "edit", found, at)
        change = in_state(change, *_ON_THE_WAY)
        change.publish_at = change.approver = None
        routing.stop(change, Change.State.DRAFT, at)
        note(found, "page.withdrawn", by=by, at=at, granted=granted)
    return change
