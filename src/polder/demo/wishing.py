"""What colleagues wished for, said about it, and what was answered: one wish in each state."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any, Final

from polder.base.time import midnight
from polder.capabilities.discussion import operations as talk
from polder.demo.diary import Entry
from polder.demo.writing import Writers, read_data
from polder.features.bodies.models import Proposal
from polder.features.projects.models import Project
from polder.features.wishes import operations
from polder.features.wishes.models import Wish

PROPOSED_DAYS_AGO: Final = 42


def wished(today: date, zone: Any, writers: Writers) -> Iterator[Entry]:
    """Each wish, those who joined in within two days, and its answer."""
    for told in read_data("wishes.yaml")["wishes"]:
        begun = _day(today, told["days"], zone)
        yield Entry(begun, partial(_wish, told, writers))
        for number, name in enumerate(told["behind"], 1):
            yield Entry(begun + timedelta(hours=5 * number), partial(_support, told, name, writers))
        if "was" in told:
            yield Entry(begun + timedelta(hours=3), partial(_reword, told, writers))
        for name, days, text in told.get("said", ()):
            yield Entry(begun + timedelta(days=days, hours=3), partial(_say, told, name, text, writers))
        if "answer" in told:
            yield Entry(begun + timedelta(days=told["answer"][1]), partial(_answer, told, writers))
        if {"same_as", "down"} & told.keys():
            yield Entry(begun + timedelta(days=1, hours=2), partial(_settle, told, writers))


def taken_over(today: date, zone: Any, writers: Writers) -> Iterator[Entry]:
    """What became a project or a proposal, once that is made."""
    for told in read_data("wishes.yaml")["wishes"]:
        if "became" in told:
            yield Entry(_day(today, 3, zone), partial(_take_over, told, writers))
        if "proposed" in told:  # after it was brought and before the meeting, whatever day of the week that was
            morning = midnight(today - timedelta(days=PROPOSED_DAYS_AGO), zone) + timedelta(hours=9)
            yield Entry(morning, partial(_take_over, told, writers))


def _day(today: date, days_ago: int, zone: Any) -> datetime:
    day = today - timedelta(days=days_ago)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return midnight(day, zone) + timedelta(hours=9, minutes=days_ago * 7 % 120)


def _wish(told: Mapping[str, Any], writers: Writers, at: datetime) -> None:
    aspect, by = writers.aspects[told["aspect"]], writers.people[told["by"]]
    title = told.get("was", told["title"])
    operations.wish(title, told["text"], aspect=aspect, language=told["language"], by=by, at=at)


def _reword(told: Mapping[str, Any], writers: Writers, at: datetime) -> None:
    operations.reword(_row(told["was"]), told["title"], told["text"], by=writers.people[told["by"]], at=at)


def _say(told: Mapping[str, Any], name: str, text: str, writers: Writers, at: datetime) -> None:
    talk.say(_row(told["title"]).ref, text, by=writers.people[name], at=at)


def _support(told: Mapping[str, Any], name: str, writers: Writers, at: datetime) -> None:
    row = _row(told["title"])
    if row.hidden_at is None and row.same_as is None:
        operations.support(row, by=writers.people[name], at=at)


def _answer(told: Mapping[str, Any], writers: Writers, at: datetime) -> None:
    """By who does the work on the aspect on that day."""
    who = writers.of(told["aspect"], at)
    kind, _days, text = told["answer"]
    if who is not None:
        operations.answer(_row(told["title"]), kind, text, by=who[0], at=at)


def _settle(told: Mapping[str, Any], writers: Writers, at: datetime) -> None:
    who = writers.of(told["aspect"], at)
    if who is None:
        return
    if "same_as" in told:
        operations.merge(_row(told["title"]), _row(told["same_as"]), by=who[0], at=at)
    if "down" in told:
        operations.take_down(_row(told["title"]), told["down"], by=who[0], at=at)


def _take_over(told: Mapping[str, Any], writers: Writers, at: datetime) -> None:
    who = writers.of(told["aspect"], at)
    if "became" in told:
        thing = Project.objects.get(name=told["became"]).ref
    else:
        thing = f"proposal:{Proposal.objects.get(title=told['proposed']).pk}"
    if who is not None:
        operations.take_over(_row(told["title"]), thing, by=who[0], at=at)


def _row(title: str) -> Wish:
    return Wish.objects.select_related("same_as").get(title=title)
