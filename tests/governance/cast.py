"""A known cast on a small tree, root > news > item and root > shop, for tests that read as sentences.

People: chief, nina, rob, cora, dina (deputies are hers to be), ivo, and olga, the operator. Everybody is in the unit
`office` under `house`; ivo in `cellar`, under `house` too. Nina heads the office, chief the house.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from polder.governance import changes, facts
from polder.governance.resolution import Reading, accountable, answer, explain, who_may

# In tests a key is a plain word: the classes without their key types.
Aspect: Any = facts.Aspect
Assignment: Any = facts.Assignment
Body: Any = facts.Body
Deputyship: Any = facts.Deputyship
Facts: Any = facts.Facts
Glass: Any = facts.Glass
Holding: Any = facts.Holding
Person: Any = facts.Person
Role: Any = facts.Role
Seat: Any = facts.Seat
Unit: Any = facts.Unit
Appoint: Any = changes.Appoint
Assign: Any = changes.Assign
ChangeAspect: Any = changes.ChangeAspect
CreateAspect: Any = changes.CreateAspect
CreateRole: Any = changes.CreateRole
Deputise: Any = changes.Deputise
Dismiss: Any = changes.Dismiss
Leave: Any = changes.Leave
Unassign: Any = changes.Unassign

at = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)  # the moment of most tests


def day(month, number=1, hour=0):
    return datetime(2026, month, number, hour, tzinfo=UTC)


def letter(text, valid_from=None, valid_until=None):
    """`"A * news person:nina"` as an assignment."""
    name, facet, aspect, party = text.split()
    return Assignment(aspect, facet, party, name, valid_from, valid_until)


def org(assignments=(), deputies=(), people=None, roles=None, bodies=None, aspects=None, glasses=(), **rest) -> Any:
    """The cast with these letters; `people`, `roles`, `bodies`, `aspects` replace single ones by key."""
    default_people = {
        key: Person(key, key.title(), unit="cellar" if key == "ivo" else "office")
        for key in ("chief", "nina", "rob", "cora", "dina", "ivo", "olga")
    }
    default_aspects = {
        "root": Aspect("root", "Root", kind="root", guardian="board"),
        "news": Aspect("news", "News", "root"),
        "item": Aspect("item", "Item", "news"),
        "shop": Aspect("shop", "Shop", "root"),
    }
    default_bodies = {
        "board": Body("board", "steering_group", "Board", seats=(Seat("chief", "chair", "business"),)),
        "crew": Body(
            "crew",
            "working_group",
            "Crew",
            seats=(Seat("rob", "chair", "IT"), Seat("cora", "member", "HR"), Seat("ivo", "advisor", "HR")),
        ),
    }
    return Facts(
        zone="Europe/Amsterdam",
        aspects=default_aspects | (aspects or {}),
        people=default_people | (people or {}),
        units={
            "house": Unit("house", "House", None, "chief"),
            "office": Unit("office", "Office", "house", "nina"),
            "cellar": Unit("cellar", "Cellar", "house"),
        },
        roles={"editor": Role("editor", "Editor")} | (roles or {}),
        bodies=default_bodies | (bodies or {}),
        assignments=tuple(letter(a) if isinstance(a, str) else a for a in assignments),
        deputyships=tuple(Deputyship(*d) for d in deputies),
        glasses=glasses,
        operators=frozenset({"olga"}),
        **rest,
    )


def leaving(key, left_on, unit="office"):
    return {key: Person(key, key.title(), unit=unit, left_on=left_on)}


def holding(key, *people):
    return {key: Role(key, key.title(), tuple(Holding(person) for person in people))}


def glass(person, aspect):
    return Glass(person, aspect, "Wrong number on a page", at, at.replace(hour=14))


def ask(facts, person, power, aspect="news", facet="content", t=at, authors=()):
    """The code, with whom it is for when as a deputy: `deputy for nina`; a list that disagrees fails here."""
    reading = Reading(facts)
    given = answer(reading, person, power, aspect, facet, t, authors)
    assert (person in [h.person for h in who_may(reading, power, aspect, facet, t, authors)]) == given.allowed
    assert explain(reading, person, power, aspect, facet, t, authors).code == given.code
    return f"{given.code} for {given.acting_for}" if given.acting_for else given.code


def answers(facts, aspect: Any = "news", facet: Any = "content", t=at, authors: Any = ()):
    """Who act as the effective A and how, `caretaker: chief`; None when nobody can."""
    found = accountable(Reading(facts), aspect, facet, t, authors)
    return None if found is None else f"{found.code}: {', '.join(found.acting)}"


def four_eyes(key, *, on):
    base = org().aspects[key]
    return {key: replace(base, four_eyes=on)}
