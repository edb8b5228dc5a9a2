"""Making mail of notices whose moment has come: one each for what is told at once, a digest for the rest.

A mail is made in the transaction that takes its notices off the list, so nothing is made twice and nothing is lost.
What was read meanwhile, no longer waits or may no longer be seen is left out; when nothing is left, nothing is sent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from time import monotonic
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

from polder.base.words import say_moment
from polder.capabilities.notifications import acting, notices, tasks
from polder.capabilities.notifications.models import MailOut, Notice
from polder.capabilities.notifications.tasks import Task
from polder.ground.organisation.models import Organisation, Person

_AT_MOST: Final = 200  # people in one round
_SECONDS: Final = 3.0  # a round gives way to what else a worker does
_SUBJECT: Final = 150


@dataclass(frozen=True, slots=True)
class Button:
    """Something to do with a thing, and the whole address where it is done."""

    label: str | Promise
    address: str


@dataclass(frozen=True, slots=True)
class Item:
    """A notice in a mail: in words, with whole addresses."""

    notice: Notice
    title: str
    detail: str
    address: str
    verb: str | Promise
    why: str | Promise
    due: str
    buttons: Sequence[Button]


def make_due(at: datetime) -> int:
    """Make the mail that is due, person by person. How many mails were made."""
    begun, made = monotonic(), 0
    waiting = Notice.objects.filter(mail_due__lte=at).order_by("mail_due").values_list("person_id", flat=True)
    for person in list(dict.fromkeys(waiting[: _AT_MOST * 10]))[:_AT_MOST]:
        made += make_for(person, at)
        if monotonic() - begun > _SECONDS:
            break
    return made


@transaction.atomic
def make_for(number: int, at: datetime) -> int:
    """The mail that is due for this person; each notice once, whoever else makes mail now."""
    due = Notice.objects.filter(person=number, mail_due__lte=at)
    # SQLite knows no row locks and needs none: there a transaction that writes has begun alone.
    taken = list(due.select_for_update(skip_locked=True).select_related("person").order_by("at", "pk"))
    if not taken:
        return 0
    Notice.objects.filter(pk__in=[notice.pk for notice in taken]).update(mail_due=None)
    person = taken[0].person
    if not person.email or not person.counts(at):
        return 0
    organisation = Organisation.objects.filter(pk=1).first()
    language = person.language or (organisation.language if organisation else settings.LANGUAGE_CODE)
    with translation.override(language), timezone.override(notices.hours_of(person).zone):
        return _write(person, taken, organisation.name if organisation else "", language, at)


def _write(person: Person, taken: Sequence[Notice], organisation: str, language: str, at: datetime) -> int:
    items = list(_items(person, taken, at))
    frame = {"person": person, "organisation": organisation, "language": language, "style": _style()}
    at_once = [item for item in items if not item.notice.mail_held]
    for item in at_once:
        _mail_one(person, item, frame, at)
    digest = [item for item in items if item.notice.mail_held]
    if digest:
        _mail_digest(person, digest, frame, at)
    return len(at_once) + bool(digest)


def _items(person: Person, taken: Iterable[Notice], at: datetime) -> Iterable[Item]:
    """What is still news, or still waits, in words."""
    new = [notice for notice in taken if notice.read_at is None]
    kinds = {notice.kind: notices.kind_of(notice.kind) for notice in new}
    told = [notice for notice in new if (kind := kinds[notice.kind]) is not None and not kind.task]
    said = notices.words_for(person, told, at)
    asked = any((kind := kinds[notice.kind]) is not None and kind.task for notice in new)
    waiting = {(task.kind, task.thing): task for task in tasks.for_person(person, at)} if asked else {}
    spoken_of: set[tuple[str, str]] = set()
    for notice in new:
        kind = kinds[notice.kind]
        if kind is None:
            continue
        if not kind.task:
            words = said.get(notice.pk)
            if words is not None:
                yield Item(notice, words.title, words.detail, whole(words.address), "", kind.label, "", ())
            continue
        task = waiting.get((notice.kind, notice.thing))
        # Asked and reminded of one thing while quiet: one line says it.
        if task is not None and not (notice.mail_held and (task.kind, task.thing) in spoken_of):
            spoken_of.add((task.kind, task.thing))
            yield _of_task(person, notice, task, kind.label, at)


def _of_task(person: Person, notice: Notice, task: Task, why: str | Promise, at: datetime) -> Item:
    due = tasks.due_moment(task, timezone.get_current_timezone())
    buttons = [
        Button(
            action.label,
            whole(acting.address(acting.Link(person.pk, task.kind, task.thing, action.key, at, task.shown))),
        )
        for action in tasks.actions_of(task.kind)
        if action.mail
    ]
    until = say_moment(due, timezone.get_current_timezone(), timezone.localtime(at).date()) if due else ""
    return Item(notice, task.title, task.detail, whole(task.address), task.verb, why, until, buttons)


def _mail_one(person: Person, item: Item, frame: dict[str, object], at: datetime) -> None:
    first = MailOut.objects.filter(person=person, thing=item.notice.thing).order_by("pk")
    kind = notices.kind_of(item.notice.kind)
    letter = kind.mail(person, item.notice, at) if kind is not None and kind.mail is not None else None
    context = frame | {"item": item, "settings": whole(reverse("notifications:settings"))}
    context |= letter.context if letter else {}
    template = letter.template if letter else "notifications/mail/notice"
    _keep(
        person, template, item.title, context, at, thing=item.notice.thing, name=f"notice-{item.notice.pk}",
        in_reply_to=first.values_list("message_id", flat=True).first() or "",
        calendar=letter.calendar if letter else "",
    )  # fmt: skip


def _mail_digest(person: Person, items: Sequence[Item], frame: dict[str, object], at: datetime) -> None:
    subject = items[0].title
    if len(items) > 1:
        rest = len(items) - 1
        words = {"title": subject, "n": rest}
        subject = ngettext("%(title)s, and %(n)d more", "%(title)s, and %(n)d more", rest) % words
    todo = [item for item in items if item.verb]
    context = frame | {
        "todo": todo,
        "news": [item for item in items if not item.verb],
        "settings": whole(reverse("notifications:settings")),
        "inbox": whole(reverse("notifications:inbox")),
    }
    _keep(person, "notifications/mail/digest", subject, context, at, name=f"digest-{items[0].notice.pk}")


def _keep(
    person: Person, template: str, subject: str, context: dict[str, object], at: datetime, *, name: str,
    thing: str = "", in_reply_to: str = "", calendar: str = "",
) -> None:  # fmt: skip
    MailOut.objects.create(
        person=person,
        address=person.email or "",
        thing=thing,
        message_id=_message_id(f"{name}.{person.pk}"),
        in_reply_to=in_reply_to,
        subject=" ".join(subject.split())[:_SUBJECT],
        text=render_to_string(f"{template}.txt", context),
        html=render_to_string(f"{template}.html", context),
        calendar=calendar,
        made_at=at,
        due=at,
    )


def _message_id(name: str) -> str:
    """The same for the same mail, and nobody's but ours."""
    base = urlsplit(settings.POLDER_BASE_URL)
    mark = sha256(f"{settings.SECRET_KEY}{name}".encode()).hexdigest()[:12]
    return f"<{name}.{mark}@{base.hostname or 'localhost'}>"


def whole(address: str) -> str:
    """The address with our host before it, as a mail needs it."""
    return address if "://" in address else f"{settings.POLDER_BASE_URL}{address}"


@cache
def _style() -> SafeString:
    """Mail has no style sheets: the rules stand in its head."""
    return mark_safe(f"<style>{render_to_string('notifications/mail/mail.css')}</style>")  # noqa: S308  # our own file
