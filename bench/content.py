"""Pages and news of a given size, the same every time: rows in bulk, as the operations would leave them."""

import random
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models, transaction
from django.utils import timezone
from wagtail.models import Locale

from bench.generator import AT
from polder.capabilities.publishing import tree
from polder.capabilities.publishing.models import Audience, AudienceParty, Page
from polder.capabilities.publishing.models.audiences import digest_of
from polder.capabilities.publishing.models.pages import as_operation
from polder.features.news.models import Channel, NewsItem
from polder.features.pages.models import ContentPage
from polder.governance import index, mandate
from polder.governance.models import Aspect, Assignment
from polder.ground.ledger import acts
from polder.ground.organisation.models import Party, Person

CHANNELS = 5
_BATCH = 2_000
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_BODY = [("text", "<p>" + "Every street is swept twice a week, by the teams of the district. " * 12 + "</p>")]


def fill(number: int) -> None:
    """So many things: nine in ten are news, half of that for everyone, the rest for one unit or role each."""
    chance = random.Random(1916)
    with transaction.atomic():
        aspects = list(Aspect.objects.order_by("pk")[:400])
        channels = [Channel.objects.create(aspect=aspect, slug=aspect.key) for aspect in aspects[1 : CHANNELS + 1]]
        audiences = [None] * 100 + list(_audiences(chance))
        news, pages = tree.part("news"), tree.part("pages")
        items = [
            NewsItem(channel=channel, summary="What it says in short.", body=_BODY, **_row(n, channel.aspect, audiences, chance))
            for n, channel in ((n, channels[n % CHANNELS]) for n in range(number * 9 // 10))
        ]  # fmt: skip
        texts = [
            ContentPage(body=_BODY, **_row(n, aspects[n % len(aspects)], audiences, chance))
            for n in range(number // 10)
        ]
        _write(NewsItem, items, news)
        _write(ContentPage, texts, pages)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def reviews(number: int) -> Person:
    """Somebody who has so many pages to look at again: who does the work on the aspect that has them all."""
    person = Person.objects.filter(left_on=None).order_by("pk")[1]
    aspect = Aspect.objects.order_by("pk")[0]
    party = Party.objects.get(person=person)
    with acts.act(alone=True):
        Assignment.objects.get_or_create(aspect=aspect, facet="content", letter="R", party=party)
        index.rebuild()
        acts.record("organisation.loaded", thing="organisation:1", by=None, at=AT)
    chosen = Page.objects.filter(depth__gt=tree.PART_DEPTH).order_by("pk").values("pk")[:number]
    Page.objects.filter(pk__in=list(chosen.values_list("pk", flat=True))).update(
        aspect=aspect, review_on=(AT - timedelta(days=30)).date()
    )
    return person


def _audiences(chance: random.Random) -> Iterator[Audience]:
    parties = list(Party.objects.filter(kind__in=("unit", "role")).order_by("pk"))
    for party in chance.sample(parties, min(len(parties), 100)):
        made = Audience.objects.create(digest=digest_of([party.ref]))
        AudienceParty.objects.create(audience=made, party=party)
        yield made


def _row(n: int, aspect: Aspect, audiences: Sequence[Audience | None], chance: random.Random) -> dict[str, Any]:
    when = AT - timedelta(minutes=7 * n)
    return {
        "title": f"What happened, number {n}", "draft_title": f"What happened, number {n}", "slug": f"item-{n}",
        "aspect": aspect, "audience": chance.choice(audiences), "live": True, "published_on": when,
        "first_published_at": when, "last_published_at": when, "revision_number": 1, "verified_on": when.date(),
        "review_on": (AT + timedelta(days=n % 700)).date(),
    }  # fmt: skip


def _write(kind: type[Page], rows: Sequence[Page], part: Page) -> None:
    """Below a part of the tree, in two tables: Django refuses to write many at once of a model with a parent."""
    locale, content_type = Locale.get_default(), ContentType.objects.get_for_model(kind)
    for n, row in enumerate(rows):
        row.path = part.path + _step(n + 1)
        row.depth, row.url_path, row.locale, row.content_type = (
            part.depth + 1,
            f"{part.url_path}{row.slug}/",
            locale,
            content_type,
        )
    shared = [field.attname for field in Page._meta.local_concrete_fields if not field.primary_key]
    with as_operation():
        for first in range(0, len(rows), _BATCH):
            some = rows[first : first + _BATCH]
            parents = Page.objects.bulk_create([Page(**{name: getattr(row, name) for name in shared}) for row in some])
            for row, parent in zip(some, parents, strict=True):
                row.pk = row.page_ptr_id = parent.pk
            _insert(kind, some)
        Page.objects.filter(pk=part.pk).update(numchild=len(rows))


def _insert(kind: type[models.Model], rows: Sequence[models.Model]) -> None:
    fields = kind._meta.local_concrete_fields
    for first in range(0, len(rows), 400):
        kind._base_manager._insert(rows[first : first + 400], fields=fields, using="default")  # type: ignore[attr-defined]


def _step(number: int) -> str:
    """As the tree numbers what lies below a page."""
    text = ""
    for _ in range(4):
        number, rest = divmod(number, len(_LETTERS))
        text = _LETTERS[rest] + text
    return text


def told_everybody() -> tuple[Person, Person, Aspect]:
    """Who does the work on the topmost aspect, who answers for it, and the aspect; everybody is told there (I)."""
    author = reviews(0)
    aspect = Aspect.objects.order_by("pk")[0]
    everybody = Party.objects.get(ref="unit:unit-0")
    with acts.act(alone=True):
        Assignment.objects.get_or_create(aspect=aspect, facet="*", letter="I", party=everybody)
        index.rebuild()
        acts.record("organisation.loaded", thing="organisation:1", by=None, at=AT)
    answers = mandate.accountable(aspect, at=timezone.now(), authors=[author])
    if answers is None:
        raise RuntimeError("Nobody can answer for the topmost aspect.")
    return author, answers.acting[0], aspect
