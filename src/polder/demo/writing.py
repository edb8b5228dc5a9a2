"""What was written in ten months: pages, news and articles, each made, asked, approved and published through the route, in its time.

Who writes and who approves follows from the matrix of that day, as it would for everybody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from importlib.resources import files
from typing import Any
from uuid import uuid4

import yaml
from django.utils.html import escape, linebreaks
from django.utils.text import slugify
from wagtail.models import Locale

from polder.base.time import midnight
from polder.capabilities.publishing import operations, readings, tree
from polder.capabilities.publishing.models import Advice, Page, Waiting
from polder.demo import filing
from polder.demo.diary import Entry
from polder.features.knowledge.models import Article
from polder.features.news import operations as news
from polder.features.news.models import Channel, NewsItem
from polder.features.pages.models import ContentPage
from polder.governance.facts import AspectKey
from polder.governance.models import Aspect
from polder.governance.resolution import accountable, who_may
from polder.ground.organisation.models import Person, Unit

_ABOUT_DEPARTMENTS = "organisation-and-departments"
_TAGS = {
    "leave": ["Leave", "HR"],
    "bicycle": ["HR", "Travel"],
    "your first day": ["New here"],
    "verlof": ["Verlof"],
}
_WRITTEN_ANEW = {
    "Parental leave": "Time with your child: how much there is, what you are paid, and how to ask for it.",
}
_ROUTE = timedelta(minutes=40)
_FIRST, _LAST = 292, 20  # days ago between which pages were written


@dataclass(frozen=True, slots=True)
class Text:
    """One page or item in one language."""

    title: str
    introduction: str
    body: list[Any]
    language: str


class Writers:
    """Who may write and who approves, by aspect and moment."""

    def __init__(self) -> None:
        self.aspects = {row.key: row for row in Aspect.objects.all()}
        self.people = {row.key: row for row in Person.objects.all()}

    def of(self, aspect: str, at: datetime) -> tuple[Person, Person] | None:
        """Author and approver; None where nobody can write or approve at that moment."""
        reading, key = readings.around(self.aspects[aspect]), AspectKey(aspect)
        seat = accountable(reading, key, "content", at)
        if seat is None or not seat.acting:
            return None
        able = sorted(each.person for each in who_may(reading, "edit", aspect, "content", at))
        others = [each for each in able if each not in seat.acting] or able
        approver = sorted(seat.acting)[0]
        author = others[len(aspect) % len(others)]
        return self.people[author], self.people[approver]


def written(today: date, zone: Any, writers: Writers) -> Iterator[Entry]:
    """Each page with its translation, and each item of news, on its day."""
    Locale.objects.get_or_create(language_code="nl")
    locales = {row.language_code: row for row in Locale.objects.all()}
    pages = list(_pages())
    for number, (aspect, section, texts) in enumerate(pages):
        days = _FIRST - (_FIRST - _LAST) * number // len(pages)
        act = partial(_publish_page, aspect, section, texts, writers, locales)
        versions = len(texts) + sum(text.title in _WRITTEN_ANEW for text in texts)
        yield Entry(at_days_ago(today, days, zone), act, versions * _ROUTE)
    for days, *item in read_data("news.yaml"):
        appears = at_days_ago(today, days, zone) if days < 0 else None  # written yesterday, to appear then
        act = partial(_publish_item, item, writers, locales, appears)
        yield Entry(at_days_ago(today, max(days, 1), zone), act, _ROUTE)
    for days, *article in read_data("articles.yaml"):
        yield Entry(at_days_ago(today, days, zone), partial(_publish_article, article, writers, locales), _ROUTE)


def at_days_ago(today: date, days_ago: int, zone: Any) -> datetime:
    """On a working day at about that time, during working hours."""
    day = today - timedelta(days=days_ago)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return midnight(day, zone) + timedelta(hours=9, minutes=days_ago * 7 % 420)


def read_data(name: str) -> Any:
    """A file of data/."""
    return yaml.safe_load((files("polder.demo") / "data" / name).read_text(encoding="utf-8"))


def _pages() -> Iterator[tuple[str, str, list[Text]]]:
    """Aspect, key of the section ("" for a section itself), and the texts of one page in each language."""
    for section in read_data("pages.yaml"):
        yield section["aspect"], "", _texts(section)
        for page in section["pages"]:
            yield section["aspect"], section["en"][0], _texts(page)
    names = dict(Unit.objects.values_list("key", "name"))
    for key, (english, dutch) in read_data("departments.yaml").items():
        if key in names:
            yield (
                _ABOUT_DEPARTMENTS,
                "The organisation",
                [
                    Text(names[key], english, _department("en"), "en"),
                    Text(f"Over {names[key]}", dutch, _department("nl"), "nl"),
                ],
            )


def _department(language: str) -> list[Any]:
    words = {
        "en": ("How to reach us", "We answer messages within two working days.", "What we agreed among ourselves",
               "We meet on Monday morning, say what we will not do, and go home in time."),
        "nl": ("Zo bereikt u ons", "Wij antwoorden binnen twee werkdagen.", "Wat wij onderling afspraken",
               "Wij overleggen op maandagochtend, zeggen wat we niet gaan doen, en gaan op tijd naar huis."),
    }[language]  # fmt: skip
    return [{"h": words[0]}, words[1], {"h": words[2]}, words[3]]


def _texts(entry: Mapping[str, Any]) -> list[Text]:
    found = []
    for language, body in (("en", "body"), ("nl", "tekst")):
        if language in entry:
            title, introduction = entry[language]
            found.append(Text(title, introduction, entry.get(body, []), language))
    return found


def blocks_of(body: list[Any]) -> list[tuple[str, Any]]:
    """A text in the notation of data/pages.yaml."""
    found: list[tuple[str, Any]] = []
    for each in body:
        if isinstance(each, str):
            found.append(("text", linebreaks(escape(each))))
        elif "h" in each:
            found.append(("heading", each["h"]))
        elif "c" in each:
            found.append(("callout", {"kind": "note", "text": f"<p>{escape(each['c'])}</p>"}))
        elif "l" in each:
            before, words, address = each["l"]
            found.append(("text", f'<p>{escape(before)} <a href="{escape(address)}">{escape(words)}</a></p>'))
        else:
            found.append(("steps", [{"title": step, "text": ""} for step in each["s"]]))
    return found


def _publish_page(
    aspect: str, section: str, texts: list[Text], writers: Writers, locales: Mapping[str, Locale], at: datetime
) -> None:
    who, key = writers.of(aspect, at), uuid4()
    if who is None:
        return
    first: Page | None = None
    for number, text in enumerate(texts):
        parent = _section(section, text.language) if section else tree.part("pages")
        if parent is None:
            continue
        page = ContentPage(
            title=text.title, slug=_slug(text.title, parent), introduction=text.introduction, body=blocks_of(text.body),
            locale=locales[text.language], translation_key=key,
            translated_from=first,
        )  # fmt: skip
        _through(page, parent, writers.aspects[aspect], *who, at + number * _ROUTE)
        first = first or page
    if first is not None and first.title in _WRITTEN_ANEW:
        _again(first, _WRITTEN_ANEW[first.title], *who, at + len(texts) * _ROUTE)


def _again(page: Page, introduction: str, author: Person, approver: Person, at: datetime) -> None:
    """A later version, which its translation does not follow yet."""
    about = Aspect.objects.get(pk=page.aspect_id)
    body = [(block.block_type, block.value) for block in page.specific.body]
    body = [("image", filing.picture(about, author)), *body, ("document", filing.document(about, author))]
    operations.edit(page, values={"introduction": introduction, "body": body}, by=author, at=at)
    operations.submit(page, by=author, at=at, minor=True)
    operations.approve(page, by=approver, at=at + timedelta(minutes=20))


def _section(english: str, language: str) -> Page | None:
    first: Page | None = ContentPage.objects.filter(title=english, depth=4).first()
    if first is None or language == "en":
        return first
    same = ContentPage.objects.filter(translation_key=first.translation_key, locale__language_code=language)
    translated: Page | None = same.first()
    return translated


def _slug(title: str, parent: Page) -> str:
    base, number = slugify(title)[:60], 1
    taken = set(parent.get_children().values_list("slug", flat=True))
    slug = base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _publish_item(
    item: list[Any], writers: Writers, locales: Mapping[str, Locale], appears: datetime | None, at: datetime
) -> None:
    aspect, language, title, summary, paragraphs = item
    who = writers.of(aspect, at)
    if who is None:
        return
    about, part = writers.aspects[aspect], tree.part("news")
    channel = Channel.objects.filter(aspect=about).first() or news.open_channel(about, by=who[1], at=at)
    page = NewsItem(
        title=title, slug=_slug(title, part), summary=summary, body=blocks_of(paragraphs), channel=channel,
        locale=locales[language], picture=filing.picture_for(title, language, about, who[0]),
    )  # fmt: skip
    _through(page, part, about, *who, at, appears=appears)


def _publish_article(article: list[Any], writers: Writers, locales: Mapping[str, Locale], at: datetime) -> None:
    aspect, language, title, summary, body = article
    who, part = writers.of(aspect, at), tree.part("knowledge")
    if who is None:
        return
    page = Article(
        title=title, slug=_slug(title, part), summary=summary, body=blocks_of(body), locale=locales[language]
    )  # fmt: skip
    _through(page, part, writers.aspects[aspect], *who, at)


def _through(
    page: Page, parent: Page, aspect: Aspect, author: Person, approver: Person, at: datetime, *,
    appears: datetime | None = None,
) -> None:  # fmt: skip
    """Written, submitted, approved within the hour. One page in three is no small matter: its advisors are asked first."""
    page.tags.set([tag for word, tags in _TAGS.items() if word in page.title.casefold() for tag in tags])
    operations.write(page, parent=parent, aspect=aspect, by=author, at=at)
    asks = isinstance(page, ContentPage) and appears is None and sum(map(ord, page.title)) % 3 == 0
    operations.submit(page, by=author, at=at + timedelta(minutes=10), minor=not asks)
    page.refresh_from_db()
    if asks:
        _advised(page, at + timedelta(minutes=15))
    operations.approve(page, by=approver, at=at + _ROUTE, publish_at=appears)


def _advised(page: Page, at: datetime) -> None:
    """Somebody of each party that is asked says that it is good, one a minute."""
    asked = Waiting.objects.filter(change__page=page, kind="consult").select_related("person").order_by("pk")
    while (row := asked.first()) is not None:
        operations.advise(page, verdict=Advice.Verdict.SUPPORT, by=row.person, at=at)
        at += timedelta(minutes=1)
