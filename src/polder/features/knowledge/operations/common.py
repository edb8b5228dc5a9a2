"""What acts on knowledge share."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from polder.features.knowledge import wording
from polder.features.knowledge.models import Article, Question, Word
from polder.governance.mandate import Mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def note(
    kind: str, thing: str, aspect: Aspect, granted: Mandate | None, by: Person, at: datetime,
    *, about: tuple[str, ...] = (), data: Mapping[str, Any] | None = None,
) -> None:  # fmt: skip
    """One event under the aspect."""
    acts.record(
        kind, thing=thing, by=by.pk, at=at, aspect=aspect.pk, mandate=granted, data=data, about=about,
        acting_for=None if granted is None else granted["for"],
    )  # fmt: skip


def remember_question(question: Question, text: str) -> None:
    """The words by which it is found."""
    question.about.all().delete()
    _remember(Word(question=question, word=word) for word in wording.stems(text))


def remember_article(article: Article) -> None:
    """The words of its title and summary, and then of its text, by which it is found."""
    article.about.all().delete()
    words = wording.stems(f"{article.title} {article.summary} {article.readable_text()}", 2 * wording.LONGEST)
    _remember(Word(article=article, word=word) for word in words)


def _remember(words: Iterable[Word]) -> None:
    Word.objects.bulk_create(words)
