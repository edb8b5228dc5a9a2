"""Questions for their reader: who works here sees them all, a guest none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, get_args

from django.db.models import Q, QuerySet
from django.utils.safestring import SafeString

from polder.capabilities.discussion import mentions
from polder.capabilities.discussion import queries as talks
from polder.capabilities.discussion.queries import Said, Talk
from polder.features.knowledge import wording
from polder.features.knowledge.models import Question, Word
from polder.governance import mandate, who_answers
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

type Show = Literal["all", "open", "mine"]
SHOWS: Final[tuple[Show, ...]] = get_args(Show.__value__)


def for_everybody(person: Person, at: datetime) -> Q:
    """A condition for questions in lists: what stands there, for who works here."""
    if person.kind == Person.Kind.GUEST or not person.counts(at):
        return Q(pk__in=[])
    return Q(gone=False)


def find(number: int, person: Person, at: datetime) -> Question | None:
    """The question, for who works here; one that was hidden or taken back for its asker and who keeps its aspect.

    At most three queries.
    """
    if person.kind == Person.Kind.GUEST or not person.counts(at):
        return None
    rows = Question.objects.select_related("aspect", "asker", "same_as", "accepted_by", "verified_by", "article")
    row = rows.filter(pk=number).first()
    if row is not None and row.gone and row.asker_id != person.pk:
        return row if mandate.may(person, "edit", row.aspect, at=at).allowed else None
    return row


def asked(person: Person, at: datetime, *, show: Show = "all", words: str = "", aspect: str = "") -> QuerySet[Question]:
    """The newest first: all, those without an accepted answer, or the person's own; with all the words, under the aspect."""
    found = Question.objects.filter(for_everybody(person, at)).select_related("aspect", "asker")
    found = found.filter(asker=person) if show == "mine" else found.filter(same_as=None)
    if show == "open":
        found = found.filter(accepted=None)
    if aspect:
        found = found.filter(aspect__key=aspect)
    for stem in wording.stems(words, 8):
        found = found.filter(pk__in=Word.objects.filter(_begins(stem), question__isnull=False).values("question"))
    return found


def _begins(stem: str) -> Q:
    """Words that begin so, by the index: a range, which databases understand whatever their collation of these letters."""
    return Q(word__gte=stem, word__lt=stem[:-1] + chr(ord(stem[-1]) + 1))


def aspects_of(person: Person, at: datetime) -> list[Aspect]:
    """Those that questions were asked about. One query."""
    asked = Question.objects.filter(for_everybody(person, at), same_as=None).order_by().values("aspect")
    return list(Aspect.objects.filter(pk__in=asked).order_by("name")[:500])


@dataclass(frozen=True, slots=True)
class Answers:
    """A question with its answers: the accepted first, then the verified, then as they came."""

    opening: Said
    text: SafeString  # what explains the question
    answers: Sequence[Said]
    talk: Talk
    may_settle: bool
    may_keep: bool


def answers_of(question: Question, person: Person, at: datetime, *, before: int | None = None) -> Answers | None:
    """None for a question without its opening, which is being asked. As many queries as a talk takes."""
    wanted = {number for number in (question.opening_id, question.accepted_id, question.verified_id) if number}
    talk = talks.talk_about(question.ref, question.aspect, person, at, before=before, always=wanted)
    by_number = {said.comment.pk: said for said in talk.said}
    opening = by_number.pop(question.opening_id or 0, None)
    if opening is None:
        return None
    first = (question.accepted_id, question.verified_id)
    answers = sorted(
        by_number.values(), key=lambda said: first.index(said.comment.pk) if said.comment.pk in first else 2
    )
    text = wording.parts_of(opening.comment.text)[1]
    return Answers(
        opening=opening,
        text=mentions.html_of(text, mentions.names_in([text], person, at)) if text else SafeString(),
        answers=answers,
        talk=talk,
        may_settle=question.same_as_id is None and (question.asker_id == person.pk or talk.moderates),
        may_keep=talk.moderates,
    )


def waiting(person: Person, at: datetime, edits: QuerySet[Aspect]) -> QuerySet[Question]:
    """Questions that wait for the person, the oldest first: who does the work on the aspect, and their deputies (G10).

    Who answers for it sees what is late, and what nobody does the work for. `edits` are the aspects where the person may
    edit. `as_a`: because they answer for it. One query at once, one when it is used.
    """
    mine, as_a = who_answers.asked(person, at, late=Q(due_at__lte=at))
    found = Question.objects.filter(mine, waits_since__isnull=False, aspect__in=edits).exclude(asker=person)
    return found.select_related("aspect").annotate(as_a=as_a).order_by("due_at", "pk")
