"""What the roadmap registers at start: sentences for its events, tasks, notices, papers of meetings, what serves a goal."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Kind, Words
from polder.capabilities.notifications.tasks import Task
from polder.features.direction import picture, queries, reactions
from polder.governance import serving
from polder.governance.models import Aspect
from polder.governance.serving import Provider, Served
from polder.ground.ledger import rounds, subjects, words
from polder.ground.organisation import panels, removing
from polder.ground.organisation.models import Body, Person

_SENTENCES = {
    "set": gettext_lazy("%(who)s set the goal %(thing)s."),
    "changed": gettext_lazy("%(who)s changed the goal %(thing)s."),
    "dropped": gettext_lazy("%(who)s dropped the goal %(thing)s."),
    "resumed": gettext_lazy("%(who)s took up the goal %(thing)s again."),
    "result_noted": gettext_lazy("%(who)s noted a result of the goal %(thing)s."),
    "state_said": gettext_lazy("%(who)s said how the goal %(thing)s stands."),
    "linked": gettext_lazy("%(who)s named something that serves the goal %(thing)s."),
    "unlinked": gettext_lazy("%(who)s took something away from what serves the goal %(thing)s."),
}


def register() -> None:
    """Called once, in `ready()`."""
    removing.count("direction.goal", ngettext_lazy("%(n)d goal", "%(n)d goals", "n"))
    gone, unseen = gettext_lazy("a goal that was removed"), gettext_lazy("a goal")
    subjects.register("goal", subjects.of_model("direction.Goal"), gone=gone, seen=queries.visible_to, unseen=unseen)
    for verb, sentence in _SENTENCES.items():
        words.register(f"goal.{verb}", sentence)
    kinds = {"goal_result": gettext_lazy("Note a result")}
    tasks.register("direction", tasks.Source(kinds=kinds, for_person=_waiting))
    notices.register_kind(Kind("goal_result", label=gettext_lazy("A result of your goal is asked"), task=True))
    notices.register_kind(Kind("goal_owner", label=gettext_lazy("A goal is yours"), say=_say_owner))
    panels.register("papers", panels.Panel("direction", "direction/_papers.html", _papers, order=50))
    panels.register("body_aside", panels.Panel("direction", "direction/_of_body.html", _papers, order=30))
    serving.register("aspect", Provider(gettext_lazy("Aspects"), find=_aspects, suggest=_aspects_below))
    rounds.every(timedelta(hours=1))(_remind)


def _remind(at: datetime) -> None:
    reactions.remind(at)


def _waiting(person: Person, at: datetime) -> Iterator[Task]:
    """Results that are asked of the person. Two queries."""
    today = timezone.localdate(at)
    for row in queries.to_measure(person, at, today)[:100]:
        yield Task(
            kind="goal_result", thing=row.ref, title=row.title, detail=row.measure, address=row.get_absolute_url(),
            verb=_("Note a result"), due=row.next_on, late=True,
        )  # fmt: skip


def _say_owner(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """One query."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    found = queries.visible_to(person, at).in_bulk(set(numbers.values()))
    return {
        notice: Words(
            _("You own the goal “%(title)s” of %(body)s") % {"title": row.title, "body": row.body.name},
            row.get_absolute_url(), row.measure,
        )
        for notice, number in numbers.items()
        if (row := found.get(number)) is not None
    }  # fmt: skip


def _papers(thing: Model, asker: Person, at: datetime) -> dict[str, Any] | None:
    """The goals of the body as they stand, for its meetings; None where it has none. Two queries at most."""
    goals = queries.listed(asker, at, body=cast(Body, thing))
    if not goals:
        return None
    return {"body": thing, "picture": picture.of(goals, timezone.localdate(at))}


def _aspects(numbers: Collection[int], person: Person, at: datetime) -> Mapping[int, Served]:
    """One query."""
    rows = Aspect.objects.filter(pk__in=numbers).order_by("name")
    return {row.pk: Served(row.name, row.get_absolute_url()) for row in rows}


def _aspects_below(aspect: Aspect, person: Person, at: datetime) -> Sequence[tuple[int, str]]:
    """One query."""
    rows = Aspect.objects.filter(path__startswith=aspect.path).order_by("depth", "name")
    return list(rows.values_list("pk", "name")[: serving.SUGGESTED])
