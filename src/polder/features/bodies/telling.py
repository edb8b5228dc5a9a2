"""What bodies register at start: sentences for events, tasks for the inbox, notices, the round of decisions."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.capabilities.notifications.tasks import Task
from polder.features.bodies import operations, queries
from polder.features.bodies.models import Decision, Proposal
from polder.ground.ledger import rounds, subjects, words
from polder.ground.organisation.models import Person

_SENTENCES = {
    "proposal.made": gettext_lazy("%(who)s proposed: %(thing)s."),
    "proposal.voted": gettext_lazy("%(who)s voted on %(thing)s."),
    "proposal.unresolved": gettext_lazy("There was no quorum for %(thing)s."),
    "meeting.opened": gettext_lazy("%(who)s opened a meeting."),
    "meeting.adjourned": gettext_lazy("%(who)s closed the meeting."),
    "decision.adopted": gettext_lazy("%(thing)s was adopted."),
    "decision.rejected": gettext_lazy("%(thing)s was rejected."),
    "decision.in_effect": gettext_lazy("%(thing)s took effect."),
    "decision.failed": gettext_lazy("%(thing)s no longer fitted, and nothing of it was applied."),
    "budget.planned": gettext_lazy("The budget of %(aspect)s was set."),
}


def register() -> None:
    """Called once, in `ready()`."""
    subjects.register("proposal", subjects.of_model("bodies.Proposal"), gone=gettext_lazy("a proposal"))
    subjects.register("decision", subjects.of_model("bodies.Decision"), gone=gettext_lazy("a decision"))
    subjects.register("meeting", subjects.of_model("bodies.Meeting"), gone=gettext_lazy("a meeting"))
    subjects.register("budget", subjects.of_model("bodies.Budget"), gone=gettext_lazy("a budget"))
    for kind, sentence in _SENTENCES.items():
        words.register(kind, sentence)
    kinds = {"vote": gettext_lazy("Vote"), "decide": gettext_lazy("Decide a proposal")}
    tasks.register("bodies", tasks.Source(kinds=kinds, for_person=_waiting))
    notices.register_kind(
        notices.Kind(
            "failed", label=gettext_lazy("A decision of your body no longer fitted"), say=_failed,
            rhythms={"mail": "once"},
        )
    )  # fmt: skip
    rounds.every(timedelta(seconds=30))(_take_effect)


def _take_effect(at: datetime) -> None:
    operations.run_due(at)


def _waiting(person: Person, at: datetime) -> Iterator[Task]:
    for proposal in queries.to_vote(person, at):
        yield _task("vote", proposal, _("Vote"), "")
    for proposal in queries.to_decide(person, at):
        yield _task("decide", proposal, _("Decide"), "A")


def _task(kind: str, proposal: Proposal, verb: str, letter: str) -> Task:
    return Task(
        kind=kind, thing=f"proposal:{proposal.pk}", title=proposal.title, detail=proposal.body.name,
        address=reverse("bodies:proposal", args=[proposal.pk]), verb=verb, letter=letter, since=proposal.made_at,
    )  # fmt: skip


def _failed(_person: Person, told: Sequence[Notice], _at: datetime) -> Mapping[int, Words]:
    """One query."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    found = Decision.objects.select_related("proposal").in_bulk(set(numbers.values()))
    return {
        notice: Words(
            _("“%(title)s” no longer fitted, and nothing of it was applied") % {"title": decision.proposal.title},
            decision.proposal.get_absolute_url(), decision.trouble,
        )
        for notice, number in numbers.items()
        if (decision := found.get(number)) is not None
    }  # fmt: skip
