"""What projects register at start: sentences for events, what waits in inboxes, notices."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.capabilities.notifications.tasks import Task
from polder.capabilities.publishing import readings
from polder.features.projects import queries
from polder.features.projects.models import Project
from polder.ground.ledger import subjects, words
from polder.ground.ledger.subjects import Named
from polder.ground.organisation.models import Person

ANSWER_DAYS = 5  # working days to answer a proposal of a project

_SENTENCES = {
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
    "merged": gettext_lazy("%(thing)s goes on in the project %(into)s."),
}
_NOTICES = {
    "project_near": gettext_lazy("A project is proposed near one of yours"),
    "project_decided": gettext_lazy("A project of yours is accepted or declined"),
    "project_joined": gettext_lazy("You are in a project"),
    "project_answer": gettext_lazy("An answer to your request to come into a project"),
}


def register() -> None:
    """Called once, in `ready()`."""
    subjects.register("project", _named, gone=gettext_lazy("a project"))
    for verb, sentence in _SENTENCES.items():
        words.register(f"project.{verb}", sentence)
        words.register(f"restricted_project.{verb}", sentence, private=True)
    kinds = {
        "project": gettext_lazy("Decide on a project"),
        "project_owner": gettext_lazy("Appoint an owner"),
        "project_ask": gettext_lazy("Answer who wants to join"),
        "project_over": gettext_lazy("Close or extend a project"),
        "project_voice": gettext_lazy("Fill a function"),
    }
    tasks.register("projects", tasks.Source(kinds=kinds, for_person=_waiting))
    for kind, label in _NOTICES.items():
        notices.register_kind(notices.Kind(kind, label=label, say=_say, rhythms={"mail": "daily"}))


def _named(numbers: Collection[str]) -> Mapping[str, Named]:
    """A restricted one has no name for who may read a ledger and not the project. One query."""
    rows = Project.objects.in_bulk([int(number) for number in numbers if number.isdecimal()])
    return {
        str(number): Named(_("a restricted project") if row.restricted else row.name, row.get_absolute_url())
        for number, row in rows.items()
    }


def _waiting(person: Person, at: datetime) -> Iterator[Task]:
    calendar = readings.calendar()
    today = calendar.today(at)
    for row in queries.to_accept(person, at):
        due = calendar.after(row.proposed_at, ANSWER_DAYS)
        detail = _("%(name)s proposes it, under “%(aspect)s”") % {
            "name": row.proposed_by.name,
            "aspect": row.aspect.name,
        }
        yield _task("project", row, detail, _("Decide"), letter="A", due=due, late=due < at, since=row.proposed_at)
    for row in queries.to_appoint(person, at):
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
        case _ if accepted:
            return _("Your request to come into “%(project)s” is granted") % names
        case _:
            return _("Your request to come into “%(project)s” is not granted") % names
