"""What bodies register at start: sentences for events, tasks for the inbox, notices, the round of decisions."""

from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, ngettext_lazy

from polder.capabilities.notifications import notices, tasks
from polder.features.bodies import inviting, money_seen, noticing, operations, queries, quorum_words, waiting
from polder.ground.ledger import rounds, subjects, words
from polder.ground.organisation import removing

_SENTENCES: dict[str, words.Text | words.Teller] = {
    "proposal.made": gettext_lazy("%(who)s proposed: %(thing)s."),
    "proposal.voted": gettext_lazy("%(who)s voted on %(thing)s."),
    "proposal.advised": gettext_lazy("%(who)s gave advice on %(thing)s."),
    "proposal.advice_followed": gettext_lazy("The matrix has changed: others are asked for advice on %(thing)s."),
    "proposal.answered": gettext_lazy("%(who)s answered an objection to %(thing)s."),
    "decision.reviewed": gettext_lazy("%(who)s looked at %(thing)s again."),
    "proposal.passed_on": gettext_lazy("%(who)s passed %(thing)s on to %(to)s: the body that had it ends."),
    "proposal.passed_up": gettext_lazy(
        "%(who)s passed %(thing)s on to %(to)s: the body that had it may not decide it any more."
    ),
    "proposal.unresolved": quorum_words.tell,
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
    "money.committed": gettext_lazy("%(who)s noted an order: %(thing)s."),
    "money.paid": gettext_lazy("%(who)s noted a payment: %(thing)s."),
    "money.withdrawn": gettext_lazy("%(who)s took an entry of money back: %(thing)s."),
    "money.loaded": gettext_lazy("%(who)s loaded a file of payments."),
    "money.foreseen": gettext_lazy("%(who)s said what %(aspect)s will cost this year."),
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
    kept: tuple[tuple[str, str, subjects.Seen, Promise], ...] = (
        ("proposal", "bodies.Proposal", queries.proposals_visible_to, gettext_lazy("a proposal")),
        ("decision", "bodies.Decision", queries.decisions_visible_to, gettext_lazy("a decision")),
        ("meeting", "bodies.Meeting", queries.meetings_visible_to, gettext_lazy("a meeting")),
        ("action", "bodies.Action", queries.actions_visible_to, gettext_lazy("an action")),
        ("budget", "bodies.Budget", money_seen.budgets, gettext_lazy("a budget")),
        ("money", "bodies.Entry", money_seen.entries, gettext_lazy("money")),
        ("forecast", "bodies.Forecast", money_seen.forecasts, gettext_lazy("a forecast")),
    )
    for noun, model, seen, name in kept:
        subjects.register(noun, subjects.of_model(model), gone=name, seen=seen, unseen=name)
    for kind, sentence in _SENTENCES.items():
        words.register(kind, sentence)
    kinds = {
        "vote": gettext_lazy("Vote"),
        "decide": gettext_lazy("Decide a proposal"),
        "meeting_answer": gettext_lazy("Say whether you come"),
        "action": gettext_lazy("Do what was agreed"),
        "proposal_advice": gettext_lazy("Advise on a proposal"),
        "decision_review": gettext_lazy("Look at a decision again"),
    }
    tasks.register("bodies", tasks.Source(kinds=kinds, for_person=waiting.for_person))
    notices.register_kind(
        notices.Kind(
            "failed", label=gettext_lazy("A decision of your body no longer fitted"), say=noticing.failed,
            rhythms={"mail": "once"},
        )
    )  # fmt: skip
    notices.register_kind(
        notices.Kind(
            "decided", label=gettext_lazy("Something that you are told about was decided"), say=noticing.decided,
            rhythms={"mail": "daily"},
        )
    )  # fmt: skip
    notices.register_kind(
        notices.Kind(
            "proposal_advice", label=gettext_lazy("You are asked for advice on a proposal"), task=True,
            rhythms={"mail": "once"},
        )
    )  # fmt: skip
    for kind, label, say in (
        ("proposal_released", gettext_lazy("Your advice on a proposal is not asked any more"), noticing.released),
        ("objection_answered", gettext_lazy("An objection of yours to a proposal is answered"), noticing.answered),
    ):
        notices.register_kind(notices.Kind(kind, label=label, say=say, rhythms={"mail": "daily"}))
    for kind, label in (
        ("meeting", gettext_lazy("You are invited to a meeting")),
        ("meeting_moved", gettext_lazy("A meeting you are invited to was moved")),
        ("meeting_cancelled", gettext_lazy("A meeting you are invited to was called off")),
    ):
        notices.register_kind(
            notices.Kind(kind, label=label, say=noticing.of_meetings, rhythms={"mail": "once"}, mail=inviting.letter)
        )
    rounds.every(timedelta(seconds=30))(_take_effect)
    rounds.every(timedelta(hours=1))(_plan_ahead)
    rounds.every(timedelta(minutes=10))(_follow)


def _take_effect(at: datetime) -> None:
    operations.run_due(at)


def _plan_ahead(at: datetime) -> None:
    operations.plan_ahead(at)


def _follow(at: datetime) -> None:
    """Letters begin and end with time alone."""
    operations.follow_all(at)
