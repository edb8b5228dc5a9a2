"""A question is asked, and who keeps its aspect is asked to answer. Its answers are said in the talk about it."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from polder.capabilities.discussion import operations as talk
from polder.capabilities.discussion.enclosing import Ready
from polder.capabilities.discussion.models import Comment
from polder.capabilities.discussion.things import Happened
from polder.capabilities.notifications import notices
from polder.capabilities.publishing import readings
from polder.capabilities.publishing.route import clocks, people
from polder.features.knowledge.errors import Invalid, NotFound
from polder.features.knowledge.models import Question
from polder.features.knowledge.operations.common import note, remember_question
from polder.features.knowledge.wording import LONGEST_QUESTION, one_line, parts_of
from polder.governance.facts import AspectKey
from polder.governance.models import Aspect
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person


def ask(
    title: str, text: str, *, aspect: Aspect, language: str, files: Sequence[Ready] = (), shows: str = "",
    by: Person, at: datetime,
) -> Question:  # fmt: skip
    """By everybody who works here. Asks those who do the work on the aspect to answer in time.

    Raises NotFound for a guest, Invalid.
    """
    with acts.act():
        if by.kind == Person.Kind.GUEST:
            raise NotFound(_("Questions are asked by people who work here."))
        words = _checked(title)
        question = Question.objects.create(title=words, aspect=aspect, language=language, asker=by, asked_at=at)
        question.opening = talk.say(question.ref, _joined(words, text), files=files, shows=shows, by=by, at=at)
        wait(question, at)
        question.save()
        remember_question(question, question.opening.text)
        note("question.asked", question.ref, aspect, None, by, at)
    return question


def reword(question: Question, title: str, text: str, *, by: Person, at: datetime) -> None:
    """By who asked it; how it was asked before stays to be seen. Raises NotFound, NotYours, WrongState, Invalid."""
    words = _checked(title)
    if question.opening is None:
        raise NotFound(_("That is not there any more."))
    talk.change(question.opening, _joined(words, text), by=by, at=at)  # `follow` takes the title from it


def _checked(title: str) -> str:
    words = one_line(title)
    if not 0 < len(words) <= LONGEST_QUESTION:
        raise Invalid(_("Ask it in one sentence of at most %(most)d letters.") % {"most": LONGEST_QUESTION})
    return words


def _joined(title: str, text: str) -> str:
    return f"{title}\n\n{text.strip()}".strip()


def wait(question: Question, at: datetime) -> None:
    """Ask those who do the work on its aspect, and their deputies (G10), to answer (not saved), in as many working days as
    it gives advisors.

    When nobody does the work, who answers for it is asked.
    """
    reading, key = readings.around(question.aspect), AspectKey(question.aspect.key)
    question.waits_since = at
    question.due_at = readings.calendar().after(at, clocks.consult_days(reading, key))
    keys = people.reviewers(reading, key, at, a_too=False) | people.standing_in(reading, key, at, letter="R")
    asked = Person.objects.filter(key__in=keys).exclude(pk=question.asker_id)
    notices.tell(asked, "question", thing=question.ref, event_at=at, key=at.isoformat())


def stop_waiting(question: Question) -> None:
    """Nobody is asked any more (not saved)."""
    question.waits_since = question.due_at = None


def remind(at: datetime) -> None:
    """Who answers for the aspect of what is late is asked too, once, and so are their deputies."""
    late = Question.objects.filter(waits_since__isnull=False, due_at__lte=at).select_related("aspect")
    for question in late.order_by("due_at")[:500]:
        reading, key = readings.around(question.aspect), AspectKey(question.aspect.key)
        keys = people.acting(reading, key, at) | people.standing_in(reading, key, at, letter="A")
        asked = Person.objects.filter(key__in=keys).exclude(pk=question.asker_id)
        key_of_turn = f"late:{question.due_at}"
        notices.tell(asked, "question", thing=question.ref, event_at=at, key=key_of_turn)


def follow(comment: Comment, happened: Happened, at: datetime) -> None:
    """What a question knows of its talk: its title, how many answers there are, whether it still waits for one."""
    found = Question.objects.select_for_update(of=("self",)).select_related("aspect")
    question = found.filter(pk=int(comment.thing.partition(":")[2])).first()
    if question is None or question.opening_id is None or comment.parent_id is not None:
        return  # it is being asked, or this is said about an answer
    if comment.pk == question.opening_id:
        _follow_opening(question, comment, at)
    else:
        _follow_answer(question, comment, happened, at)
    question.save()


def _follow_opening(question: Question, opening: Comment, at: datetime) -> None:
    question.title = parts_of(opening.text)[0]
    question.gone = not opening.shown
    remember_question(question, opening.text)
    if question.gone:
        stop_waiting(question)
    elif question.waits_since is None:
        _wait_if_unanswered(question, at)


def _follow_answer(question: Question, comment: Comment, happened: Happened, at: datetime) -> None:
    question.answers = answers_to(question).count()
    if happened == "said":
        if comment.author_id != question.asker_id:
            stop_waiting(question)
            key = str(comment.pk)
            notices.tell([question.asker_id], "question_answered", thing=question.ref, event_at=at, key=key)
        return
    if question.verified_id == comment.pk and happened in {"changed", "taken_back", "hidden"}:
        question.verified = question.verified_by = question.verified_at = None  # what was verified is no longer said
    if question.accepted_id == comment.pk and not comment.shown:
        question.accepted = question.accepted_by = question.accepted_at = None
    if not comment.shown:
        _wait_if_unanswered(question, at)


def _wait_if_unanswered(question: Question, at: datetime) -> None:
    if question.same_as_id is not None or question.accepted_id is not None or question.gone:
        return
    if not answers_to(question).exclude(author=question.asker_id).exists():
        wait(question, at)


def answers_to(question: Question) -> QuerySet[Comment]:
    """What is shown in answer to it."""
    said = Comment.objects.filter(thing=question.ref, parent=None, taken_back_at=None, hidden_at=None)
    return said.exclude(pk=question.opening_id or 0)
