"""May this person do this here, at that moment? The one place where a yes or a no is made (G11, G16)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NamedTuple, cast

from polder.governance.facts import FACETS, POWERS, AspectKey, Assignment, Facet, PersonKey, Power
from polder.governance.resolution.accountable import NOBODY, acts, walk
from polder.governance.resolution.moments import Instant, instant
from polder.governance.resolution.reading import Holders, Reading, Tie

AllowedCode = Literal["assigned", "caretaker", "escalated", "deputy", "break_glass"]
RefusedCode = Literal["unknown", "inactive", "no_accountable", "four_eyes", "not_assigned"]
Code = AllowedCode | RefusedCode

# G11, and in the order of section 11's last lines: the first that applies is the code.
ALLOWED_CODES: Final[tuple[AllowedCode, ...]] = ("assigned", "caretaker", "escalated", "deputy", "break_glass")
REFUSED_CODES: Final[tuple[RefusedCode, ...]] = ("unknown", "inactive", "no_accountable", "four_eyes", "not_assigned")
BY_R: Final[frozenset[str]] = frozenset({"view_draft", "comment", "edit"})
BY_C: Final[frozenset[str]] = frozenset({"view_draft", "comment"})
BY_A_ONLY: Final[frozenset[str]] = frozenset({"publish", "assign"})


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no, why, and for whom when it is as somebody's deputy."""

    allowed: bool
    code: Code
    acting_for: PersonKey | None = None


class Question(NamedTuple):
    """A question whose names are all known: what remains is the rules. `barred` are the authors under four eyes."""

    power: Power
    aspect: AspectKey
    facet: Facet
    now: Instant
    barred: frozenset[PersonKey]


def answer(
    reading: Reading,
    person: str,
    power: str,
    aspect: str,
    facet: str,
    t: datetime,
    authors: Collection[str] = (),
) -> Answer:
    """G16: whether `person` has `power` on `aspect` and `facet` at `t`. Never raises for unknown names.

    `authors` are all who wrote in the change or submitted it; they only matter for `publish` under four eyes (G12),
    and unknown ones bar nobody.
    """
    known = person in reading.facts.people and aspect in reading.facts.aspects
    if not known or power not in POWERS or facet not in FACETS:
        return Answer(allowed=False, code="unknown")
    someone, now = PersonKey(person), instant(t)
    if not reading.active(someone, now):
        return Answer(allowed=False, code="inactive")
    question = ask(reading, power, aspect, facet, now, authors)
    granted = grant(reading, someone, question)
    if granted is not None:
        return granted
    # G12: `four_eyes` exactly when the same question without author would be allowed.
    if question.barred and grant(reading, someone, question._replace(barred=NOBODY)) is not None:
        return Answer(allowed=False, code="four_eyes")
    if power in BY_A_ONLY and walk(reading, question.aspect, question.facet, now, NOBODY).seat is None:
        return Answer(allowed=False, code="no_accountable")
    return Answer(allowed=False, code="not_assigned")


def ask(reading: Reading, power: str, aspect: str, facet: str, now: Instant, authors: Collection[str] = ()) -> Question:
    """The question for names that are known; the authors are barred only from publishing and only by four eyes."""
    on = AspectKey(aspect)
    barred = NOBODY
    if authors and power == "publish" and reading.four_eyes(on):
        barred = frozenset(PersonKey(author) for author in authors)
    return Question(cast(Power, power), on, cast(Facet, facet), now, barred)


def powers(
    reading: Reading, person: str, aspect: str, facet: str, t: datetime, authors: Collection[str] = ()
) -> Mapping[Power, Answer]:
    """The mandate: an answer for each power of G11."""
    return {power: answer(reading, person, power, aspect, facet, t, authors) for power in POWERS}


def grant(reading: Reading, person: PersonKey, question: Question) -> Answer | None:
    """By which path an active person has the power; the first code that applies. None: by no path."""
    _, aspect, facet, now, barred = question
    if person in barred:
        return None  # whatever the path, glass included
    if by_letter(reading, person, question) is not None:
        return _ASSIGNED
    seat, caretaker, escalated = walk(reading, aspect, facet, now, barred)
    if seat is not None and acts(reading, person, seat.assignment, now):
        if escalated:
            return _ESCALATED
        return _CARETAKER if caretaker else _ASSIGNED
    replaced = by_deputyship(reading, person, question, None if seat is None else seat.assignment)
    if replaced is not None:
        return Answer(allowed=True, code="deputy", acting_for=replaced)
    for pane in reading.panes(person):
        if pane.glass.aspect == aspect and pane.start <= now < pane.end:
            return _BREAK_GLASS
    return None


_ASSIGNED: Final = Answer(allowed=True, code="assigned")
_CARETAKER: Final = Answer(allowed=True, code="caretaker")
_ESCALATED: Final = Answer(allowed=True, code="escalated")
_BREAK_GLASS: Final = Answer(allowed=True, code="break_glass")


def by_letter(reading: Reading, person: PersonKey, question: Question) -> tuple[Assignment, Tie] | None:
    """The R, else the C, through which the person has the power themselves, active or not (G6, G3, G11)."""
    power, aspect, facet, now, _ = question
    if power in BY_A_ONLY:
        return None
    held = reading.held(aspect, facet)
    found = holding(reading, person, held.R, now, voting=True)
    if found is None and power in BY_C:
        found = holding(reading, person, held.C, now, voting=False)
    return found


def by_deputyship(reading: Reading, person: PersonKey, question: Question, seat: Assignment | None) -> PersonKey | None:
    """G10: the first by key who is replaced by the person and has the power by R or A, or would if active."""
    power, aspect, facet, now, barred = question
    for standin in reading.represented(person):
        if standin.start <= now < standin.end and standin.acting_for not in barred:
            replaced = standin.acting_for
            if power in BY_R and holding(reading, replaced, reading.held(aspect, facet).R, now, voting=True):
                return replaced
            if seat is not None and acts(reading, replaced, seat, now):
                return replaced
    return None


def holding(
    reading: Reading, person: PersonKey, holders: Holders, now: Instant, *, voting: bool
) -> tuple[Assignment, Tie] | None:
    """The valid assignment and the tie by which the person holds a letter. `voting`: an advisor's seat gives none."""
    if not holders:
        return None
    for tie in reading.memberships(person):
        if tie.start <= now < tie.end and not (voting and tie.advisory):
            for span in holders.get(tie.party, ()):
                if span.start <= now < span.end:
                    return span.assignment, tie
    return None
