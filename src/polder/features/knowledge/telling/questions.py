"""What the inbox, notices, the ledger and the talk know of questions."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from polder.base.sent_numbers import numbers_in
from polder.capabilities.discussion.things import Thing
from polder.capabilities.notifications import notices
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Kind, Words
from polder.capabilities.notifications.tasks import Task
from polder.features.knowledge.models import Question
from polder.features.knowledge.queries import questions
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.ledger.subjects import Named
from polder.ground.organisation.models import Person
from polder.ground.organisation.models.people import active_at

_NOTICES = (
    ("question_answered", gettext_lazy("Your question is answered"), gettext_noop("There is an answer to “%(title)s”")),
    ("answer_accepted", gettext_lazy("Your answer is accepted"), gettext_noop("Your answer to “%(title)s” was accepted")),
    (
        "question_settled", gettext_lazy("An answer to your question is accepted"),
        gettext_noop("%(who)s accepted an answer to your question “%(title)s”"),
    ),
    (
        "question_merged", gettext_lazy("Your question was asked before"),
        gettext_noop("Your question “%(title)s” was asked before: see what was answered there"),
    ),
)  # fmt: skip


def register_notices() -> None:
    """A task for those who are asked; notices for who asked and who answered."""
    notices.register_kind(Kind("question", label=gettext_lazy("A question waits for your answer"), task=True))
    for key, label, sentence in _NOTICES:
        notices.register_kind(Kind(key, label=label, say=_sayer(sentence)))


def unanswered(person: Person, at: datetime, edits: QuerySet[Aspect]) -> Iterator[Task]:
    """Two queries."""
    for row in questions.waiting(person, at, edits)[:100]:
        yield Task(
            kind="question", thing=row.ref, title=row.title, detail=row.aspect.name, address=row.get_absolute_url(),
            verb=_("Answer"), letter="A" if getattr(row, "as_a", False) else "R", due=row.due_at,
            late=row.due_at is not None and row.due_at <= at, since=row.waits_since, language=row.language,
        )  # fmt: skip


def named(numbers: Collection[str]) -> Mapping[str, Named]:
    """Without its words: whoever reads the ledger may be somebody for whom there are no questions."""
    rows = Question.objects.in_bulk(numbers_in(list(numbers)))
    return {str(number): Named(_("a question"), row.get_absolute_url()) for number, row in rows.items()}


def seen_by(person: Person, at: datetime) -> QuerySet[Question]:
    """As `queries.questions.find`: what was hidden or taken back is there for its asker and who keeps its aspect."""
    if person.kind == Person.Kind.GUEST or not person.counts(at):
        return Question.objects.none()
    kept = Q(asker=person) | mandate.things_where(person, "edit", at=at)
    return Question.objects.filter(questions.for_everybody(person, at) | kept)


def find(number: int, person: Person, at: datetime) -> Thing | None:
    """The question as a thing that is talked about: closed when it was asked before."""
    row = questions.find(number, person, at)
    return None if row is None else thing_of(row)


def thing_of(row: Question) -> Thing:
    """For who may read it."""
    return Thing(
        ref=row.ref, aspect=row.aspect, title=row.title, address=row.get_absolute_url(),
        comments=row.same_as_id is None, reactions=True,
    )  # fmt: skip


def readers(number: int, people: Collection[Person], at: datetime) -> set[int]:
    """Those of the people who work here; when it is gone nobody is told of it any more."""
    if not Question.objects.filter(pk=number, gone=False).exists():
        return set()
    here = Person.objects.filter(active_at(at), pk__in=[person.pk for person in people])
    return set(here.exclude(kind=Person.Kind.GUEST).values_list("pk", flat=True))


def _sayer(sentence: str) -> notices.Say:
    def say(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
        numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
        rows = Question.objects.filter(questions.for_everybody(person, at), pk__in=numbers.values())
        found = rows.select_related("accepted_by").in_bulk()
        return {
            notice.pk: Words(_(sentence) % _values(row), row.get_absolute_url())
            for notice in told
            if (row := found.get(numbers[notice.pk])) is not None
        }

    return say


def _values(question: Question) -> dict[str, str]:
    return {"title": question.title, "who": question.accepted_by.name if question.accepted_by else _("Somebody")}
