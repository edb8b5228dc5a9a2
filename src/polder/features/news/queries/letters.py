"""Newsletters and their issues: whom one reaches, and what of it is for somebody."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from polder.capabilities.publishing.audiences import open_at, readable, readers_of, within_audience
from polder.capabilities.publishing.models import Audience
from polder.features.news.models import Issue, IssueItem, NewsItem, Newsletter, Reader
from polder.governance import mandate
from polder.ground.organisation.models import Person

MOST = 40  # items in one issue: more is no newsletter; the rest comes in the next


def newsletters(person: Person, at: datetime) -> QuerySet[Newsletter]:
    """Those that are for the person, and those they keep, by name; each with `wanted`: does the person get it?"""
    keeps = mandate.things_where(person, "publish", at=at)
    said = Reader.objects.filter(newsletter=OuterRef("pk"), person=person)
    yes, no = Exists(said.filter(wants=True)), Exists(said.filter(wants=False))
    rows = Newsletter.objects.filter(within_audience(person, at) | keeps).select_related("aspect")
    return rows.annotate(wanted=Q(yes) | (Q(by_default=True) & ~Q(no)), keeps=keeps)


def new_items(newsletter: Newsletter, at: datetime) -> list[NewsItem]:
    """What readers see now, appeared since the newsletter began and was in no issue yet: highlights first, then newest.

    Two queries. Follows from how things are: an issue that was missed loses nothing.
    """
    seen = IssueItem.objects.filter(issue__newsletter=newsletter, item=OuterRef("pk"))
    rows = NewsItem.objects.filter(open_at(at), channel__newsletters=newsletter, published_on__gt=newsletter.begun_at)
    rows = rows.filter(~Exists(seen))
    first = F("highlighted_until").desc(nulls_last=True)
    oldest = list(rows.order_by("published_on", "pk").values_list("pk", flat=True)[:MOST])
    return list(_whole(NewsItem.objects.filter(pk__in=oldest)).order_by(first, "-published_on", "-pk"))


def readers_of_items(newsletter: Newsletter, items: Collection[NewsItem], at: datetime) -> list[int]:
    """Numbers of those who want it and for whom at least one of the items is. One query for each distinct audience."""
    wanted = set(_subscribed(newsletter, at).values_list("pk", flat=True))
    audiences: dict[int | None, Audience | None] = {item.audience_id: item.audience for item in items}
    found: set[int] = set()
    for audience in audiences.values():
        if not found.issuperset(wanted):
            found.update(wanted.intersection(readers_of(audience, at).values_list("pk", flat=True)))
    return sorted(found)


def items_for(person: Person, items: Iterable[NewsItem], at: datetime, language: str) -> list[NewsItem]:
    """Of these, what is aimed at the person and still there; of translations the one in their language. One query."""
    items = list(items)
    aimed = NewsItem.objects.filter(open_at(at) & within_audience(person, at), pk__in=[item.pk for item in items])
    mine = set(aimed.values_list("pk", flat=True))
    chosen: dict[object, NewsItem] = {}
    for item in items:
        if item.pk in mine:
            known = chosen.get(item.translation_key)
            if known is None or (item.locale.language_code == language and known.locale.language_code != language):
                chosen[item.translation_key] = item
    return list(chosen.values())


def items_of(issue: Issue) -> list[NewsItem]:
    """All of an issue, in their order. One query."""
    position = IssueItem.objects.filter(issue=issue, item=OuterRef("pk")).values("position")
    return list(_whole(NewsItem.objects.filter(issues=issue)).order_by(Subquery(position)))


def issues_for(person: Person, newsletter: Newsletter, at: datetime) -> QuerySet[Issue]:
    """Issues in which there is something for the person, the newest first."""
    mine = NewsItem.objects.filter(open_at(at) & within_audience(person, at)).values("pk")
    return newsletter.issues.filter(Exists(IssueItem.objects.filter(issue=OuterRef("pk"), item__in=mine)))


def may_both_read(items: Collection[NewsItem], other: Person, at: datetime) -> list[NewsItem]:
    """Of what one person gets, what another may read as well: whoever previews sees no more than that."""
    theirs = NewsItem.objects.filter(readable(other, at), pk__in=[item.pk for item in items])
    numbers = set(theirs.values_list("pk", flat=True))
    return [item for item in items if item.pk in numbers]


def _whole(items: QuerySet[NewsItem]) -> QuerySet[NewsItem]:
    return items.select_related("audience", "channel__aspect", "locale", "picture").defer("body")


def _subscribed(newsletter: Newsletter, at: datetime) -> QuerySet[Person]:
    said = Reader.objects.filter(newsletter=newsletter, person=OuterRef("pk"))
    able = readers_of(newsletter.audience, at)
    if newsletter.by_default:
        return able.filter(~Exists(said.filter(wants=False)))
    return able.filter(Exists(said.filter(wants=True)))
