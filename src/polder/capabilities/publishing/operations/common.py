"""What each act on a page begins and ends with."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from polder.base.words import say_list
from polder.capabilities.notifications import notices
from polder.capabilities.publishing import integrations, routing
from polder.capabilities.publishing.errors import NotFound, Stale, WrongState
from polder.capabilities.publishing.models import Change, Page, PageTemplate
from polder.governance import mandate
from polder.governance.errors import Refused
from polder.governance.mandate import Mandate
from polder.governance.models import Aspect
from polder.governance.resolution import REFUSED_CODES
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


@contextmanager
def act_on(page: Page, at: datetime) -> Iterator[tuple[Page, Change | None]]:
    """An act of the ledger with the page as it is now, locked, and its open change brought up to `at`.

    Raises NotFound when the page is gone or lies in the bin.
    """
    with acts.act():
        found = Page.objects.select_for_update(of=("self",)).filter(pk=page.pk, binned_at=None).first()
        if found is None or found.aspect_id is None:
            raise NotFound(_("This page is not there any more."))
        change = routing.open_change(found)
        if change is not None:
            change.page = found
            follow(change, at)
        yield found, change


def follow(change: Change, at: datetime) -> None:
    """Settle a change and tell those who lost a request to the matrix (P7)."""
    for moment, numbers in routing.settle(change, at):
        key = f"{change.pk}:{change.round}:{change.state}:{moment.isoformat()}"
        data = {"title": titled(change.page)}
        notices.tell(numbers, "withdrawn", thing=f"page:{change.page_id}", event_at=moment, key=key, data=data)
        note(change.page, "page.rerouted", by=None, at=moment, data={"lost": sorted(numbers)})


def titled(page: Page) -> str:
    """What it is called where it is being written: what who is asked about it has before them."""
    return page.draft_title or page.title


def aspect_of(page: Page) -> Aspect:
    """Its aspect. Raises NotFound for the front page and its parts, about which nobody decides."""
    if page.aspect is None:
        raise NotFound(_("This page belongs to no aspect."))
    return page.aspect


def require(by: Person, power: str, page: Page, at: datetime) -> Mandate:
    """The gate, for the facet of pages. Raises Refused."""
    return mandate.require(by, power, aspect_of(page), at=at)


def require_on_all(by: Person, power: str, aspects: Iterable[Aspect], at: datetime) -> Mandate:
    """The gate on each aspect; the mandate on the first of them. Raises the Refused that is told first."""
    granted, refusals = [], []
    for aspect in aspects:
        try:
            granted.append(mandate.require(by, power, aspect, at=at))
        except Refused as refused:
            refusals.append(refused)
    if refusals:
        raise min(refusals, key=lambda refused: REFUSED_CODES.index(refused.explanation.code))
    return granted[0]


def require_integrations(
    before: Counter[str], after: Page | PageTemplate, by: Person, aspect: Aspect, at: datetime
) -> None:
    """What another site shows in a page is put there or changed by who holds `edit` for the facet technology (M13).

    Taking it away is writing. Raises Refused, which says who can.
    """
    if not integrations.embeds_of(after) - before:
        return
    try:
        mandate.require(by, "edit", aspect, "technology", at=at)
    except Refused as refused:
        said = _("What another site shows in a page is put there by who looks after the technology of “%(aspect)s”.")
        who = say_list(refused.who_can, either=True, at_most=3)
        ask = _("Ask %(who)s.") % {"who": who} if who else _("Nobody can at this moment.")
        raise Refused(f"{said % {'aspect': aspect.name}} {ask}", refused.explanation, refused.who_can) from None


def newest(page: Page, seen: int | None) -> None:
    """P1: whoever names the revision they looked at must have seen the newest. Raises Stale."""
    if seen is not None and seen != page.revision_number:
        raise Stale(_("The text has changed since you looked at it. Look at the newest version first."))


def in_state(change: Change | None, *states: Change.State) -> Change:
    """The change, when it is at one of these points of its route. Raises WrongState."""
    if change is None:
        raise WrongState(_("Nothing is being changed on this page now."))
    if change.state not in states:
        words = {"state": change.get_state_display()}
        raise WrongState(_("That cannot be done now: the change is at “%(state)s”.") % words)
    return change


def note(
    page: Page,
    kind: str,
    *,
    by: Person | None,
    at: datetime,
    granted: Mandate | None = None,
    data: Mapping[str, Any] | None = None,
    about: tuple[str, ...] = (),
) -> None:
    """One event about the page, under its aspect."""
    acts.record(
        kind,
        thing=f"page:{page.pk}",
        by=None if by is None else by.pk,
        at=at,
        acting_for=None if granted is None else granted["for"],
        aspect=page.aspect_id,
        mandate=granted,
        data=data,
        about=about,
    )
