"""What is near in words: questions and articles that may say it already, and the aspects they belong to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from polder.capabilities.publishing.queries import Visit
from polder.features.knowledge import wording
from polder.features.knowledge.models import Article, Question, Word
from polder.features.knowledge.queries.questions import for_everybody
from polder.governance.models import Aspect

NEAR: Final = 5
_ASKED: Final = 12  # words of a text that are looked for


@dataclass(frozen=True, slots=True)
class Near:
    """The nearest first."""

    questions: Sequence[Question]
    articles: Sequence[Article]
    aspects: Sequence[Aspect]

    def __bool__(self) -> bool:
        return bool(self.questions or self.articles)


NOTHING: Final = Near((), (), ())


def near_to(text: str, visit: Visit, *, but: int | None = None) -> Near:
    """Questions (`but` one) and articles for the visitor that share words with the text. At most five queries."""
    words = wording.stems(text, _ASKED)
    if not words:
        return NOTHING
    enough = 1 if len(words) < 3 else 2
    questions = questions_near(words, visit, enough, but)
    articles = articles_near(words, visit, enough)
    return Near(questions, articles, _aspects(words, questions, articles))


def questions_near(words: Sequence[str], visit: Visit, enough: int, but: int | None) -> list[Question]:
    """Two queries."""
    open_to_all = Question.objects.filter(for_everybody(visit.person, visit.at), same_as=None).exclude(pk=but or 0)
    numbers = _nearest("question", words, open_to_all, enough)
    found = Question.objects.select_related("aspect").in_bulk(numbers)
    return [found[number] for number in numbers]


def articles_near(words: Sequence[str], visit: Visit, enough: int, among: Q | None = None) -> list[Article]:
    """Two queries."""
    readable = Article.objects.filter(visit.visible, among or Q())
    numbers = _nearest("article", words, readable, enough)
    found = Article.objects.select_related("aspect", "locale").defer("body").in_bulk(numbers)
    return [found[number] for number in numbers]


def _nearest(kind: str, words: Sequence[str], among: QuerySet[Question] | QuerySet[Article], enough: int) -> list[int]:
    said = Word.objects.filter(word__in=words, **{f"{kind}__in": among.order_by().values("pk")})
    counted = said.values(kind).annotate(shared=Count("pk")).filter(shared__gte=enough)
    return list(counted.order_by("-shared", f"-{kind}").values_list(kind, flat=True)[:NEAR])


def _aspects(words: Sequence[str], questions: Sequence[Question], articles: Sequence[Article]) -> list[Aspect]:
    """Of what is near, and whose own name shares a word: that weighs most. One query."""
    weights: Counter[Aspect] = Counter()
    for things in ([each.aspect for each in questions], [each.aspect for each in articles]):
        for rank, aspect in enumerate(things):
            if aspect is not None:
                weights[aspect] += NEAR - rank
    named = Q()
    for word in words:
        named |= Q(name__icontains=word)
    for aspect in Aspect.objects.filter(named).order_by("depth", "name")[:20]:
        weights[aspect] += 2 * NEAR * len(set(words) & set(wording.stems(aspect.name)))
    return [aspect for aspect, weight in weights.most_common(3) if weight]
