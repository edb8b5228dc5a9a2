"""A little source of tasks and two kinds of notices, beside those of the product."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache

from polder.base.errors import PolderError
from polder.capabilities.notifications import notices, tasks
from polder.ground.ledger import remembering
from polder.ground.organisation.models import Person


@dataclass
class Desk:
    """What waits for whom; approving takes it away. `refuse` names a thing whose approval is refused."""

    waiting: dict[int, list[tasks.Task]] = field(default_factory=dict)
    approved: list[tuple[str, str]] = field(default_factory=list)
    refuse: str = ""

    def ask(self, person: Person, thing: str, *, kind: str = "approve_it", due: datetime | None = None) -> None:
        task = tasks.Task(
            kind, thing, f"Title of {thing}", f"Detail of {thing}", f"/people/#{thing}", "Look", "A", due=due
        )
        self.waiting.setdefault(person.pk, []).append(task)
        remembering.forget()  # nothing of this is in the ledger

    def for_person(self, person: Person, at: datetime) -> list[tasks.Task]:
        return self.waiting.get(person.pk, [])

    def approve(self, thing: str, *, by: Person, at: datetime, shown: str) -> str:
        if thing == self.refuse:
            raise PolderError("Anna must answer first.")
        self.approved.append((by.key, thing))
        self.waiting[by.pk] = [task for task in self.waiting[by.pk] if task.thing != thing]
        remembering.forget()
        return f"Approved {thing}"


def say(person, some, at):
    """Words of every notice but those about what is hidden."""
    return {
        notice.pk: notices.Words(f"Something happened to {notice.thing}", f"/people/?{notice.thing}", "in detail")
        for notice in some
        if notice.thing != "page:666"
    }


@pytest.fixture
def kinds(monkeypatch) -> None:
    monkeypatch.setattr(notices, "_kinds", {})
    notices.register_kind(notices.Kind("told", "Something happened", say=say, rhythms={"mail": "daily"}))
    notices.register_kind(notices.Kind("alarm", "Something is on fire", say=say, rhythms={"mail": "once"}, urgent=True))
    notices.register_kind(
        notices.Kind("approve_it", "You are asked to approve", task=True, rhythms={"mail": "once", "push": "once"})
    )


@pytest.fixture
def desk(monkeypatch, kinds) -> Desk:
    """The only source of tasks in the test."""
    made = Desk()
    approve = tasks.Action(
        "approve", "approve_it", "Approve", made.approve, effect="It becomes true.", bulk=True, quick=True, mail=True
    )
    monkeypatch.setattr(tasks, "_sources", {})
    tasks.register(
        "desk",
        tasks.Source({"approve_it": "Approve things", "look_at": "Look"}, made.for_person, actions=(approve,)),
    )
    return made


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def soon(cast) -> datetime:
    return cast.at + timedelta(hours=2)
