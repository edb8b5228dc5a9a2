"""What can be expected of people and the matrix: who may, who answers, what is found, what was told, what is kept."""

from collections.abc import Mapping
from typing import Any, Final

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.rehearsing import expectations, keys
from polder.capabilities.rehearsing.keys import Given
from polder.capabilities.rehearsing.stage import Stage
from polder.governance import mandate, store, using
from polder.governance.facts import FACETS, AspectKey
from polder.governance.finding_rules import RULES, find
from polder.governance.index import Answer
from polder.governance.models import Aspect
from polder.ground.ledger import verifying
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Person

TASKS: Final = ("consult", "approve", "returned", "review", "read", "vote", "decide")
NOTICES: Final = ("published", "withdrawn", "failed", "break_glass")
_ELSEWHERE: Final = "unowned_thing"  # what has no aspect lies on none
_ANSWERS: Final = (
    "assigned",
    "caretaker",
    "deputy",
    "escalated",
    "break_glass",
    "inactive",
    "not_assigned",
    "four_eyes",
    "no_accountable",
    "unknown",
)


def register() -> None:
    """Called once, in `ready()`."""
    kinds = keys.set_of(keys.one_of(*TASKS, *NOTICES))
    expectations.register(
        "may",
        head=keys.name,
        keys={
            "power": keys.need(keys.name),
            "aspect": keys.need(keys.name),
            "facet": keys.may(keys.name),
            "author": keys.may(keys.or_null(keys.name)),
            "allowed": keys.may(keys.truth),
            "code": keys.may(keys.one_of(*_ANSWERS)),
            "for": keys.may(keys.or_null(keys.name)),
        },
        find=_may,
    )
    expectations.register(
        "accountable",
        head=keys.name,
        keys={
            "facet": keys.may(keys.one_of(*FACETS)),
            "person": keys.may(keys.names),
            "code": keys.may(keys.one_of("assigned", "caretaker", "no_accountable")),
        },
        find=_accountable,
    )
    expectations.register(
        "finding",
        head=keys.one_of(*(rule.code for rule in RULES), _ELSEWHERE),
        keys={"aspect": keys.need(keys.name), "open": keys.need(keys.truth)},
        find=_finding,
    )
    expectations.register(
        "inbox",
        head=keys.name,
        keys={
            "contains": keys.may(kinds, match=lambda wanted, found: wanted <= found),
            "lacks": keys.may(kinds, match=lambda wanted, found: not wanted & found),
            "empty": keys.may(keys.truth),
        },
        find=_inbox,
    )
    expectations.register(
        "ledger",
        head=keys.one_of("ok"),
        keys={"events_at_least": keys.may(keys.whole(0), match=lambda wanted, found: found >= wanted)},
        find=_ledger,
    )


def _may(stage: Stage, given: Given) -> Mapping[str, Any]:
    """G16 by the gate itself."""
    answer = _answer(stage, given)
    return {"allowed": answer.allowed, "code": answer.code, "for": answer.acting_for}


def _answer(stage: Stage, given: Given) -> Answer:
    person = Person.objects.filter(key=given["may"]).first()
    aspect = Aspect.objects.filter(key=given["aspect"]).first()
    if person is None or aspect is None:
        return Answer(allowed=False, code="unknown")
    authors = Person.objects.filter(key=given.get("author"))
    return mandate.may(person, given["power"], aspect, given.get("facet", "content"), at=stage.at, authors=authors)


def _accountable(stage: Stage, given: Given) -> Mapping[str, Any]:
    aspect = stage.aspect(given["accountable"])
    answers = mandate.accountable(aspect, given.get("facet", "content"), at=stage.at)
    if answers is None:
        return {"person": frozenset(), "code": "no_accountable"}
    return {"person": frozenset(person.key for person in answers.acting), "code": answers.code}


def _finding(stage: Stage, given: Given) -> Mapping[str, Any]:
    aspect, used = stage.aspect(given["aspect"]).key, None
    if given["finding"] == "idle_assignment":
        using.follow()
        used = using.last_activity([aspect])
    wanted = {given["finding"]}
    found = find(store.reading_now(), stage.at, aspects=[AspectKey(aspect)], codes=wanted, last_activity=used)
    return {"open": bool(found)}


def _inbox(stage: Stage, given: Given) -> Mapping[str, Any]:
    person = stage.person(given["inbox"])
    # What else waits in an inbox (a finding, a change set) is none of the page's kinds.
    waiting = tasks.kinds_for(person, stage.at, TASKS)
    there = waiting | (notices.kinds_of(person, stage.at) & set(NOTICES))
    return {"contains": there, "lacks": there, "empty": not waiting}


def _ledger(_stage: Stage, _given: Given) -> Mapping[str, Any]:
    verdict = verifying.verify()
    why = verdict.why or ", ".join(verdict.missing_guards)
    return {"ledger": "ok" if verdict.whole else f"broken: {why}", "events_at_least": Event.objects.count()}
