"""What a person may see of the planning: items that are for them, and all of aspects whose drafts they may see.

Queries do not grow with items, days or people: one for what happens, one for drafts, one for the names of audiences, and
for who plans one for what else comes, and at most some ten for which audiences share people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.cache import cache
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from polder.base.stamps import stamp
from polder.base.time import local_day, midnight
from polder.capabilities.publishing.audiences import readable, readers_of, within_audience
from polder.capabilities.publishing.models import Audience, AudienceLanguage, AudienceParty, AudiencePlace, Change, Duty
from polder.capabilities.publishing.places import language_name
from polder.features.news.models import Channel, NewsItem
from polder.features.news.planning import AudienceNumber, Entry, Period, Sharing
from polder.governance import mandate
from polder.ground.organisation.models import Person

MOST: Final = 500  # items in a period; more is no calendar
DRAFTS: Final = 20
MOST_COMPARED: Final = 12  # audiences compared by their people; of more the screen says so
_KEPT: Final = 300  # seconds


def plans(person: Person, at: datetime) -> bool:
    """Does the person write news anywhere? They see the load and the clashes."""
    return Channel.objects.filter(mandate.things_where(person, "edit", at=at)).exists()


def entries(person: Person, at: datetime, period: Period, zone: ZoneInfo) -> list[Entry]:
    """Everything in the period that the person may know of."""
    rows = _items(person, at).filter(_in_period(period, zone))
    shown: list[Entry] = []
    for row in rows.order_by("-published_on", "pk")[:MOST]:
        shown += [entry for entry in _of(row, at, zone) if period.first <= entry.day <= period.last]
    return shown


def others(at: datetime, period: Period, zone: ZoneInfo, shown: Iterable[Entry]) -> list[Entry]:
    """What else comes in the period, without a word of it: of channels and for audiences that are not the planner's.

    `shown` is what they may know of. One query.
    """
    there = {(entry.kind, entry.item) for entry in shown}
    coming = Q(live=True) | Q(appears_at__isnull=False)
    rows = _told(NewsItem.objects.filter(binned_at=None), Value(True), Q()).filter(coming, _in_period(period, zone))
    return [
        replace(entry, title="", address="", channel="", language="")
        for row in rows.order_by("-published_on", "pk")[:MOST]
        for entry in _of(row, at, zone)
        if period.first <= entry.day <= period.last
        and (entry.kind, entry.item) not in there
        and entry.kind != "expiry"
        and (entry.kind != "live" or row.live)
    ]


def drafts(person: Person, at: datetime) -> list[NewsItem]:
    """Items that nobody can read yet and that have no day, where the person may see drafts: the latest first."""
    mine = mandate.things_where(person, "view_draft", at=at)
    under_way = Change.objects.filter(closed_at=None).exclude(state=Change.State.SCHEDULED)
    rows = NewsItem.objects.filter(mine, live=False, binned_at=None, published_on=None, pk__in=under_way.values("page"))
    return list(rows.select_related("channel__aspect", "locale").defer("body").order_by("-pk")[:DRAFTS])


def audience_names(numbers: Iterable[AudienceNumber]) -> dict[AudienceNumber, str]:
    """By number; None is everyone. Three queries."""
    parts: defaultdict[int, list[str]] = defaultdict(list)
    wanted = {number for number in numbers if number is not None}
    rows = AudienceParty.objects.filter(audience__in=wanted)
    for row in rows.select_related("party__unit", "party__role", "party__body", "party__person"):
        parts[row.audience_id].append(row.party.name)
    for number, place in AudiencePlace.objects.filter(audience__in=wanted).values_list("audience", "place"):
        parts[number].append(place)
    for number, language in AudienceLanguage.objects.filter(audience__in=wanted).values_list("audience", "language"):
        parts[number].append(language_name(language))
    named: dict[AudienceNumber, str] = {number: ", ".join(sorted(parts[number])) for number in wanted}
    return {None: _("Everyone"), **named}


def sharing(entries: Iterable[Entry], at: datetime) -> Sharing:
    """Which of their audiences share people, and which lie within another; of the `MOST_COMPARED` with most happening.

    One query over people for all of them, kept for a while; one for each audience beside it, and one.
    """
    times = Counter(entry.audience for entry in entries if entry.audience is not None)
    ranked = [number for number, _times in sorted(times.items(), key=lambda row: (-row[1], row[0]))]
    compared = sorted(ranked[:MOST_COMPARED])
    if not compared:
        return Sharing()
    name = f"news.sharing.{stamp(compared)}"
    together = cache.get(name)
    if together is None:
        together = _together(compared, at)
        cache.set(name, together, _KEPT)
    return Sharing(together, ranked[MOST_COMPARED:])


def _together(numbers: Sequence[int], at: datetime) -> set[frozenset[AudienceNumber]]:
    found = Audience.objects.in_bulk(numbers)
    within = {
        f"in_{number}": ExpressionWrapper(Q(pk__in=readers_of(row, at).values("pk")), output_field=BooleanField())
        for number, row in found.items()
    }
    rows = Person.objects.active(at).order_by().annotate(**within).values_list("kind", *within).distinct()
    return {
        frozenset(
            [
                *(number for number, is_in in zip(found, bits, strict=True) if is_in),
                *([] if kind == Person.Kind.GUEST else [None]),
            ]
        )
        for kind, *bits in rows
    }


def _in_period(period: Period, zone: ZoneInfo) -> Q:
    begin, end = midnight(period.first, zone), midnight(period.last + timedelta(days=1), zone)
    return (
        Q(published_on__gte=begin, published_on__lt=end)
        | Q(expires_at__gte=begin, expires_at__lt=end)
        | Q(highlighted_until__gte=begin, highlighted_until__lt=end)
        | Q(appears_at__gte=begin, appears_at__lt=end)
        | Q(due_all__gte=period.first, due_all__lte=period.last)
    )


def _items(person: Person, at: datetime) -> QuerySet[Any]:
    """Items with `mine` (the person may see drafts there), when they appear by plan, and by when they must be read."""
    mine = mandate.things_where(person, "view_draft", at=at)
    rows = NewsItem.objects.filter(readable(person, at) | (mine & Q(binned_at=None)))
    return _told(rows, ExpressionWrapper(mine, output_field=BooleanField()), within_audience(person, at))


def _told(rows: QuerySet[Any], mine: Any, theirs: Q) -> QuerySet[Any]:
    scheduled = Change.objects.filter(page=OuterRef("pk"), closed_at=None, state=Change.State.SCHEDULED)
    duty = Duty.objects.filter(page=OuterRef("pk"))
    return (
        rows.annotate(
            mine=mine,
            appears_at=Subquery(scheduled.values("publish_at")[:1]),
            due_all=Subquery(duty.values("before")[:1]),
            due_theirs=Subquery(duty.filter(theirs).values("before")[:1]),
            due_audience=Subquery(duty.values("audience")[:1]),
        )
        .select_related("channel__aspect", "locale")
        .defer("body")
    )


def _of(row: Any, at: datetime, zone: ZoneInfo) -> Iterator[Entry]:
    address = row.url if row.live else reverse("publishing:route", args=[row.pk])

    def entry(kind: str, moment: datetime, *, title: str = row.title) -> Entry:
        return Entry(
            kind, local_day(moment, zone), moment, row.pk, title, address or "", str(row.channel), row.audience_id,
            row.locale.language_code,
        )  # fmt: skip

    if row.published_on is not None:
        yield entry("live", row.published_on)
    if row.mine and row.appears_at is not None:
        yield entry("scheduled", row.appears_at, title=row.draft_title or row.title)
    if row.expires_at is not None:
        yield entry("expiry", row.expires_at)
    if row.live and row.highlighted_until is not None and row.highlighted_until > at:
        yield entry("highlight", row.highlighted_until)
    due = row.due_all if row.mine else row.due_theirs
    if row.live and due is not None:
        yield Entry(
            "deadline", due, None, row.pk, row.title, address or "", str(row.channel), row.due_audience,
            row.locale.language_code,
        )  # fmt: skip
