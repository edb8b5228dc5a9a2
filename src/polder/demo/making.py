"""Make the demo organisation in an empty installation, through the operations a user would use.

It is founded 300 days ago, takes over its matrix from data/intranet-raci.xlsx through the importer, and goes on from there
as story.py tells. One transaction: made whole, or not at all.
"""

import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from importlib.resources import files
from zoneinfo import ZoneInfo

from django.db import transaction

from polder.base.time import local_day, midnight
from polder.capabilities.publishing.findings import turns
from polder.demo import (
    asking,
    deciding,
    diary,
    newsroom,
    preparing,
    projecting,
    rehearsed,
    spending,
    steering,
    story,
    underway,
    wishing,
    working,
    writing,
)
from polder.demo.diary import Entry
from polder.demo.mode import FIRST_EVENT
from polder.demo.organisation import FOUNDED_DAYS_AGO, document
from polder.demo.story import Chapter
from polder.governance import loading, operations, organisation_file, store
from polder.governance.finding_rules import find
from polder.governance.importing.drafting import proposal
from polder.governance.importing.reader import read
from polder.governance.models import ChangeSet
from polder.ground.ledger import acts
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import settings

NAME = "Gemeente Polderveen"
ZONE = ZoneInfo("Europe/Amsterdam")
SPREADSHEET = "intranet-raci.xlsx"
LEAVES_IN_DAYS = 7

type Say = Callable[[str], None]


def make_demo(at: datetime, *, say: Say = lambda _line: None) -> None:
    """Everything, as it is at `at`. Only into an empty installation. Raises what its operations raise."""
    today = local_day(at, ZONE)
    with transaction.atomic(), _warnings_aside():  # each act writes its events; they are made whole or not at all
        founded = _moment(today, FOUNDED_DAYS_AGO)
        with acts.act(alone=True):
            acts.record(FIRST_EVENT, thing="organisation:1", by=None, at=founded)
        say("Gathering 250 people ...")
        loading.load(organisation_file.parse(document(today)), by=None, at=founded)
        settings.change(by=None, at=founded, name=NAME)
        say("Reading their spreadsheet ...")
        _take_over(founded + timedelta(hours=2))
        say("Letting ten months pass ...")
        writers = writing.Writers()
        written = [
            *preparing.prepared(today, ZONE, writers),
            *writing.written(today, ZONE, writers),
            *asking.asked(today, ZONE, writers),
            *wishing.wished(today, ZONE, writers),
            *newsroom.happened(writers, at),
            *working.together(today, ZONE, writers),
        ]
        under_way = [
            *underway.begun(writers, at),
            *deciding.decided(today, ZONE),
            *rehearsed.asked(writers, at),
            *spending.spent(today, ZONE),
        ]
        under_way += [*projecting.happened(today, ZONE), *wishing.taken_over(today, ZONE, writers)]
        under_way += steering.steered(today, ZONE)
        diary.live(sorted([*_governed(today), *written, *under_way]))
        underway.read_what_is_old(writers, at)
        say("Looking for what can be better ...")
        turns.welcome(at)
        turns.look(at - timedelta(minutes=1))


@contextmanager
def _warnings_aside() -> Iterator[None]:
    """What goes wrong in the story is part of it: no operator has to look."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(before)


def spreadsheet() -> bytes:
    """The file the demo's matrix comes from."""
    return (files("polder.demo") / "data" / SPREADSHEET).read_bytes()


def _moment(today: date, days_ago: int, hour: int = 10) -> datetime:
    """During office hours, `days_ago` or, at a weekend, the Friday before."""
    day = today - timedelta(days=days_ago)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return midnight(day, ZONE) + timedelta(hours=hour, minutes=days_ago % 50)


def _take_over(at: datetime) -> None:
    """The spreadsheet, drafted by the intranet manager and adopted by the chair of the steering group."""
    content = spreadsheet()
    reading = read(content, SPREADSHEET)
    manager, chair = _person("kim-hoekstra"), _person("anna-de-wit")
    change_set = operations.draft(
        proposal(reading, store.reading_now(), at).lines, title="The matrix from our spreadsheet",
        reason="Adopted by the steering group, with its gaps.", by=manager, at=at,
        reading=reading.as_json(), fingerprint=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
    operations.propose(change_set, by=manager, at=at + timedelta(minutes=20))
    operations.apply(change_set, by=chair, at=at + timedelta(hours=4))


def _governed(today: date) -> Iterator[Entry]:
    """What was done to the matrix: the chapters of the story, and what is open today."""
    for chapter in story.CHAPTERS:
        yield Entry(_moment(today, chapter.days_ago), partial(_apply, chapter))
    yield Entry(_moment(today, 12), partial(_accept_a_finding, today))
    for chapter, act in (
        (story.REORGANISATION, partial(_plan, today)),
        (story.SUCCESSOR, partial(_propose, today)),
        (story.DRAFT, partial(_draft, story.DRAFT, None)),
    ):
        yield Entry(_moment(today, chapter.days_ago), act, timedelta(hours=1))


def _apply(chapter: Chapter, at: datetime) -> None:
    operations.apply_lines(
        chapter.lines, title=chapter.title, reason=chapter.reason, by=_person(chapter.by), at=at
    )  # fmt: skip


def _draft(chapter: Chapter, effective: date | None, at: datetime) -> ChangeSet:
    return operations.draft(
        chapter.lines, title=chapter.title, reason=chapter.reason, by=_person(chapter.by), at=at,
        effective_at=None if effective is None else midnight(effective, ZONE),
    )  # fmt: skip


def _accept_a_finding(today: date, at: datetime) -> None:
    """One of the local editors leaves it as it is that they answer for their teams' pages together."""
    found = find(store.reading_now(), at, codes={"shared_accountability"})
    [one] = [each for each in found if each.aspect == "local-team-pages"]
    operations.accept_finding(
        one, reason="Each of us answers for the pages of our own unit. We look again after the reorganisation.",
        until=today + timedelta(days=120), by=_person("lotte-visser"), at=at,
    )  # fmt: skip


def _plan(today: date, at: datetime) -> None:
    """One change is planned by the chair ..."""
    planned = _draft(story.REORGANISATION, _first_of_a_coming_month(today), at)
    operations.plan(planned, by=_person("anna-de-wit"), at=at + timedelta(hours=1))


def _propose(today: date, at: datetime) -> None:
    """... one waits for her, and one is still being drafted."""
    waiting = _draft(story.SUCCESSOR, today + timedelta(days=LEAVES_IN_DAYS), at)
    operations.propose(waiting, by=_person(story.SUCCESSOR.by), at=at + timedelta(hours=1))


def _first_of_a_coming_month(today: date) -> date:
    """At least twelve days away, so that it is still to come for a while."""
    day = today + timedelta(days=12)
    return day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _person(key: str) -> Person:
    return Person.objects.get(key=key)
