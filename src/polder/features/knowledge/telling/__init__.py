"""What knowledge registers at start: sentences for its events, tasks, notices, questions as things that are talked about."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy, ngettext_lazy

from polder.capabilities.discussion import things
from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.notices import Kind
from polder.capabilities.notifications.tasks import Task
from polder.capabilities.publishing import explaining
from polder.features.knowledge.operations import asking
from polder.features.knowledge.queries import glossary
from polder.features.knowledge.telling import opinions, questions, remembering  # noqa: F401  # reactions register themselves
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.ledger import rounds, subjects, words
from polder.ground.organisation import removing
from polder.ground.organisation.models import Person

_SENTENCES = {
    "opinion.answered": gettext_lazy("%(who)s answered a reader of %(thing)s."),
    "term.defined": gettext_lazy("%(who)s said what “%(thing)s” means."),
    "term.removed": gettext_lazy("%(who)s removed a word from the glossary."),
    "question.asked": gettext_lazy("%(who)s asked %(thing)s."),
    "question.accepted": gettext_lazy("%(who)s accepted an answer to %(thing)s."),
    "question.reopened": gettext_lazy("%(who)s opened %(thing)s again."),
    "question.verified": gettext_lazy("%(who)s verified an answer to %(thing)s."),
    "question.unverified": gettext_lazy("%(who)s no longer vouches for an answer to %(thing)s."),
    "question.moved": gettext_lazy("%(who)s moved %(thing)s to %(aspect)s."),
    "question.merged": gettext_lazy("%(who)s found that %(thing)s was asked before."),
    "question.parted": gettext_lazy("%(who)s found that %(thing)s stands on its own."),
    "question.written_up": gettext_lazy("%(who)s began an article from %(thing)s."),
}


def register() -> None:
    """Called once, in `ready()`."""
    from polder.features.knowledge.views.questions import panel  # needs all apps

    removing.count("knowledge.term", ngettext_lazy("%(n)d word of the glossary", "%(n)d words of the glossary", "n"))
    removing.count("knowledge.question", ngettext_lazy("%(n)d question", "%(n)d questions", "n"))
    subjects.register("term", subjects.of_model("knowledge.Term"), gone=gettext_lazy("a word that was removed"))
    gone, unseen = gettext_lazy("a question that was removed"), gettext_lazy("a question")
    subjects.register("question", questions.named, gone=gone, seen=questions.seen_by, unseen=unseen)
    for kind, sentence in _SENTENCES.items():
        words.register(kind, sentence)
    words.register("opinion.given", gettext_lazy("%(who)s said whether %(thing)s was useful."), private=True)
    things.register(
        "question", things.Kind(find=questions.find, readers=questions.readers, follow=asking.follow, panel=panel)
    )
    kinds = {"feedback": gettext_lazy("Answer a reader"), "question": gettext_lazy("Answer a question")}
    tasks.register("knowledge", tasks.Source(kinds=kinds, for_person=_waiting))
    answered, label = opinions.say_answered, gettext_lazy("What you missed in an article was answered")
    notices.register_kind(Kind("opinion_answered", label=label, say=answered))
    questions.register_notices()
    explaining.register(explaining.Source(stamp=glossary.stamp, meanings=glossary.meanings))
    rounds.every(timedelta(hours=1))(remind)


def remind(at: datetime) -> None:
    """Questions that nobody answered in time."""
    asking.remind(at)


def _waiting(person: Person, at: datetime) -> Iterator[Task]:
    """What readers missed, and questions. Four queries."""
    edits = Aspect.objects.filter(mandate.things_where(person, "edit", at=at, aspect="pk")).order_by()
    yield from opinions.unanswered(edits)
    yield from questions.unanswered(person, at, edits)
