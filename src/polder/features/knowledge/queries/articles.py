"""Articles as their reader gets them."""

from typing import Final

from django.db.models import Count, Q, QuerySet

from polder.capabilities.publishing.queries import Visit
from polder.features.knowledge.models import Article, Opinion
from polder.features.knowledge.queries.near import NEAR, articles_near
from polder.ground.organisation.models import Person

RELATED: Final = NEAR
_SHARED: Final = 3  # words that do not meet by chance
_COMPARED: Final = 30  # words of an article, those of its title and summary first


def articles(visit: Visit, *, words: str = "", aspect: str = "") -> QuerySet[Article]:
    """Readable articles, the latest verified first; with all of the words in title or summary, under the aspect or below."""
    found = Article.objects.filter(visit.visible).select_related("aspect", "locale", "verified_by").defer("body")
    for word in words.split()[:8]:
        found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word))
    if aspect:
        found = found.filter(aspect__key=aspect)
    return found.order_by("-verified_on", "title")


def aspects_of(visit: Visit) -> list[tuple[str, str, int]]:
    """Key, name and number of readable articles of each aspect that has some. One query."""
    rows = (
        Article.objects.filter(visit.visible).order_by().values("aspect__key", "aspect__name").annotate(n=Count("pk"))
    )
    return sorted(((row["aspect__key"], row["aspect__name"], row["n"]) for row in rows), key=lambda row: row[1])


def related(article: Article, visit: Visit) -> list[Article]:
    """Others in its language: that share tags, then words, the nearest first; then the newest of the aspect. Six queries."""
    others = Q(locale=article.locale_id) & ~Q(pk=article.pk)
    words = list(article.about.order_by("pk").values_list("word", flat=True)[:_COMPARED])
    found = _tagged_alike(article, visit, others)
    found += articles_near(words, visit, _SHARED, others) if words else []
    found = list({each.pk: each for each in found}.values())[:RELATED]
    same = articles(visit).filter(others, aspect=article.aspect_id).exclude(pk__in=[each.pk for each in found])
    return [*found, *same[: RELATED - len(found)]]


def _tagged_alike(article: Article, visit: Visit, others: Q) -> list[Article]:
    tags = list(article.tags.values_list("pk", flat=True))
    if not tags:
        return []
    found = articles(visit).filter(others, tags__in=tags).annotate(shared=Count("pk"))
    return list(found.order_by("-shared", "-verified_on")[:RELATED])


def opinion_of(article: Article, person: Person) -> Opinion | None:
    """What the reader said of it. One query."""
    return article.opinions.filter(person=person).first()


def answered(article: Article) -> list[Opinion]:
    """What others missed and was answered, the newest first; without who asked. One query."""
    rows = article.opinions.filter(answered_at__isnull=False).exclude(text="").select_related("answered_by")
    return list(rows[:RELATED])
