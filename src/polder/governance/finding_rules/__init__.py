"""Findings of the matrix (governance.md, section 8): pure rules over a `Reading` and a moment.

A rule is one small function that yields `Spot`s and one line in `RULES`. `find` runs them and merges what is the same
on all three facets; `owner` and `due` say who must do something about it, and by when. `unowned_thing` and others that
need more than the matrix are found where that data is, as `Found` too.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from polder.governance.facts import FACETS, AspectKey, Facet, PartyKey, PersonKey, RoleKey
from polder.governance.finding_rules import answering, letters
from polder.governance.finding_rules.scene import LastActivity, Scene, Severity, Spot
from polder.governance.resolution import Reading, accountable
from polder.governance.resolution.moments import instant

INTRANET_MANAGER: Final = RoleKey("intranet-manager")
DAYS_TO_MEND: Final[dict[Severity, int]] = {"critical": 3, "high": 14, "medium": 30, "low": 90}


class Rule(NamedTuple):
    """A code of section 8; the code and its severity never change, the screens and the ledger refer to them."""

    code: str
    severity: Severity
    find: Callable[[Scene], Iterable[Spot]]


RULES: Final = (
    Rule("no_accountable", "critical", answering.no_accountable),
    Rule("vacant_accountable", "high", answering.vacant_accountable),
    Rule("no_responsible", "high", letters.no_responsible),
    Rule("caretaker_too_long", "high", answering.caretaker_too_long),
    Rule("shared_accountability", "medium", answering.shared_accountability),
    Rule("self_approval_only", "medium", answering.self_approval_only),
    Rule("consult_inflation", "medium", letters.consult_inflation),
    Rule("overload", "medium", answering.overload),
    Rule("no_deputy", "low", answering.no_deputy),
    Rule("person_not_role", "low", letters.person_not_role),
    Rule("expiring", "medium", letters.expiring),
    Rule("idle_assignment", "low", letters.idle_assignment),
    Rule("missing_voice", "medium", letters.missing_voice),
)
SEVERITIES: Final[tuple[Severity, ...]] = ("critical", "high", "medium", "low")


class Found(NamedTuple):
    """One finding. `facet` `*`: on all three alike, or on a letter for all three."""

    code: str
    severity: Severity
    aspect: AspectKey
    facet: Facet
    party: PartyKey | None = None
    person: PersonKey | None = None
    since: datetime | None = None
    detail: str = ""

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """The same finding tomorrow, though its numbers may differ."""
        return self.code, self.aspect, self.facet, self.party or ""


def find(
    reading: Reading,
    t: datetime,
    *,
    aspects: Iterable[AspectKey] | None = None,
    codes: Collection[str] | None = None,
    last_activity: LastActivity | None = None,
) -> list[Found]:
    """All findings at `t`, the most severe first; of all aspects and codes, or of some.

    `last_activity` says when something was last done under an assignment; without it `idle_assignment` is silent.
    """
    scene = Scene(reading, t, aspects, last_activity)
    looked_at = set(scene.aspects)
    found = [
        Found(rule.code, rule.severity, *spot)
        for rule in RULES
        if codes is None or rule.code in codes
        for spot in _merged(rule.find(scene))
        if spot.aspect in looked_at
    ]
    return in_order(_once(found))


def in_order(found: Iterable[Found]) -> list[Found]:
    """The most severe first, then by aspect."""
    return sorted(found, key=lambda each: (SEVERITIES.index(each.severity), each.aspect, each.code, each.facet))


def owner(reading: Reading, aspect: AspectKey, facet: Facet, t: datetime) -> PartyKey | None:
    """Whose finding it is: the effective A's, else the intranet manager's, else the guardian body's."""
    for each in FACETS if facet == "*" else (facet,):
        answers = accountable(reading, aspect, each, t)
        if answers is not None:
            return answers.assignment.party
    role, now = PartyKey(f"role:{INTRANET_MANAGER}"), instant(t)
    if any(tie.start <= now < tie.end and reading.active(tie.person, now) for tie in reading.members(role)):
        return role
    guardian = reading.guardian(aspect)
    return None if guardian is None else PartyKey(f"body:{guardian}")


def due(severity: Severity, found_on: date) -> date:
    """The day by which it must be mended, in days of the calendar from the day it was found."""
    return found_on + min(timedelta(days=DAYS_TO_MEND[severity]), date.max - found_on)


def _once(found: Iterable[Found]) -> Iterable[Found]:
    """One finding per identity: an R and an A of the same party there are told together, since the earlier."""
    once: dict[tuple[str, ...], Found] = {}
    for each in found:
        known = once.get(each.identity)
        if known is None:
            once[each.identity] = each
        else:
            since = None if known.since is None or each.since is None else min(known.since, each.since)
            once[each.identity] = known._replace(
                since=since, detail=", ".join(filter(None, (known.detail, each.detail)))
            )
    return once.values()


def _merged(spots: Iterable[Spot]) -> Iterator[Spot]:
    """What is the same on all three facets is one finding."""
    alike: dict[Spot, list[Spot]] = {}
    for spot in spots:
        alike.setdefault(spot._replace(facet="*"), []).append(spot)
    for whole, parts in alike.items():
        if {part.facet for part in parts} == set(FACETS):
            yield whole
        else:
            yield from parts
