"""The cast of governance with bodies that decide: `board` guards the root, `crew` stands under it."""

from datetime import timedelta
from typing import Any

from polder.features.bodies import effects, operations
from polder.features.bodies.models import Proposal
from polder.governance import facts, loading
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body, Person
from tests.governance.cast import Seat, at, org

Charter: Any = facts.Charter  # keys are plain words here
Quorum: Any = facts.Quorum
BudgetLine: Any = effects.BudgetLine

LETTERS = ("A * root body:board", "A * news person:nina", "R content news person:rob")


def with_bodies(letters=LETTERS, *, board=None, crew=None, **rest) -> dict[str, Person]:
    """Loaded; the people by key. `board`, `crew`: their charters; in `rest` what `org` takes.

    The board: chief chairs, olga writes, nina (HR; dina in her place) is a member. The crew: rob chairs, cora is a
    member, ivo an advisor. Olga is the operator too.
    """
    seats = (
        Seat("chief", "chair", "business"),
        Seat("olga", "secretary", "Communications"),
        Seat("nina", "member", "HR", alternate="dina"),
    )
    under = (Seat("rob", "chair", "IT"), Seat("cora", "member", "HR"), Seat("ivo", "advisor", "HR"))
    bodies = {
        "board": facts.Body("board", "steering_group", "Board", seats=seats, charter=board or Charter()),
        "crew": facts.Body("crew", "working_group", "Crew", seats=under, parent="board", charter=crew),
    }
    organisation = org(letters, bodies=bodies, **rest)
    loading.load(organisation, by=None, at=at - timedelta(days=30))
    return {person.key: person for person in Person.objects.all()}


def body(key) -> Body:
    return Body.objects.get(key=key)


def aspect(key) -> Aspect:
    return Aspect.objects.get(key=key)


def proposed(by, changes=(), *, to="board", about="news", cost=0, effective=None, when=at) -> Proposal:
    return operations.propose(
        body(to), aspect=aspect(about), title="A proposal", cost=cost, changes=changes, effective_at=effective,
        by=by, at=when,
    )  # fmt: skip


def adopted(people, changes=(), **rest) -> Proposal:
    """Proposed, voted for and closed in a meeting of the board."""
    when = rest.get("when", at)
    proposal = proposed(people["chief"], changes, **rest)
    board = body("board")
    if operations.meetings.open_meeting(board) is None:
        operations.meet(board, present=[people["chief"], people["nina"]], by=people["chief"], at=when)
    operations.vote(proposal, choice="yes", by=people["chief"], at=when)
    return operations.close(proposal, by=people["chief"], at=when)
