"""What people are told: kinds with their words, telling many at once, and what somebody was told.

    notices.register_kind(
        notices.Kind(
            "published",
            label=_("A page that you are told about is published"),
            say=words.published,
            rhythms={"web": "once", "mail": "daily"},
        ),
    )
    notices.tell(people, "published", thing=f"page:{page.pk}", event_at=event.at, key=str(event.number), data={...})

A kind with `task=True` is mail and push about a task of the same kind and thing (tasks.py): it stands in the inbox
and not among the notices, and it no longer leaves once the task is gone.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.functional import Promise

from polder.capabilities.notifications import models, rhythm, writing
from polder.capabilities.notifications.models import Notice, Preference
from polder.capabilities.notifications.rhythm import ChannelName, Chosen, Due, Hours, RhythmName
from polder.ground.organisation.models import Organisation, Person

type Text = str | Promise

MOST_COUNTED = 99  # of what is new; beyond that it is “99+”, and cheap
_FEW = 500  # up to here what people chose is asked for by name; beyond, all who chose anything are read


@dataclass(frozen=True, slots=True)
class Words:
    """A notice as its reader sees it, in the active language: a sentence, where it leads, and a line of detail."""

    title: str
    address: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A whole mail instead of a line: a template (`news/mail/issue`, without its ending, for text and HTML) and what it takes
    beside person, organisation, language, style and settings. `calendar` is an invitation (iTIP) that goes with it.
    """

    template: str
    context: Mapping[str, Any]
    calendar: str = ""


type Say = Callable[[Person, Sequence[Notice], datetime], Mapping[int, Words]]


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that people are told of.

    `label` names it where people choose how they are told. `say` puts notices of this kind into words, by their number,
    in a bounded number of queries; what the person may not see (any more) it leaves out, and then it is not shown and
    not counted in any mail. `rhythms` holds until a person chooses otherwise; `web` is always `once`, `daily` or `weekly`.
    `mail` may write a whole letter of a notice that leaves at once, in the active language; None: the usual line.
    `urgent` waits for no quiet hours. `fixed` is told as the kind says, whatever anybody chose.
    """

    key: str
    label: Text
    say: Say | None = None
    rhythms: Mapping[ChannelName, RhythmName] = field(default_factory=dict)
    mail: Callable[[Person, Notice, datetime], Letter | None] | None = None
    task: bool = False
    urgent: bool = False
    fixed: bool = False


class RegistrationError(Exception):
    """A kind of notice is taken, has no words, or is not known. Stops the start."""


_kinds: dict[str, Kind] = {}


def register_kind(kind: Kind) -> None:
    """Add a kind, in `ready()`. Raises RegistrationError."""
    if kind.key in _kinds:
        raise RegistrationError(f"There is a kind of notice {kind.key!r} already.")
    if kind.say is None and not kind.task:
        raise RegistrationError(f"The kind of notice {kind.key!r} has no words.")
    if kind.rhythms.get("web") == "never":
        raise RegistrationError(f"The kind of notice {kind.key!r} must be told here.")
    _kinds[kind.key] = kind


def kinds() -> list[Kind]:
    """Every kind, in the order of registration."""
    return list(_kinds.values())


def kinds_to_choose() -> list[Kind]:
    """Those of which everybody chooses how they are told."""
    return [kind for kind in _kinds.values() if not kind.fixed]


def kind_of(key: str) -> Kind | None:
    """The kind, or None when what had it is gone."""
    return _kinds.get(key)


def rhythms_of(kind: Kind) -> dict[ChannelName, RhythmName]:
    """How people are told of it who chose nothing: here at once, else not unless the kind says so."""
    return {"web": "once", "mail": "never", "push": "never", **kind.rhythms}


def tell(
    people: Iterable[Person | int],
    kind: str,
    *,
    thing: str,
    event_at: datetime,
    key: str,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Tell each of the people (or numbers of people) once of what happened to `thing` ("page:4") at `event_at`.

    Telling again of the same thing under the same kind and key changes nothing for who was told. Whether and when mail and push leave
    follows from what each chose. Three queries, and one for each group that is told at the same moments. Raises RegistrationError for a kind
    that nobody registered.
    """
    known = _kinds.get(kind)
    if known is None:
        raise RegistrationError(f"Nobody registered the kind of notice {kind!r}.")
    numbers = list(dict.fromkeys(person if isinstance(person, int) else person.pk for person in people))
    if not numbers:
        return
    plan = _plan(known, numbers, event_at)
    by_due: defaultdict[Due, list[int]] = defaultdict(list)
    for number in numbers:
        by_due[plan(number)].append(number)
    same = {"kind": kind, "key": key, "thing": thing, "at": event_at, "data": dict(data or {}), "read_at": None}
    for due, some in by_due.items():
        shown_at = None if known.task else due.shown_at
        leaves = {"shown_at": shown_at, "mail_due": due.mail, "mail_held": due.mail_held, "push_due": due.push}
        writing.insert(some, same | leaves)


def told(person: Person, at: datetime) -> QuerySet[Notice]:
    """What the person was told up to `at`, newest first. Nothing for somebody inactive (G1)."""
    if not person.counts(at):
        return Notice.objects.none()
    shown = Notice.objects.filter(person=person, shown_at__lte=at, at__lte=at)
    return shown.filter(kind__in=_of_notices()).order_by("-shown_at", "-pk")


def unread(person: Person, at: datetime) -> int:
    """How many of these are new to the person and can be shown to them: of the newest `MOST_COUNTED`. A query, and what
    the kinds ask."""
    return len(words_for(person, told(person, at).filter(read_at=None)[:MOST_COUNTED], at))


def kinds_of(person: Person, at: datetime) -> set[str]:
    """The kinds of notices that the person was ever told up to `at`, read or not, whatever rhythm they chose. One query."""
    if not person.counts(at):
        return set()
    found = Notice.objects.filter(person=person, at__lte=at, kind__in=_of_notices())
    return set(found.order_by().values_list("kind", flat=True).distinct())


def people_told(kind: str, thing: str, key: str = "") -> set[int]:
    """Numbers of the people who were told of the thing, under this key where it is given. One query."""
    found = Notice.objects.filter(kind=kind, thing=thing)
    if key:
        found = found.filter(key=key)
    return set(found.order_by().values_list("person_id", flat=True))


def words_for(person: Person, notices: Iterable[Notice], at: datetime) -> dict[int, Words]:
    """Notices in words, by number; those that the person may not see are left out. What the kinds ask, once each."""
    by_kind: defaultdict[str, list[Notice]] = defaultdict(list)
    for notice in notices:
        by_kind[notice.kind].append(notice)
    said: dict[int, Words] = {}
    for key, some in by_kind.items():
        kind = _kinds.get(key)
        if kind is not None and kind.say is not None:
            said.update(kind.say(person, some, at))
    return said


def chosen_by(person: Person) -> dict[str, dict[ChannelName, RhythmName]]:
    """How the person is told of each kind. One query."""
    found = {kind.key: rhythms_of(kind) for kind in kinds()}
    for row in Preference.objects.filter(person=person, kind__in=[key for key in found if not _kinds[key].fixed]):
        found[row.kind][_channel(row.channel)] = _rhythm(row.rhythm)
    return found


def hours_of(person: Person) -> Hours:
    """The person's day. Two queries."""
    zone = _zone()
    row = models.Hours.objects.filter(person=person).first()
    return _hours(row, zone) if row else Hours(zone)


def _of_notices() -> list[str]:
    return [kind.key for kind in _kinds.values() if not kind.task]


def _plan(kind: Kind, numbers: Sequence[int], at: datetime) -> Callable[[int], Due]:
    """When each of the people is told. Three queries; alike choices are worked out once."""
    zone = _zone()
    choices = Preference.objects.none() if kind.fixed else Preference.objects.filter(kind=kind.key)
    days = models.Hours.objects.all()
    if len(numbers) <= _FEW:
        choices, days = choices.filter(person__in=numbers), days.filter(person__in=numbers)
    chosen: defaultdict[int, dict[ChannelName, RhythmName]] = defaultdict(dict)
    for number, channel, wanted in choices.values_list("person_id", "channel", "rhythm"):
        chosen[number][_channel(channel)] = _rhythm(wanted)
    hours = {row.person_id: _hours(row, zone) for row in days}
    usual, usual_hours = rhythms_of(kind), Hours(zone)
    worked_out: dict[tuple[tuple[tuple[ChannelName, RhythmName], ...], Hours], Due] = {}

    def plan(number: int) -> Due:
        mine = usual | chosen[number] if number in chosen else usual
        of_day = hours.get(number, usual_hours)
        like = (tuple(mine.items()), of_day)
        if like not in worked_out:
            worked_out[like] = rhythm.due(Chosen(mine), of_day, at, urgent=kind.urgent)
        return worked_out[like]

    return plan


def _zone() -> ZoneInfo:
    organisation = Organisation.objects.filter(pk=1).only("zone").first()
    return ZoneInfo(organisation.zone if organisation else "Europe/Amsterdam")


def _hours(row: models.Hours, zone: ZoneInfo) -> Hours:
    own = ZoneInfo(row.zone) if row.zone else zone
    return Hours(
        own, row.morning, row.weekday, row.quiet_from, row.quiet_until, row.quiet_weekend, row.away_from, row.away_until
    )


def _channel(name: str) -> ChannelName:
    return next(channel for channel in rhythm.CHANNELS if channel == name)


def _rhythm(name: str) -> RhythmName:
    return next(each for each in rhythm.RHYTHMS if each == name)
