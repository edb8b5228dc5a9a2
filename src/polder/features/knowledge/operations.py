"""What is done to knowledge beside the articles themselves, which go along the route of every page."""

from datetime import datetime

from django.utils.translation import gettext as _

from polder.base.errors import PolderError
from polder.capabilities.notifications import notices
from polder.capabilities.publishing.audiences import readable
from polder.features.knowledge.models import Article, Opinion, Term
from polder.governance import mandate
from polder.governance.mandate import Mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


class NotFound(PolderError):
    """Not there, or not for who asks."""

    code = "not_found"
    status = 404


class Invalid(PolderError):
    """What was given cannot be kept."""

    code = "invalid"
    status = 422


def rate(article: Article, *, useful: bool, text: str = "", by: Person, at: datetime) -> Opinion:
    """What a reader found of it; anew takes the place of the old. Words go to those who keep it. Raises NotFound, Invalid."""
    with acts.act():
        if not Article.objects.filter(readable(by, at), pk=article.pk).exists():
            raise NotFound(_("This article is not there any more."))
        words = " ".join(text.replace("\x00", "").split())
        if len(words) > 500:
            raise Invalid(_("That is too long: at most 500 letters."))
        opinion, _made = Opinion.objects.update_or_create(
            article=article, person=by,
            defaults={
                "useful": useful, "text": words, "at": at, "answer": "", "answered_by": None, "answered_at": None,
            },
        )  # fmt: skip
    return opinion


def answer(opinion: Opinion, text: str, *, by: Person, at: datetime) -> Opinion:
    """By who holds `edit` on the aspect; the reader is told, and others see it. Raises NotFound, Refused, Invalid."""
    with acts.act():
        row = Opinion.objects.select_for_update(of=("self",)).filter(pk=opinion.pk).first()
        if row is None or row.article.aspect is None:
            raise NotFound(_("That is not there any more."))
        granted = mandate.require(by, "edit", row.article.aspect, at=at)
        words = " ".join(text.replace("\x00", "").split())
        if not 0 < len(words) <= 1000:
            raise Invalid(_("Answer in at most 1,000 letters."))
        row.answer, row.answered_by, row.answered_at = words, by, at
        row.save(update_fields=["answer", "answered_by", "answered_at"])
        _note("opinion.answered", f"page:{row.article_id}", row.article.aspect, granted, by, at)
        key = f"{row.pk}:{at.isoformat()}"
        notices.tell([row.person_id], "opinion_answered", thing=f"page:{row.article_id}", event_at=at, key=key)
    return row


def define(word: str, meaning: str, *, aspect: Aspect, term: Term | None = None, by: Person, at: datetime) -> Term:
    """A new word, or another meaning of one; asks `edit` on its aspect, and on the one it had. Raises Refused, Invalid, NotFound."""
    with acts.act():
        granted = mandate.require(by, "edit", aspect, at=at)
        row = Term(aspect=aspect) if term is None else _locked(term)
        if row.pk and row.aspect_id != aspect.pk:
            mandate.require(by, "edit", row.aspect, at=at)
        word, meaning = " ".join(word.split()), " ".join(meaning.split())
        if not 0 < len(word) <= 80 or not 0 < len(meaning) <= 500:
            raise Invalid(_("Give the word, and what it means in at most 500 letters."))
        other = Term.objects.filter(word__iexact=word).exclude(pk=row.pk).select_related("aspect").first()
        if other is not None:
            raise Invalid(
                _("“%(word)s” has a meaning already, under %(aspect)s.") % {"word": other.word, "aspect": other.aspect}
            )
        row.aspect, row.word, row.meaning, row.changed_by, row.changed_at = aspect, word, meaning, by, at
        row.save()
        _note("term.defined", f"term:{row.pk}", aspect, granted, by, at)
    return row


def forget(term: Term, *, by: Person, at: datetime) -> None:
    """The word needs no meaning any more. Raises NotFound, Refused."""
    with acts.act():
        row = _locked(term)
        granted = mandate.require(by, "edit", row.aspect, at=at)
        _note("term.removed", f"term:{row.pk}", row.aspect, granted, by, at)
        row.delete()


def _locked(term: Term) -> Term:
    row = Term.objects.select_for_update(of=("self",)).select_related("aspect").filter(pk=term.pk).first()
    if row is None:
        raise NotFound(_("That is not there any more."))
    return row


def _note(kind: str, thing: str, aspect: Aspect, granted: Mandate, by: Person, at: datetime) -> None:
    acts.record(
        kind, thing=thing, by=by.pk, at=at, aspect=aspect.pk, mandate=granted, acting_for=granted["for"]
    )  # fmt: skip
