"""Reading the ledger: timelines and single events, in words."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import Exists, OuterRef, Q, QuerySet
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


def timeline(subject: str, *, person: AbstractBaseUser | None, before: int | None = None, limit: int = 20) -> Timeline:
    """What happened to `subject` (`aspect:12`, `person:7`, `body:3`) that `person` may see. One query, and one for
    each kind of thing that is named.
    """
    mentions = Mention.objects.filter(subject=subject).filter(_visible_to(person, "event__"))
    if before is not None:
        mentions = mentions.filter(event_id__lt=before)
    events = [mention.event for mention in mentions.select_related("event").order_by("-event_id")[: limit + 1]]
    shown = events[:limit]
    return Timeline(subject, entries(shown), shown[-1].number if len(events) > limit else None)


def events_visible_to(person: AbstractBaseUser | None) -> QuerySet[Event]:
    """Every event, but the private ones of others."""
    return Event.objects.filter(_visible_to(person))


def entry(event: Event) -> Entry:
    """One event in words."""
    return entries([event])[0]


def newest(*, about: str | None = None, limit: int) -> list[Entry]:
    """The newest events, newest first, private ones too: for the operator at the machine."""
    events = Event.objects.order_by("-number")
    if about is not None:
        events = events.filter(mentions__subject=about)
    return entries(list(events[:limit]))


def name_of(subject: str) -> subjects.Named:
    """What `subject` is called."""
    return subjects.names_of([subject])[subject]


def _visible_to(person: AbstractBaseUser | None, prefix: str = "") -> Q:
    private = words.private_kinds()
    if not private:
        return Q()
    told_to_all = ~Q(**{f"{prefix}kind__in": private})
    if person is None:
        return told_to_all
    involved = Mention.objects.filter(event=OuterRef("event" if prefix else "number"), subject=f"person:{person.pk}")
    return told_to_all | Q(Exists(involved))


def entries(events: Iterable[Event]) -> list[Entry]:
    """Events in words, in the order given. One query for each kind of thing that is named."""
    listed = list(events)
    names = subjects.names_of({subject for event in listed for subject in words.subjects_in(event)})
    return [Entry(event, *words.say(event, names), words.say_mandate(event)) for event in listed]
