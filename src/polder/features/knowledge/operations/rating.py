"""What readers say of an article, and what they are answered."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.capabilities.notifications import notices
from polder.capabilities.publishing.audiences import readable
from polder.features.knowledge.errors import Invalid, NotFound
from polder.features.knowledge.models import Article, Opinion
from polder.features.knowledge.operations.common import note
from polder.features.knowledge.wording import one_line
from polder.governance import mandate
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def rate(article: Article, *, useful: bool, text: str = "", by: Person, at: datetime) -> Opinion:
    """What a reader found of it; anew takes the place of the old. Words go to those who keep it. Raises NotFound, Invalid."""
    with acts.act():
        if not Article.objects.filter(readable(by, at), pk=article.pk).exists():
            raise NotFound(_("This article is not there any more."))
        words = one_line(text)
        if len(words) > 500:
            raise Invalid(_("That is too long: at most 500 letters."))
        opinion, _made = Opinion.objects.update_or_create(
            article=article, person=by,
            defaults={
                "useful": useful, "text": words, "at": at, "answer": "", "answered_by": None, "answered_at": None,
            },
        )  # fmt: skip
        acts.record("opinion.given", thing=f"page:{article.pk}", by=by.pk, at=at, aspect=article.aspect_id)
    return opinion


def answer(opinion: Opinion, text: str, *, by: Person, at: datetime) -> Opinion:
    """By who holds `edit` on the aspect; the reader is told, and others see it. Raises NotFound, Refused, Invalid."""
    with acts.act():
        row = Opinion.objects.select_for_update(of=("self",)).filter(pk=opinion.pk).first()
        if row is None or row.article.aspect is None:
            raise NotFound(_("That is not there any more."))
        granted = mandate.require(by, "edit", row.article.aspect, at=at)
        words = one_line(text)
        if not 0 < len(words) <= 1000:
            raise Invalid(_("Answer in at most 1,000 letters."))
        row.answer, row.answered_by, row.answered_at = words, by, at
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        note("opinion.answered", f"page:{row.article_id}", row.article.aspect, granted, by, at)
        key = f"{row.pk}:{at.isoformat()}"
        notices.tell([row.person_id], "opinion_answered", thing=f"page:{row.article_id}", event_at=at, key=key)
    return row
