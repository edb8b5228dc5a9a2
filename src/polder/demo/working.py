"""Where people of the demo work together: two units and the working group, each thing at its moment."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from polder.base.time import midnight
from polder.capabilities.discussion import operations as talk
from polder.capabilities.discussion.models import Comment
from polder.capabilities.spaces import operations
from polder.capabilities.spaces.models import File, Space, Task
from polder.capabilities.spaces.operations.files import ready
from polder.demo.diary import Entry
from polder.demo.writing import Writers, read_data
from polder.ground.organisation.models import Party, Person


def together(today: date, zone: Any, writers: Writers) -> Iterator[Entry]:
    """Spaces with their tasks, files and talk."""
    for told in read_data("spaces.yaml")["spaces"]:
        yield Entry(_day(today, told["opened"], zone), partial(_open, told, writers))
        for number, task in enumerate(told["tasks"]):
            yield from _task(told["party"], task, number, today, zone, writers)
        for file in told["files"]:
            yield from _file(told["party"], file, today, zone, writers)
        for days, by, text, replies in told["talk"]:
            begun = _day(today, days, zone)
            yield Entry(begun, partial(_say, told["party"], by, text, writers))
            for who, hours, reply in replies:
                yield Entry(begun + timedelta(hours=hours), partial(_reply, text, who, reply, writers))


def _day(today: date, days_ago: int, zone: Any, minutes: int = 0) -> datetime:
    day = today - timedelta(days=days_ago)
    day -= timedelta(days=max(0, day.weekday() - 4))
    return midnight(day, zone) + timedelta(hours=8, minutes=minutes + days_ago * 13 % 150)


def _task(
    party: str, told: Mapping[str, Any], number: int, today: date, zone: Any, writers: Writers
) -> Iterator[Entry]:
    due = today + timedelta(days=told["due"]) if "due" in told else None
    yield Entry(_day(today, told["days"], zone, number), partial(_add, party, told, due, writers))
    for days, state in told.get("moved", ()):
        yield Entry(_day(today, days, zone, number), partial(_move, told, state, writers))


def _file(party: str, told: Mapping[str, Any], today: date, zone: Any, writers: Writers) -> Iterator[Entry]:
    for days, by, text in told["versions"]:
        yield Entry(_day(today, days, zone, 40), partial(_keep, party, told, text, writers.people[by]))


def _open(told: Mapping[str, Any], writers: Writers, at: datetime) -> None:
    """By who answers for the aspect on that day."""
    who = writers.of(told["aspect"], at)
    if who is not None:
        party, aspect = Party.objects.get(ref=told["party"]), writers.aspects[told["aspect"]]
        operations.open_space(party, aspect=aspect, by=who[1], at=at)


def _space(party: str) -> Space:
    return Space.objects.select_related("party").get(party__ref=party)


def _add(party: str, told: Mapping[str, Any], due: date | None, writers: Writers, at: datetime) -> None:
    by, owner = writers.people[told["by"]], writers.people[told["owner"]]
    text = told.get("text", "")
    operations.add_task(_space(party), title=told["title"], owner=owner, due=due, text=text, by=by, at=at)


def _move(told: Mapping[str, Any], state: str, writers: Writers, at: datetime) -> None:
    operations.move_task(Task.objects.get(title=told["title"]), state, by=writers.people[told["owner"]], at=at)


def _keep(party: str, told: Mapping[str, Any], text: str, by: Person, at: datetime) -> None:
    """The first version, or one more."""
    new = ready([SimpleUploadedFile(told["name"], text.encode())])
    known = File.objects.filter(title=told["title"]).first()
    if known is not None:
        operations.add_version(known, new[0], by=by, at=at)
        return
    (made,) = operations.add_files(_space(party), new, by=by, at=at)
    operations.rename_file(made, told["title"], by=by, at=at)


def _say(party: str, by: str, text: str, writers: Writers, at: datetime) -> None:
    talk.say(f"space:{_space(party).pk}", text, by=writers.people[by], at=at)


def _reply(text: str, by: str, reply: str, writers: Writers, at: datetime) -> None:
    said = Comment.objects.get(text=text)
    talk.say(said.thing, reply, parent=said, by=writers.people[by], at=at)
