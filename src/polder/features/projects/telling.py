"""What projects register at start: sentences for events, what waits in inboxes, notices."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.sent_numbers import numbers_in
from polder.base.words import say_day
from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.capabilities.notifications.tasks import Task
from polder.capabilities.publishing import readings
from polder.capabilities.spaces import holdings
from polder.features.projects import leaving, queries
from polder.features.projects.models import Project
from polder.features.projects.operations import closing
from polder.ground.ledger import subjects, words
from polder.ground.ledger.subjects import Named
from polder.ground.ledger.words import Sentence, Teller, Told
from polder.ground.organisation.models import Person

ANSWER_DAYS = 5  # working days to answer a proposal of a project


def _with_days(template: Promise) -> Teller:
    """Days of the event's facts as people say them."""

    def tell(told: Told) -> Sentence:
        today = timezone.localdate()
        days = {name: date.fromisoformat(told.data[name]) for name in ("due", "was") if name in told.data}
        return Sentence(template, {name: say_day(day, today, weekday=False) for name, day in days.items()})

    return tell


_SENTENCES: dict[str, Promise | Teller] = {
    "proposed": gettext_lazy("%(who)s proposed the project %(thing)s."),
    "changed": gettext_lazy("%(who)s changed the project %(thing)s."),
    "accepted": gettext_lazy("%(who)s accepted the project %(thing)s; its team is made."),
    "declined": gettext_lazy("%(who)s declined the project %(thing)s."),
    "withdrawn": gettext_lazy("%(who)s withdrew the project %(thing)s."),
    "paused": gettext_lazy("%(who)s paused the project %(thing)s."),
    "resumed": gettext_lazy("%(who)s let the project %(thing)s go on."),
    "person_added": gettext_lazy("%(who)s added %(person)s to the project %(thing)s."),
    "person_removed": gettext_lazy("%(person)s left the project %(thing)s, as %(who)s noted."),
    "owner_appointed": gettext_lazy("%(who)s appointed %(owner)s as owner of the project %(thing)s."),
    "asked": gettext_lazy("%(who)s asked to come into the project %(thing)s."),
    "asked_answered": gettext_lazy("%(who)s answered %(person)s, who asked to come into %(thing)s."),
    "reported": gettext_lazy("%(who)s told how the project %(thing)s stands."),
    "milestone_set": _with_days(gettext_lazy("%(who)s set a milestone of %(thing)s on %(due)s.")),
    "milestone_moved": _with_days(gettext_lazy("%(who)s moved a milestone of %(thing)s from %(was)s to %(due)s.")),
    "milestone_reached": gettext_lazy("A milestone of %(thing)s is reached, as %(who)s noted."),
    "risk_noted": gettext_lazy("%(who)s noted a risk of %(thing)s."),
    "risk_closed": gettext_lazy("%(who)s closed a risk of %(thing)s."),
    "closing_asked": gettext_lazy("%(who)s asked to close the project %(thing)s."),
    "ended": gettext_lazy("%(who)s closed the project %(thing)s; what it left went to %(to)s."),
    "merged": gettext_lazy("%(thing)s goes on in the project %(into)s."),
}
_NOTICES = {
    "project_near": gettext_lazy("A project is proposed near one of yours"),
    "project_decided": gettext_lazy("A project of yours is accepted or declined"),
    "project_joined": gettext_lazy("You are in a project"),
    "project_answer": gettext_lazy("An answer to your request to come into a project"),
    "project_ended": gettext_lazy("A project that you are in is closed"),
}


def register() -> None:
    """Called once, in `ready()`."""
    name = gettext_lazy("a project")
    subjects.register("project", _named, gone=name, seen=queries.projects_visible_to, unseen=name)
    for verb, sentence in _SENTENCES.items():
        words.register(f"project.{verb}", sentence)
        words.register(f"restricted_project.{verb}", sentence, private=True)
    kinds = {
        "project": gettext_lazy("Decide on a project"),
        "project_owner": gettext_lazy("Appoint an owner"),
        "project_ask": gettext_lazy("Answer who wants to join"),
        "project_over": gettext_lazy("Close or extend a project"),
        "project_close": gettext_lazy("Close a project"),
        "project_milestone": gettext_lazy("A milestone is late"),
        "project_voice": gettext_lazy("Fill a function"),
    }
    tasks.register("projects", tasks.Source(kinds=kinds, for_person=_waiting))
    holdings.register(
        "risks", holdings.Keeper(gettext_lazy("Open risks"), held=leaving.risks_held, hand_over=closing.hand_over_risks)
    )
    for kind, label in _NOTICES.items():
        notices.register_kind(notices.Kind(kind, label=label, say=_say, rhythms={"mail": "daily"}))


def _named(numbers: Collection[str]) -> Mapping[str, Named]:
    """A restricted one has no name for who may read a ledger and not the project. One query."""
    rows = Project.objects.in_bulk(numbers_in(list(numbers)))
    return {
        str(number): Named(_("a restricted project") if row.restricted else row.name, row.get_absolute_url())
        for number, row in rows.items()
    }


def _waiting(person: Person, at: datetime) -> Iterator[Task]:
    calendar = readings.calendar()
    today = calendar.today(at)
    answered = queries.answered_by(person, at)
    for row in queries.to_accept(answered):
        due = calendar.after(row.proposed_at, ANSWER_DAYS)
        detail = _("%(name)s proposes it, under “%(aspect)s”") % {
            "name": row.proposed_by.name,
            "aspect": row.aspect.name,
        }
        yield _task("project", row, detail, _("Decide"), letter="A", due=due, late=due < at, since=row.proposed_at)
    for row in queries.to_appoint(answered, at):
        detail = _("%(name)s, who owned it, has left") % {"name": row.owner.name}
        yield _task("project_owner", row, detail, _("Appoint"), letter="A", severity="high")
    for ask in queries.asks_for(person):
        yield Task(
            kind="project_ask", thing=f"project_ask:{ask.pk}", title=_("%(name)s wants to come into “%(project)s”") % {
                "name": ask.by.name, "project": ask.project.name},
            detail=ask.text[:200], address=ask.project.get_absolute_url(), verb=_("Answer"), since=ask.at,
        )  # fmt: skip
    for row in queries.over_time(person, today):
        yield _task("project_over", row, _("Its last day has passed"), _("Look"), due=row.ends, late=True)
    for row in queries.to_close(answered):
        detail = _("%(name)s says that it is done") % {"name": row.owner.name}
        yield _task("project_close", row, detail, _("Close it"), letter="A", since=row.closing_asked_at)
    for milestone in queries.late_milestones(person, today):
        yield Task(
            kind="project_milestone", thing=f"milestone:{milestone.pk}", title=milestone.title, detail=milestone.project.name,
            address=milestone.project.get_absolute_url(), verb=_("Look"), due=milestone.due, late=True,
        )  # fmt: skip
    mine = list(Project.objects.filter(owner=person, state=Project.State.PROPOSED)[: queries.MOST])
    missing = queries.missing_voices(mine)
    for row in mine:
        if row.pk in missing:
            detail = _("Nobody in it speaks for: %(functions)s") % {"functions": ", ".join(missing[row.pk])}
            yield _task("project_voice", row, detail, _("Look"), severity="medium", since=row.proposed_at)


def _task(kind: str, row: Project, detail: str, verb: str, **rest: Any) -> Task:
    return Task(
        kind=kind, thing=row.ref, title=row.name, detail=detail, address=row.get_absolute_url(), verb=verb, **rest
    )


def _say(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """Two queries. Who may not see the project (any more) is not told."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    found = queries.projects_visible_to(person, at).in_bulk(set(numbers.values()))
    said = {}
    for notice in told:
        project = found.get(numbers[notice.pk])
        if project is not None:
            said[notice.pk] = Words(_sentence(notice, project), project.get_absolute_url(), project.outcome[:200])
    return said


def _sentence(notice: Notice, project: Project) -> str:
    names = {"project": project.name}
    accepted = bool(notice.data.get("accepted"))
    match notice.kind:
        case "project_near":
            return _("“%(project)s” is proposed, near a project of yours") % names
        case "project_decided" if accepted:
            return _("“%(project)s” is accepted; its team is made") % names
        case "project_decided":
            return _("“%(project)s” is not started") % names
        case "project_joined":
            return _("You are in the project “%(project)s”") % names
        case "project_ended":
            return _("“%(project)s” is closed") % names
        case _ if accepted:
            return _("Your request to come into “%(project)s” is granted") % names
        case _:
            return _("Your request to come into “%(project)s” is not granted") % names
