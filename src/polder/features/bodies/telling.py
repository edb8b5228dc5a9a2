"""What bodies register at start: sentences for events, tasks for the inbox, notices, the round of decisions."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from polder.base.words import say_moment
from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.capabilities.notifications.tasks import Task
from polder.capabilities.publishing import readings
from polder.features.bodies import operations, queries
from polder.features.bodies.models import Decision, Proposal
from polder.ground.ledger import rounds, subjects, words
from polder.ground.organisation import removing
from polder.ground.organisation.models import Person

_SENTENCES = {
    "proposal.made": gettext_lazy("%(who)s proposed: %(thing)s."),
    "proposal.voted": gettext_lazy("%(who)s voted on %(thing)s."),
    "proposal.unresolved": gettext_lazy("There was no quorum for %(thing)s."),
    "meeting.opened": gettext_lazy("%(who)s opened a meeting."),
    "meeting.counted": gettext_lazy("%(who)s noted who is there."),
    "meeting.adjourned": gettext_lazy("%(who)s closed the meeting."),
    "decision.adopted": gettext_lazy("%(thing)s was adopted."),
    "decision.rejected": gettext_lazy("%(thing)s was rejected."),
    "decision.in_effect": gettext_lazy("%(thing)s took effect."),
    "decision.failed": gettext_lazy("%(thing)s no longer fitted, and nothing of it was applied."),
    "meeting.planned": gettext_lazy("A meeting was planned."),
    "meeting.moved": gettext_lazy("%(who)s moved the meeting."),
    "meeting.cancelled": gettext_lazy("%(who)s called the meeting off."),
    "meeting.answered": gettext_lazy("%(who)s said whether they come."),
    "meeting.item_added": gettext_lazy("%(who)s put a point on the agenda."),
    "meeting.noted": gettext_lazy("%(who)s noted what was said."),
    "action.given": gettext_lazy("%(who)s noted an action: %(thing)s."),
    "action.done": gettext_lazy("%(thing)s is done."),
    "body.chartered": gettext_lazy("%(who)s set what %(thing)s may decide."),
    "body.purpose_said": gettext_lazy("%(who)s wrote what %(thing)s is for."),
    "body.rhythm_set": gettext_lazy("%(who)s set when %(thing)s meets."),
    "budget.planned": gettext_lazy("The budget of %(aspect)s was set."),
}


def register() -> None:
    """Called once, in `ready()`."""
    for model, counted in {
        "bodies.proposal": ngettext_lazy("%(n)d proposal", "%(n)d proposals", "n"),
        "bodies.meeting": ngettext_lazy("%(n)d meeting", "%(n)d meetings", "n"),
        "bodies.action": ngettext_lazy("%(n)d action", "%(n)d actions", "n"),
        "bodies.budget": ngettext_lazy("%(n)d budget of a year", "%(n)d budgets of years", "n"),
    }.items():
        removing.count(model, counted)
    subjects.register("proposal", subjects.of_model("bodies.Proposal"), gone=gettext_lazy("a proposal"))
    subjects.register("decision", subjects.of_model("bodies.Decision"), gone=gettext_lazy("a decision"))
    subjects.register("meeting", subjects.of_model("bodies.Meeting"), gone=gettext_lazy("a meeting"))
    subjects.register("budget", subjects.of_model("bodies.Budget"), gone=gettext_lazy("a budget"))
    subjects.register("action", subjects.of_model("bodies.Action"), gone=gettext_lazy("an action"))
    for kind, sentence in _SENTENCES.items():
        words.register(kind, sentence)
    kinds = {
        "vote": gettext_lazy("Vote"),
        "decide": gettext_lazy("Decide a proposal"),
        "meeting_answer": gettext_lazy("Say whether you come"),
        "action": gettext_lazy("Do what was agreed"),
    }
    tasks.register("bodies", tasks.Source(kinds=kinds, for_person=_waiting))
    notices.register_kind(
        notices.Kind(
            "failed", label=gettext_lazy("A decision of your body no longer fitted"), say=_failed,
            rhythms={"mail": "once"},
        )
    )  # fmt: skip
    for kind, label in (
        ("meeting", gettext_lazy("You are invited to a meeting")),
        ("meeting_moved", gettext_lazy("A meeting you are invited to was moved")),
        ("meeting_cancelled", gettext_lazy("A meeting you are invited to was called off")),
    ):
        notices.register_kind(notices.Kind(kind, label=label, say=_of_meetings, rhythms={"mail": "once"}))
    rounds.every(timedelta(seconds=30))(_take_effect)
    rounds.every(timedelta(hours=1))(_plan_ahead)


def _take_effect(at: datetime) -> None:
    operations.run_due(at)


def _plan_ahead(at: datetime) -> None:
    operations.plan_ahead(at)


def _waiting(person: Person, at: datetime) -> Iterator[Task]:
    for proposal in queries.to_vote(person, at):
        yield _task("vote", proposal, _("Vote"), "")
    for proposal in queries.to_decide(person, at):
        yield _task("decide", proposal, _("Decide"), "A")
    for meeting in queries.to_answer(person, at):
        yield Task(
            kind="meeting_answer", thing=f"meeting:{meeting.pk}", title=meeting.body.name,
            detail=say_moment(meeting.begins_at, readings.calendar().zone, readings.calendar().today(at)),
            address=meeting.get_absolute_url(), verb=_("Answer"), due=meeting.begins_at,
        )  # fmt: skip
    today = readings.calendar().today(at)
    for action in queries.actions_of(person):
        yield Task(
            kind="action", thing=f"action:{action.pk}", title=action.title, detail=action.body.name,
            address=action.body.get_absolute_url(), verb=_("Look"), due=action.due, late=action.due < today,
            since=action.made_at,
        )  # fmt: skip


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


def _of_meetings(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """Two queries. Who has no seat there any more is not told."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    found = queries.meetings_visible_to(person, at).select_related("body").in_bulk(set(numbers.values()))
    calendar = readings.calendar()
    said = {}
    for notice in told:
        meeting = found.get(numbers[notice.pk])
        if meeting is not None:
            sentence = {
                "meeting": _("%(body)s meets %(when)s"),
                "meeting_moved": _("%(body)s was moved to %(when)s"),
                "meeting_cancelled": _("The meeting of %(body)s, %(when)s, was called off"),
            }[notice.kind]
            when = say_moment(meeting.begins_at, calendar.zone, calendar.today(at))
            said[notice.pk] = Words(
                sentence % {"body": meeting.body.name, "when": when}, meeting.get_absolute_url(), meeting.place
            )
    return said
