"""What discussion registers at start: sentences for its events, notices, and the task to look at what was reported."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext_lazy

from polder.capabilities.discussion import things
from polder.capabilities.discussion.errors import NotFound
from polder.capabilities.discussion.models import Comment, Report
from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.capabilities.notifications.tasks import Task
from polder.governance import mandate
from polder.ground.ledger import subjects, words
from polder.ground.organisation import removing
from polder.ground.organisation.models import Person

_SENTENCES = {
    "comment.said": gettext_lazy("%(who)s said something about it."),
    "comment.changed": gettext_lazy("%(who)s changed what they had said."),
    "comment.taken_back": gettext_lazy("%(who)s took back what they had said."),
    "comment.reported": gettext_lazy("A comment was reported."),
    "comment.hidden": gettext_lazy("%(who)s hid a comment."),
    "comment.left": gettext_lazy("%(who)s looked at a comment and let it stand."),
}


def register() -> None:
    """Called once, in `ready()`."""
    removing.count("discussion.comment", ngettext_lazy("%(n)d comment", "%(n)d comments", "n"))
    gone, unseen = gettext_lazy("a comment that was removed"), gettext_lazy("a comment")
    subjects.register("comment", _named, gone=gone, seen=_seen, unseen=unseen)
    for kind, sentence in _SENTENCES.items():
        words.register(kind, sentence)
    for key, label, say in (
        ("mentioned", gettext_lazy("Somebody mentions you"), gettext_noop("%(who)s mentions you in “%(title)s”")),
        ("replied", gettext_lazy("Somebody replies to you"), gettext_noop("%(who)s replies to you in “%(title)s”")),
        ("comment_hidden", gettext_lazy("What you said was hidden"), gettext_noop("%(by)s hid what you said in “%(title)s”")),
    ):  # fmt: skip
        notices.register_kind(notices.Kind(key, label=label, say=_sayer(say)))
    kinds = {"moderate": gettext_lazy("Look at what was reported")}
    tasks.register("discussion", tasks.Source(kinds=kinds, for_person=_reported))


def _seen(person: Person, at: datetime) -> QuerySet[Comment]:
    """Those on things that the person may see."""
    return Comment.objects.filter(subjects.open_to(person, at, path="thing", kinds=things.kinds()))


def _named(numbers: object) -> Mapping[str, subjects.Named]:
    keys = [int(number) for number in numbers if str(number).isdecimal()]  # type: ignore[attr-defined]
    return {
        str(pk): subjects.Named(_("a comment"))
        for pk in Comment.objects.filter(pk__in=keys).values_list("pk", flat=True)
    }


def _sayer(sentence: str) -> notices.Say:
    def say(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
        numbers = [int(notice.thing.partition(":")[2]) for notice in told]
        found = Comment.objects.select_related("author", "hidden_by").in_bulk(numbers)
        said: dict[int, Words] = {}
        seen = _seen_of({comment.thing for comment in found.values() if comment.taken_back_at is None}, person, at)
        for notice, number in zip(told, numbers, strict=True):
            comment = found.get(number)
            if comment is None or comment.taken_back_at is not None:
                continue
            thing = seen.get(comment.thing)
            if thing is None:
                continue
            by = comment.hidden_by.name if comment.hidden_by else ""
            values = {"who": comment.author.name, "by": by, "title": thing.title}
            said[notice.pk] = Words(
                _(sentence) % values,
                f"{reverse('discussion:talk', args=[comment.thing])}#comment-{comment.pk}",
                comment.hidden_because,
            )
        return said

    return say


def _seen_of(refs: set[str], person: Person, at: datetime) -> Mapping[str, things.Thing]:
    """Those that the person may see, each looked up once."""
    found = {}
    for ref in sorted(refs):
        with suppress(NotFound):
            found[ref] = things.find(ref, person, at)
    return found


def _reported(person: Person, at: datetime) -> Iterator[Task]:
    """Open reports on aspects where the person may edit, the oldest first. Two queries, and one for each thing."""
    mine = mandate.things_where(person, "edit", at=at, aspect="comment__aspect")
    rows = Report.objects.filter(mine, settled_at=None).select_related("comment__author").order_by("at")
    seen: set[int] = set()
    for row in rows[:100]:
        if row.comment_id in seen:
            continue
        seen.add(row.comment_id)
        try:
            thing = things.find(row.comment.thing, person, at)
        except NotFound:
            continue
        yield Task(
            kind="moderate", thing=f"comment:{row.comment_id}", title=thing.title, detail=row.reason,
            address=f"{reverse('discussion:talk', args=[row.comment.thing])}#comment-{row.comment_id}", verb=_("Look"), letter="R", since=row.at,
        )  # fmt: skip
