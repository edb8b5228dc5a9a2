"""What knowledge registers at start: sentences for its events, the task to answer a reader, the notice of an answer."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.capabilities.notifications.tasks import Task
from polder.capabilities.publishing.audiences import readable
from polder.features.knowledge.models import Article, Opinion
from polder.governance import mandate
from polder.ground.ledger import subjects, words
from polder.ground.organisation.models import Person


def register() -> None:
    """Called once, in `ready()`."""
    subjects.register("term", subjects.of_model("knowledge.Term"), gone=gettext_lazy("a word that was removed"))
    words.register("opinion.answered", gettext_lazy("%(who)s answered a reader of %(thing)s."))
    words.register("term.defined", gettext_lazy("%(who)s said what “%(thing)s” means."))
    words.register("term.removed", gettext_lazy("%(who)s removed a word from the glossary."))
    kinds = {"feedback": gettext_lazy("Answer a reader")}
    tasks.register("knowledge", tasks.Source(kinds=kinds, for_person=_unanswered))
    notices.register_kind(
        notices.Kind(
            "opinion_answered", label=gettext_lazy("What you missed in an article was answered"), say=_answered
        )
    )


def _unanswered(person: Person, at: datetime) -> Iterator[Task]:
    """What readers missed, on aspects where the person may edit. One query."""
    mine = mandate.things_where(person, "edit", at=at, aspect="article__aspect")
    open_now = Opinion.objects.filter(mine, answered_at=None, article__live=True, article__binned_at=None)
    for row in open_now.exclude(text="").select_related("article").order_by("at")[:100]:
        yield Task(
            kind="feedback", thing=f"opinion:{row.pk}", title=row.article.title, detail=row.text,
            address=reverse("knowledge:opinion", args=[row.pk]), verb=_("Answer"), letter="R", since=row.at,
        )  # fmt: skip


def _answered(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    numbers = [int(notice.thing.partition(":")[2]) for notice in told]
    found = Article.objects.filter(readable(person, at), pk__in=numbers).in_bulk()
    answers = dict(Opinion.objects.filter(person=person, article__in=numbers).values_list("article", "answer"))
    return {
        notice.pk: Words(
            _("What you missed in “%(title)s” was answered") % {"title": found[number].title},
            found[number].url or "", answers.get(number, ""),
        )
        for notice, number in zip(told, numbers, strict=True)
        if number in found
    }  # fmt: skip
