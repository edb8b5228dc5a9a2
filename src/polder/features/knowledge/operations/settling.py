"""What becomes of a question: an answer is accepted or verified, it goes elsewhere, it was asked before, it is written up."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count

from django.utils.html import escape, linebreaks
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale

from polder.capabilities.discussion import operations as talk
from polder.capabilities.discussion.models import Comment
from polder.capabilities.notifications import notices
from polder.capabilities.publishing import operations as route
from polder.capabilities.publishing.models import Page
from polder.features.knowledge.errors import Invalid, NotFound, WrongState
from polder.features.knowledge.models import Article, Question
from polder.features.knowledge.operations.asking import answers_to, stop_waiting, wait
from polder.features.knowledge.operations.common import note
from polder.governance import mandate
from polder.governance.mandate import Mandate
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def accept(question: Question, answer: Comment, *, by: Person, at: datetime) -> Question:
    """“That answers it”: by who asked, or who holds `edit` on its aspect. Another one takes the place of the old.

    Raises NotFound, Refused, WrongState.
    """
    with _act_on(question) as row:
        granted = _asker_or_keeper(row, by, at)
        _require_open(row)
        given = _answer(row, answer)
        row.accepted, row.accepted_by, row.accepted_at = given, by, at
        stop_waiting(row)
        note("question.accepted", row.ref, row.aspect, granted, by, at, about=(f"comment:{given.pk}",))
        _tell([given.author_id], "answer_accepted", row, by, at)
        if given.author_id != row.asker_id:
            _tell([row.asker_id], "question_settled", row, by, at)
    return row


def reopen(question: Question, *, by: Person, at: datetime) -> Question:
    """“It does not answer it after all.” Those who keep the aspect are asked anew. Raises NotFound, Refused, WrongState."""
    with _act_on(question) as row:
        granted = _asker_or_keeper(row, by, at)
        if row.accepted_id is None:
            raise WrongState(_("No answer was accepted."))
        row.accepted = row.accepted_by = row.accepted_at = None
        wait(row, at)
        note("question.reopened", row.ref, row.aspect, granted, by, at)
    return row


def verify(question: Question, answer: Comment, *, by: Person, at: datetime) -> Question:
    """“That is right”, by who holds `edit` on its aspect; once more of the same answer takes it back.

    Raises NotFound, Refused, WrongState.
    """
    with _act_on(question) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        given = _answer(row, answer)
        about = (f"comment:{given.pk}",)
        if row.verified_id == given.pk:
            row.verified = row.verified_by = row.verified_at = None
            note("question.unverified", row.ref, row.aspect, granted, by, at, about=about)
        else:
            row.verified, row.verified_by, row.verified_at = given, by, at
            note("question.verified", row.ref, row.aspect, granted, by, at, about=about)
    return row


def move(question: Question, *, aspect: Aspect, by: Person, at: datetime) -> Question:
    """To those who know it, by who holds `edit` where it is; while it waits, with a clock of its own.

    Raises NotFound, Refused, Invalid.
    """
    with _act_on(question) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        before = row.aspect
        if before.pk == aspect.pk:
            raise Invalid(_("It is there already."))
        row.aspect = aspect
        talk.entrust(row.ref, aspect)
        if row.waits_since is not None:
            wait(row, at)
        note("question.moved", row.ref, aspect, granted, by, at, about=(f"aspect:{before.pk}",))
    return row


def merge(question: Question, into: Question, *, by: Person, at: datetime) -> Question:
    """It was asked before: who finds it is led to the other. By who holds `edit` on its aspect.

    Raises NotFound, Refused, WrongState, Invalid.
    """
    with _act_on(question) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        other = Question.objects.select_for_update(of=("self",)).filter(pk=into.pk, gone=False).first()
        if other is None:
            raise NotFound(_("The other question is not there any more."))
        if other.pk == row.pk:
            raise Invalid(_("Choose another question than this one."))
        if other.same_as_id is not None:
            raise WrongState(_("The other was asked before as well. Choose the one it leads to."))
        row.same_as = other
        stop_waiting(row)
        Question.objects.filter(same_as=row).update(same_as=other)
        note("question.merged", row.ref, row.aspect, granted, by, at, about=(other.ref,))
        _tell([row.asker_id], "question_merged", row, by, at)
    return row


def part(question: Question, *, by: Person, at: datetime) -> Question:
    """It is a question of its own after all. Raises NotFound, Refused, WrongState."""
    with _act_on(question) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        if row.same_as_id is None:
            raise WrongState(_("It stands on its own."))
        row.same_as = None
        if row.accepted_id is None and not answers_to(row).exists():
            wait(row, at)
        note("question.parted", row.ref, row.aspect, granted, by, at)
    return row


def write_up(question: Question, *, parent: Page, by: Person, at: datetime) -> Article:
    """A draft of an article with the best answer in it, under its aspect; the one that was begun, while that is there.

    Raises NotFound, Refused, WrongState without an answer.
    """
    with _act_on(question) as row:
        granted = mandate.require(by, "edit", row.aspect, at=at)
        begun = Article.objects.filter(pk=row.article_id, binned_at=None).first()
        if begun is not None:
            return begun
        best = row.verified or row.accepted or answers_to(row).first()
        if best is None:
            raise WrongState(_("Nobody has answered it yet."))
        article = Article(
            title=row.title, slug=_free(slugify(row.title)[:200] or "question", parent), summary=_summary(best.text),
            body=[("text", linebreaks(escape(best.text)))], locale=Locale.objects.get_or_create(language_code=row.language)[0],
        )  # fmt: skip
        row.article = route.write(article, parent=parent, aspect=row.aspect, by=by, at=at)
        note("question.written_up", row.ref, row.aspect, granted, by, at, about=(f"page:{article.pk}",))
    return article


@contextmanager
def _act_on(question: Question) -> Iterator[Question]:
    """An act with the question as it is now, locked; saved at its end. Raises NotFound when it was taken back or hidden."""
    with acts.act():
        rows = Question.objects.select_for_update(of=("self",)).select_related("aspect", "accepted", "verified")
        row = rows.filter(pk=question.pk, gone=False).first()
        if row is None:
            raise NotFound(_("That is not there any more."))
        yield row
        row.save()


def _asker_or_keeper(question: Question, by: Person, at: datetime) -> Mandate | None:
    return None if question.asker_id == by.pk else mandate.require(by, "edit", question.aspect, at=at)


def _require_open(question: Question) -> None:
    if question.same_as_id is not None:
        raise WrongState(_("It was asked before. Go on at the other question."))


def _answer(question: Question, answer: Comment) -> Comment:
    given = answers_to(question).filter(pk=answer.pk).first()
    if given is None:
        raise WrongState(_("That answer is not there any more."))
    return given


def _tell(people: list[int], kind: str, question: Question, by: Person, at: datetime) -> None:
    told = [number for number in people if number != by.pk]
    notices.tell(told, kind, thing=question.ref, event_at=at, key=at.isoformat())


def _summary(text: str) -> str:
    """The first sentence, as far as it fits."""
    first = " ".join(text.split()).partition(". ")[0].rstrip(".") + "."
    return first if len(first) <= 240 else f"{first[:239].rsplit(' ', 1)[0]}…"


def _free(base: str, parent: Page) -> str:
    taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for number in count(1) if (slug := base if number == 1 else f"{base}-{number}") not in taken)
