"""Reading the ledger: timelines and single events, in words."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from polder.ground.ledger import subjects, words
from polder.ground.ledger.models import Event, Mention


@dataclass(frozen=True, slots=True)
class Entry:
    """An event in words: `text`, the same as `html` with links, and by which `mandate`."""

    event: Event
    text: str
    html: SafeString
    mandate: str

    @property
    def number(self) -> int:
        return self.event.number

    @property
    def at(self) -> datetime:
        return self.event.at

    @property
    def url(self) -> str:
        return reverse("ledger:event", args=[self.event.number])

    def facts(self) -> dict[str, Any]:
        """For machines: as it was recorded, without names."""
        event = self.event
        return {
            "number": event.number, "at": event.at.isoformat(), "kind": event.kind, "actor": event.actor,
            "acting_for": event.acting_for, "thing": event.thing, "aspect": event.aspect,
            "mandate": json.loads(event.mandate), "data": json.loads(event.data), "about": json.loads(event.about),
            "digest": event.digest,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Timeline:
    """Entries about `subject`, newest first; `before` is where the older ones begin, None when there are none."""

    subject: str
    entries: list[Entry]
    before: int | None

    @property
    def older_url(self) -> str:
        return f"{reverse('ledger:timeline', args=[self.subject])}?before={self.before}" if self.before else ""


def timeline(
    subject: str, *, person: AbstractBaseUser | None, at: datetime, before: int | None = None, limit: int = 20
) -> Timeline:
    """What happened to `subject` (`aspect:12`, `person:7`, `body:3`) that `person` may see. One query, and two at most
    for each kind of thing that is named.
    """
    mentions = _trimmed(Mention.objects.filter(subject=subject), person, at, "event__")
    if before is not None:
        mentions = mentions.filter(event_id__lt=before)
    events = [mention.event for mention in mentions.select_related("event").order_by("-event_id")[: limit + 1]]
    shown = events[:limit]
    return Timeline(subject, entries(shown, person, at), shown[-1].number if len(events) > limit else None)


def events_visible_to(person: AbstractBaseUser | None, at: datetime) -> QuerySet[Event]:
    """Every event, but the private ones of others and those about what the person may not see (P10)."""
    return _trimmed(Event.objects.all(), person, at)


def exists_for(subject: str, person: AbstractBaseUser | None, at: datetime) -> bool:
    """May the person know that the subject is there? A guest may when anything they may see happened to it."""
    if subjects.is_kept_from_some(subject) or not _is_told_little(person):
        return not subjects.unseen_of([subject], person, at)
    return _trimmed(Mention.objects.filter(subject=subject), person, at, "event__").exists()


def entry(event: Event, person: AbstractBaseUser | None, at: datetime) -> Entry:
    """One event in words, for who may see it."""
    return entries([event], person, at)[0]


def newest(*, about: str | None = None, limit: int) -> list[Entry]:
    """The newest events, newest first, private ones too: for the operator at the machine."""
    events = Event.objects.order_by("-number")
    if about is not None:
        events = events.filter(mentions__subject=about)
    listed = list(events[:limit])
    return _said(listed, subjects.names_of(_named_in(listed)))


def name_of(subject: str) -> subjects.Named:
    """What `subject` is called."""
    return subjects.names_of([subject])[subject]


def _trimmed[M: Model](
    rows: QuerySet[M], person: AbstractBaseUser | None, at: datetime, prefix: str = ""
) -> QuerySet[M]:
    """Of events, or of rows that lead to one by `prefix`, what the person may see. A guest sees what is about things that
    they may see, and what names them.
    """
    involved: Exists | None = None
    if person is not None:
        named = Mention.objects.filter(subject=f"person:{person.pk}")
        involved = Exists(named.filter(event=OuterRef("event" if prefix else "number")))
    private = words.private_kinds()
    if private:
        told_to_all = ~Q(**{f"{prefix}kind__in": private})
        rows = rows.filter(told_to_all if involved is None else told_to_all | Q(involved))
    others = involved if _is_told_little(person) else None
    return rows.filter(subjects.open_to(person, at, path=f"{prefix}thing", others=others))


def _is_told_little(person: AbstractBaseUser | None) -> bool:
    return bool(getattr(person, "named_only", False))  # the people are a floor up


def entries(events: Iterable[Event], person: AbstractBaseUser | None, at: datetime) -> list[Entry]:
    """Events that the person may see, in words, in the order given. What else they name and the person may not see is
    called by its kind. Two queries at most for each kind of thing that is named.
    """
    listed = list(events)
    named = _named_in(listed)
    unseen = subjects.unseen_of(named - {event.thing for event in listed}, person, at)
    return _said(listed, subjects.names_of(named, unseen=unseen))


def _named_in(events: Iterable[Event]) -> set[str]:
    return {subject for event in events for subject in words.subjects_in(event)}


def _said(events: Iterable[Event], names: Mapping[str, subjects.Named]) -> list[Entry]:
    return [Entry(event, *words.say(event, names), words.say_mandate(event)) for event in events]
