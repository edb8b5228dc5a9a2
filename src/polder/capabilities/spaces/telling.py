"""What spaces register at start: sentences for events, tasks for the inbox, notices, what is kept."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from polder.base.words import say_day
from polder.capabilities.discussion.models import Comment
from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.capabilities.publishing import readings
from polder.capabilities.spaces import holdings, membership
from polder.capabilities.spaces.holdings import Held, Keeper
from polder.capabilities.spaces.models import File, Space, Task
from polder.capabilities.spaces.models.tasks import OPEN
from polder.capabilities.spaces.operations.files import empty_bin, hand_over_files
from polder.capabilities.spaces.operations.tasks import hand_over_tasks, tell_of_late
from polder.capabilities.spaces.queries import files as of_files
from polder.capabilities.spaces.queries import spaces as of_spaces
from polder.capabilities.spaces.queries import tasks as of_tasks
from polder.ground.ledger import rounds, subjects, words
from polder.ground.ledger.subjects import Named
from polder.ground.organisation import panels, removing
from polder.ground.organisation.models import Person

_SENTENCES = {
    "space.opened": gettext_lazy("%(who)s opened a space for %(thing)s."),
    "space.closed": gettext_lazy("%(who)s closed the space of %(thing)s."),
    "space.reopened": gettext_lazy("%(who)s opened the space of %(thing)s again."),
    "space.handed_over": gettext_lazy("%(who)s handed the space of %(thing)s over to %(to)s."),
    "space.muted": gettext_lazy("%(who)s muted the space of %(thing)s."),
    "space.heard": gettext_lazy("%(who)s hears of the space of %(thing)s again."),
    "task.added": gettext_lazy("%(who)s added a task."),
    "task.changed": gettext_lazy("%(who)s changed a task."),
    "task.given": gettext_lazy("%(who)s gave a task to somebody else."),
    "task.moved": gettext_lazy("%(who)s moved a task."),
    "space_file.added": gettext_lazy("%(who)s added a file."),
    "space_file.renewed": gettext_lazy("%(who)s added a version of a file."),
    "space_file.renamed": gettext_lazy("%(who)s renamed a file."),
    "space_file.binned": gettext_lazy("%(who)s put a file in the bin."),
    "space_file.brought_back": gettext_lazy("%(who)s brought a file back from the bin."),
    "space_file.gone": gettext_lazy("A file had lain in the bin for 93 days and is gone."),
}

_LISTED: Final = 100
_OWN: Final = {"space.muted", "space.heard"}  # nobody else's business


def register() -> None:
    """Called once, in `ready()`."""
    for noun, find, seen, name in (
        ("space", _by_party, membership.visible_to, gettext_lazy("a space")),
        ("task", _no_name, of_tasks.visible_to, gettext_lazy("a task")),
        ("space_file", _no_name, of_files.visible_to, gettext_lazy("a file")),
    ):
        subjects.register(noun, find, gone=name, seen=seen, unseen=name)
    for kind, sentence in _SENTENCES.items():
        words.register(kind, sentence, private=kind in _OWN or not kind.startswith("space."))
    kinds = {
        "task": gettext_lazy("Do a task"),
        "task_strayed": gettext_lazy("Find somebody for a task"),
        "space_left": gettext_lazy("Hand over a space"),
    }
    tasks.register("spaces", tasks.Source(kinds=kinds, for_person=_waiting))
    for kind, label, say in (
        ("task_given", gettext_lazy("You are given a task"), _given),
        ("space_handed_over", gettext_lazy("A space is handed over to you"), _handed_over),
        ("space_said", gettext_lazy("Somebody says something in a space of yours"), _said),
    ):
        notices.register_kind(notices.Kind(kind, label=label, say=say))
    panels.register("telling", panels.Panel("muted", "spaces/_muted.html", _muted, order=10))
    holdings.register("tasks", Keeper(gettext_lazy("Open tasks"), held=_open_tasks, hand_over=hand_over_tasks))
    holdings.register("files", Keeper(gettext_lazy("Files"), held=_files, hand_over=hand_over_files))
    label = gettext_lazy("A task of yours is late")
    notices.register_kind(notices.Kind("task", label=label, task=True, rhythms={"mail": "daily"}))
    rounds.every(timedelta(hours=1))(_remind)
    removing.count("spaces.space", ngettext_lazy("%(n)d space", "%(n)d spaces", "n"))
    panels.register("leaving", panels.Panel("tasks", "spaces/_leaving.html", _left_behind, order=40))
    rounds.every(timedelta(hours=6))(_empty_bins)


def _by_party(numbers: Collection[str]) -> Mapping[str, Named]:
    """A space is called as its party, and has no address for whoever reads a timeline."""
    rows = Space.objects.select_related("party__unit", "party__body").filter(
        pk__in=[int(number) for number in numbers if number.isdecimal()]
    )
    return {str(row.pk): Named(str(row)) for row in rows}


def _no_name(_numbers: Collection[str]) -> Mapping[str, Named]:
    """The ledger names nothing that is in a space: whoever reads a timeline may not see it."""
    return {}


def _waiting(person: Person, at: datetime) -> Iterator[tasks.Task]:
    today = readings.calendar().today(at)
    for row in of_tasks.of_owner(person, at, today):
        yield _for_inbox("task", row, str(row.space), _("Open"))
    for row in of_tasks.strayed(person, at):
        detail = _("%(name)s is no member of “%(space)s” any more.") % {"name": row.owner.name, "space": row.space}
        yield _for_inbox("task_strayed", row, detail, _("Give it to somebody"), letter="A")
    for space in of_spaces.left_behind(person, at):
        yield tasks.Task(
            kind="space_left", thing=f"space:{space.pk}", title=str(space), letter="A", verb=_("Hand over"),
            detail=_("This body has ended: hand over what its space holds, or close it."),
            address=reverse("spaces:end", args=[space.party.ref]), since=None if space.party.body is None else space.party.body.valid_until,
        )  # fmt: skip


def _for_inbox(kind: str, row: Task, detail: str, verb: str, letter: str = "") -> tasks.Task:
    return tasks.Task(
        kind=kind, thing=f"task:{row.pk}", title=row.title, detail=detail, address=row.get_absolute_url(), verb=verb,
        letter=letter, due=row.due, since=row.moved_at,
    )  # fmt: skip


def _given(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    rows = of_tasks.visible_to(person, at).select_related("made_by", "space__party__unit", "space__party__body")
    found = rows.in_bulk([_number(notice) for notice in told])
    said = {}
    for notice in told:
        task = found.get(_number(notice))
        if task is not None:
            values = {"title": task.title, "space": task.space}
            due = _("By %(day)s.") % {"day": say_day(task.due)} if task.due else ""
            said[notice.pk] = Words(
                _("A task for you in “%(space)s”: %(title)s") % values, task.get_absolute_url(), due
            )
    return said


def _handed_over(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    rows = membership.visible_to(person, at).select_related("aspect", "party__unit", "party__body")
    found = rows.in_bulk([_number(notice) for notice in told])
    return {
        notice.pk: Words(
            _("The space of “%(space)s” now falls under “%(aspect)s”") % {"space": space, "aspect": space.aspect},
            space.get_absolute_url(),
        )
        for notice in told
        if (space := found.get(_number(notice))) is not None
    }


def _said(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    comments = Comment.objects.select_related("author").in_bulk([_number(notice) for notice in told])
    shown = {number: comment for number, comment in comments.items() if comment.shown}
    refs = [comment.thing.partition(":") for comment in shown.values()]
    spaces = membership.visible_to(person, at).select_related("party__unit", "party__body")
    named: dict[str, Space | Task] = {}
    for kind, rows in (("space", spaces), ("task", of_tasks.visible_to(person, at))):
        found = rows.in_bulk([int(number) for which, _colon, number in refs if which == kind])
        named |= {f"{kind}:{number}": row for number, row in found.items()}
    said = {}
    for notice in told:
        comment = shown.get(_number(notice))
        thing = None if comment is None else named.get(comment.thing)
        if comment is not None and thing is not None:
            words = _("%(who)s says something in “%(title)s”") % {"who": comment.author.name, "title": thing}
            address = f"{reverse('discussion:talk', args=[comment.thing])}#comment-{comment.pk}"
            said[notice.pk] = Words(words, address)
    return said


def _number(notice: Notice) -> int:
    return int(notice.thing.partition(":")[2])


def _open_tasks(space: Space, at: datetime) -> Held | None:
    count = Task.objects.filter(space=space, state__in=OPEN).count()
    said = ngettext("%(n)d open task", "%(n)d open tasks", count) % {"n": count}
    return Held(said, count, reverse("spaces:tasks", args=[space.party.ref]))


def _files(space: Space, at: datetime) -> Held | None:
    count = File.objects.filter(space=space, binned_at=None).count()
    said = ngettext("%(n)d file", "%(n)d files", count) % {"n": count}
    return Held(said, count, reverse("spaces:files", args=[space.party.ref]))


def _empty_bins(at: datetime) -> None:
    empty_bin(at)


def _left_behind(thing: Model, asker: Person, at: datetime) -> int | None:
    """How many open tasks a leaver owns (G20): a number, for whoever notes the leave may not see them."""
    count = (
        Task.objects.filter(owner=thing, state__in=OPEN, space__closed_at=None).count()
        if isinstance(thing, Person)
        else 0
    )
    return count or None


def _muted(thing: Model, asker: Person, at: datetime) -> list[Space] | None:
    """What the person has muted, beside how they are told. One query."""
    rows = Space.objects.filter(muted__person=asker).select_related("party__unit", "party__body")
    return list(rows.order_by("party__ref")[:_LISTED]) or None


def _remind(at: datetime) -> None:
    tell_of_late(at)
