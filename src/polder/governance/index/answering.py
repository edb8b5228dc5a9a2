"""One question, two indexed queries: what the person is, and which letters stand here. Then the rules of resolution.

G7 and G12 need to know of each A on the line whether anybody can act for it; the database says so with each row.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple

from polder.governance.facts import FACETS, POWERS, PersonKey
from polder.governance.index.sql import active, moment, one_of, rows, valid
from polder.governance.resolution.answer import BY_A_ONLY, BY_C, BY_R, Code

NOBODY: Final[frozenset[int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Answer:
    """As `resolution.Answer`, with numbers: of who is acted for, and of the assignment that gives the power."""

    allowed: bool
    code: Code
    acting_for: PersonKey | None = None
    acting_for_number: int | None = None
    assignment: int | None = None


class Someone(NamedTuple):
    """The person, or somebody they are deputy for, with the parties that count for R, for C, and for A."""

    number: int
    key: PersonKey
    does: frozenset[int]
    asked: frozenset[int]
    acts: frozenset[int]


class Asker(NamedTuple):
    """Who asks, at one moment. `represented` is ordered by key: the first that holds is the one to name (G10)."""

    me: Someone
    active: bool
    aspect_known: bool
    four_eyes: bool
    glass: bool
    represented: tuple[Someone, ...]


class Letter(NamedTuple):
    """One valid letter that counts here; of an A, whether anybody can act for it, and anybody who is not barred."""

    letter: str
    party: int
    assignment: int
    can_act: bool
    can_act_unbarred: bool


class Seat(NamedTuple):
    """Where the walk of G7 ended; None: nobody can act, anywhere."""

    standing: Letter | None
    caretaker: bool
    escalated: bool


_FOUR_EYES = (
    "(WITH RECURSIVE up(parent_id, four_eyes, n) AS ("
    "SELECT x.parent_id, x.four_eyes, 0 FROM governance_aspect x WHERE x.id = %(aspect)s"
    " UNION ALL SELECT x.parent_id, x.four_eyes, up.n + 1 FROM up JOIN governance_aspect x ON x.id = up.parent_id)"
    " SELECT up.four_eyes FROM up WHERE up.four_eyes IS NOT NULL ORDER BY up.n LIMIT 1)"
)
_ASKER = f"""
    SELECT m.person_id, p.key, m.party_id, m.does, m.asked, m.acts, {active("p")},
        EXISTS (SELECT 1 FROM governance_aspect x WHERE x.id = %(aspect)s), {{four_eyes}},
        EXISTS (SELECT 1 FROM governance_glass g
            WHERE g.person_id = %(me)s AND g.aspect_id = %(aspect)s AND {valid("g")})
    FROM organisation_person p JOIN governance_membership m ON m.person_id = p.id
    WHERE p.id IN (SELECT %(me)s UNION ALL
        SELECT d.acting_for_id FROM organisation_deputyship d WHERE d.by_id = %(me)s AND {valid("d")})
    AND {valid("m")}
"""


def _can_act(but: Collection[int] = ()) -> str:
    """Somebody acts for the party of `s` (G8), themselves or through a deputy (G10), and is not one of `but` (G12)."""
    barred = ""
    if but:
        barred = (
            f" AND NOT {one_of('y.person_id', but)} AND (y.standin_id IS NULL OR NOT {one_of('y.standin_id', but)})"
        )
    return f"EXISTS (SELECT 1 FROM governance_acting y WHERE y.party_id = s.party_id AND {valid('y')}{barred})"


_CAN_ACT = _can_act()
_STANDINGS = f"""
    SELECT s.letter, s.party_id, s.assignment_id, s.letter = 'A' AND {_CAN_ACT}, {{unbarred}}
    FROM governance_standing s
    WHERE s.aspect_id = %(aspect)s AND s.letter IN ({{letters}}) AND s.facet IN (%(facet)s, '*') AND {valid("s")}
    ORDER BY s.distance, CASE WHEN s.facet = '*' THEN 1 ELSE 0 END, s.id
"""
_UNBARRED = _STANDINGS.replace("{unbarred}", "TRUE")


def answer(
    person: int, power: str, aspect: int, facet: str = "content", *, at: datetime, authors: Collection[int] = ()
) -> Answer:
    """G16 for numbers of rows; the same as `resolution.answer` says. Two queries, one when the person is not active."""
    if power not in POWERS or facet not in FACETS:
        return Answer(allowed=False, code="unknown")
    return answers(person, (power,), aspect, facet, at=at, authors=authors)[power]


def answers(
    person: int,
    powers: Iterable[str],
    aspect: int,
    facet: str = "content",
    *,
    at: datetime,
    authors: Collection[int] = (),
) -> dict[str, Answer]:
    """An answer for each of these known powers, for the same two queries. Raises `KeyError` for an unknown facet."""
    if facet not in FACETS:
        raise KeyError(facet)
    wanted = tuple(powers)
    parameters = {"me": person, "aspect": aspect, "facet": facet, "at": moment(at)}
    asker = read_asker(parameters, four_eyes=bool(authors) and "publish" in wanted)
    if asker is None or not asker.aspect_known:
        return dict.fromkeys(wanted, Answer(allowed=False, code="unknown"))
    if not asker.active:
        return dict.fromkeys(wanted, Answer(allowed=False, code="inactive"))
    barred = frozenset(authors) if asker.four_eyes else NOBODY
    here = read_letters(parameters, wanted, barred)
    return {power: _answer(asker, here, power, barred if power == "publish" else NOBODY) for power in wanted}


def read_asker(parameters: dict[str, Any], *, four_eyes: bool = False) -> Asker | None:
    """Who asks (`me`), at `at`, about `aspect`. None: there is no such person. One query."""
    found = rows(_ASKER.replace("{four_eyes}", _FOUR_EYES if four_eyes else "FALSE"), parameters)
    mine = [row for row in found if row[0] == parameters["me"]]
    if not mine:
        return None
    others: dict[PersonKey, list[tuple[Any, ...]]] = {}
    for row in found:
        if row[0] != parameters["me"]:
            others.setdefault(row[1], []).append(row)
    _, _, _, _, _, _, is_active, known, eyes, glass = mine[0]
    represented = tuple(_someone(others[key]) for key in sorted(others))
    return Asker(_someone(mine), bool(is_active), bool(known), bool(eyes), bool(glass), represented)


def _someone(found: list[tuple[Any, ...]]) -> Someone:
    return Someone(
        found[0][0],
        found[0][1],
        frozenset(row[2] for row in found if row[3]),
        frozenset(row[2] for row in found if row[4]),
        frozenset(row[2] for row in found if row[5]),
    )


def read_letters(parameters: dict[str, Any], powers: Collection[str], barred: frozenset[int]) -> list[Letter]:
    """The letters on the line that matter for these powers, in the order of the walk of G7. One query."""
    letters = ["'A'"] + ["'R'"] * (not BY_R.isdisjoint(powers)) + ["'C'"] * (not BY_C.isdisjoint(powers))
    statement = _STANDINGS.replace("{unbarred}", f"s.letter = 'A' AND {_can_act(barred)}") if barred else _UNBARRED
    return [
        Letter(letter, party, assignment, bool(can), bool(can and unbarred))
        for letter, party, assignment, can, unbarred in rows(
            statement.replace("{letters}", ", ".join(letters)), parameters
        )
    ]


def walk(here: Iterable[Letter], barred: Collection[int]) -> Seat:
    """G7 and G12, as `resolution.accountable.walk`."""
    caretaker = escalated = False
    for standing in here:
        if standing.letter == "A":
            if standing.can_act_unbarred if barred else standing.can_act:
                return Seat(standing, caretaker, escalated)
            if standing.can_act:
                escalated = True
            else:
                caretaker = True
    return Seat(None, caretaker, escalated)


def _answer(asker: Asker, here: list[Letter], power: str, barred: frozenset[int]) -> Answer:
    granted = _grant(asker, here, power, barred)
    if granted is not None:
        return granted
    if barred and _grant(asker, here, power, NOBODY) is not None:
        return Answer(allowed=False, code="four_eyes")
    if power in BY_A_ONLY and walk(here, NOBODY).standing is None:
        return Answer(allowed=False, code="no_accountable")
    return Answer(allowed=False, code="not_assigned")


def _grant(asker: Asker, here: list[Letter], power: str, barred: frozenset[int]) -> Answer | None:
    """By which path, the first code that applies; as `resolution.answer.grant`."""
    me = asker.me
    if me.number in barred:
        return None
    by_letter = _letter(here, "R", me.does) if power in BY_R else None
    if by_letter is None and power in BY_C:
        by_letter = _letter(here, "C", me.asked)
    if by_letter is not None:
        return Answer(allowed=True, code="assigned", assignment=by_letter.assignment)
    seat, caretaker, escalated = walk(here, barred)
    if seat is not None and seat.party in me.acts:
        code: Code = "escalated" if escalated else "caretaker" if caretaker else "assigned"
        return Answer(allowed=True, code=code, assignment=seat.assignment)
    for other in asker.represented:
        if other.number not in barred:
            held = _letter(here, "R", other.does) if power in BY_R else None
            if held is None and seat is not None and seat.party in other.acts:
                held = seat
            if held is not None:
                return Answer(True, "deputy", other.key, other.number, held.assignment)
    return Answer(allowed=True, code="break_glass") if asker.glass else None


def _letter(here: Iterable[Letter], letter: str, parties: Collection[int]) -> Letter | None:
    return next((standing for standing in here if standing.letter == letter and standing.party in parties), None)
