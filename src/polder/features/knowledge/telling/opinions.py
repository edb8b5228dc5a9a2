"""What readers missed in an article: the task to answer, and the notice of the answer."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.capabilities.notifications.tasks import Task
from polder.capabilities.publishing.audiences import readable
from polder.features.knowledge.models import Article, Opinion
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


def unanswered(edits: QuerySet[Aspect]) -> Iterator[Task]:
    """What readers missed, on these aspects. One query."""
    open_now = Opinion.objects.filter(
        article__aspect__in=edits, answered_at=None, article__live=True, article__binned_at=None
    )
    for row in open_now.exclude(text="").select_related("article__locale").order_by("at")[:100]:
        yield Task(
            kind="feedback", thing=f"opinion:{row.pk}", title=row.article.title, detail=row.text,
            address=reverse("knowledge:opinion", args=[row.pk]), verb=_("Answer"), letter="R", since=row.at,
            language=row.article.locale.language_code,
        )  # fmt: skip


def say_answered(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
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
