"""Newsletters: begun and kept by who may publish on their aspect, brought out by the clock, wanted or not by each reader."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.db.models import Max
from django.utils.text import slugify
from django.utils.translation import gettext as _

from polder.base.stamps import stamp
from polder.capabilities.notifications import notices
from polder.capabilities.publishing import audiences, readings
from polder.capabilities.publishing.audiences import Aim
from polder.features.news.errors import Invalid, Stale, WrongState
from polder.features.news.models import Channel, Issue, IssueItem, Newsletter, Reader
from polder.features.news.queries import letters
from polder.features.news.rhythm import next_issue
from polder.governance import mandate
from polder.governance.mandate import Mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Terms:
    """What a keeper decides about a newsletter. Nobody in `audience` (parties, places, languages) is everybody who works here."""

    name: str
    channels: Collection[Channel]
    about: str = ""
    audience: Aim = field(default_factory=Aim)
    by_default: bool = True
    rhythm: str = Newsletter.Rhythm.WEEKLY
    weekday: int = 3
    hour: time = time(8)


def begin_newsletter(aspect: Aspect, terms: Terms, *, by: Person, at: datetime) -> Newsletter:
    """From now on an issue in each period in which there is something new. Raises Refused, Invalid."""
    with acts.act():
        granted = mandate.require(by, "publish", aspect, at=at)
        row = Newsletter(aspect=aspect, slug=_free_slug(terms.name), begun_at=at)
        _keep(row, terms, at)
        _record("newsletter.begun", row, by, at, granted)
    return row


def change_newsletter(
    newsletter: Newsletter, terms: Terms, *, by: Person, at: datetime, seen: str | None = None
) -> Newsletter:
    """`seen` is the newsletter `terms_as_opened`. Raises Refused, Stale when somebody else changed it since, Invalid,
    WrongState when it was stopped."""
    with acts.act():
        row = _open(newsletter)
        granted = mandate.require(by, "publish", row.aspect, at=at)
        if seen is not None and seen != terms_as_opened(row):
            raise Stale(
                _("Somebody else changed this newsletter since you opened it. Save again to put yours in its place.")
            )
        _going_on(row)
        _keep(row, terms, at)
        _record("newsletter.changed", row, by, at, granted)
    return row


def terms_as_opened(row: Newsletter) -> str:
    """What stands in its form. One query."""
    channels = sorted(row.channels.order_by().values_list("pk", flat=True))
    return stamp(row.name, row.about, channels, row.audience_id, row.by_default, row.rhythm, row.weekday, row.hour)


def stop_newsletter(newsletter: Newsletter, *, by: Person, at: datetime) -> None:
    """No issue any more; those that came out stay to be read. Raises Refused, WrongState."""
    with acts.act():
        row = _open(newsletter)
        granted = mandate.require(by, "publish", row.aspect, at=at)
        _going_on(row)
        row.closed_at = at
        row.save(update_fields=["closed_at"])
        _record("newsletter.stopped", row, by, at, granted)


def choose_newsletter(newsletter: Newsletter, *, wants: bool, by: Person, at: datetime) -> None:
    """The person gets it from now on, or not any more. Raises WrongState for whom it is not for."""
    with acts.act():
        if not Newsletter.objects.filter(audiences.within_audience(by, at), pk=newsletter.pk, closed_at=None).exists():
            raise WrongState(_("This newsletter is not for you, or it was stopped."))
        Reader.objects.update_or_create(newsletter=newsletter, person=by, defaults={"wants": wants})
        acts.record(
            "newsletter.chosen", thing=f"newsletter:{newsletter.pk}", by=by.pk, at=at, aspect=newsletter.aspect_id,
            data={"wants": wants},
        )  # fmt: skip


def bring_out(newsletter: Newsletter, *, by: Person | None, at: datetime) -> Issue | None:
    """The next issue, with what came since the last; None when nothing did: an empty one is never made.

    By the clock (`by` None) only once it is due, so that two clocks make one issue; by a keeper at any moment. Told is
    everybody who wants it and for whom at least one item is. Queries do not grow with people. Raises Refused, WrongState.
    """
    with acts.act():
        row = _open(newsletter)
        granted = None if by is None else mandate.require(by, "publish", row.aspect, at=at)
        if by is None and (row.closed_at is not None or row.next_at > at):
            return None
        _going_on(row)
        row.next_at = _next(row, at)
        row.save(update_fields=["next_at"])
        items = letters.new_items(row, at)
        readers = letters.readers_of_items(row, items, at)
        if not readers:
            return None
        last = row.issues.aggregate(last=Max("number"))["last"] or 0
        issue = Issue.objects.create(newsletter=row, number=last + 1, at=at, reached=len(readers))
        IssueItem.objects.bulk_create(
            [IssueItem(issue=issue, item=item, position=place) for place, item in enumerate(items)]
        )
        notices.tell(readers, "newsletter", thing=f"issue:{issue.pk}", event_at=at, key=str(row.pk))
        data = {"number": issue.number, "items": len(items), "reached": len(readers)}
        _record("newsletter.brought_out", row, by, at, granted, data)
    return issue


def bring_out_due(at: datetime) -> None:
    """The round: every newsletter whose moment has come. One that was missed comes now, once."""
    for row in Newsletter.objects.filter(closed_at=None, next_at__lte=at).order_by("next_at", "pk"):
        bring_out(row, by=None, at=at)


def _open(newsletter: Newsletter) -> Newsletter:
    rows = Newsletter.objects.select_for_update(of=("self",)).select_related("aspect", "audience")
    return rows.get(pk=newsletter.pk)


def _going_on(row: Newsletter) -> None:
    if row.closed_at is not None:
        raise WrongState(_("This newsletter was stopped."))


def _keep(row: Newsletter, terms: Terms, at: datetime) -> None:
    name = " ".join(terms.name.split())
    if not name or len(name) > 80:
        raise Invalid(_("Give it a name of at most 80 letters."))
    if not terms.channels:
        raise Invalid(_("Choose at least one channel: what would be in it?"))
    if terms.rhythm not in Newsletter.Rhythm.values or not 0 <= terms.weekday <= 6:
        raise Invalid(_("Choose when it comes out."))
    row.name, row.about, row.by_default = name, terms.about.strip()[:240], terms.by_default
    row.audience = audiences.audience_of(terms.audience.parties, terms.audience.places, terms.audience.languages)
    row.rhythm, row.weekday, row.hour = terms.rhythm, terms.weekday, terms.hour
    row.next_at = _next(row, at)
    row.save()
    row.channels.set(terms.channels)


def _next(row: Newsletter, at: datetime) -> datetime:
    calendar = readings.calendar()
    return next_issue(row.rhythm, row.weekday, row.hour, at, calendar.zone, calendar.holidays)


def _free_slug(name: str) -> str:
    base = slugify(name)[:50] or "newsletter"
    taken = {"new", *Newsletter.objects.filter(slug__startswith=base).values_list("slug", flat=True)}
    number = 1
    while (slug := base if number == 1 else f"{base}-{number}") in taken:
        number += 1
    return slug


def _record(
    kind: str,
    row: Newsletter,
    by: Person | None,
    at: datetime,
    granted: Mandate | None,
    data: dict[str, Any] | None = None,
) -> None:
    acts.record(
        kind, thing=f"newsletter:{row.pk}", by=None if by is None else by.pk, at=at, aspect=row.aspect_id,
        mandate=granted, acting_for=None if granted is None else granted["for"], data=data,
    )  # fmt: skip
