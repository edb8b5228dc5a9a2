"""The gate: may this person do this here, now, and why? Nothing else in Polder decides about a right.

    with acts.act():
        granted = mandate.require(by, "publish", page.aspect, at=at, authors=page.authors)
        ...rows...
        acts.record("page.published", ..., mandate=granted, acting_for=granted["for"])

`may` and `require` ask the index (two queries); `explain` reads the facts around the aspect and asks the rules.
"""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from functools import partial
from typing import Any, Final, TypedDict

from django.db.models import Q

from polder.governance import errors, index, store_around
from polder.governance.index import AbleTo, Accountable, Answer
from polder.governance.models import Aspect
from polder.governance.resolution import Explanation, Reading
from polder.governance.resolution import explain as explain_by_rules
from polder.governance.resolution.answer import BY_A_ONLY
from polder.ground.ledger import acts, once
from polder.ground.organisation.models import Person

# `for` is a word of the language, so the fields are named in a call.
Mandate = TypedDict(
    "Mandate",
    {"power": str, "aspect": int, "facet": str, "code": str, "for": int | None, "assignment": int | None},
)
"""By which right something was done, in numbers, as the ledger keeps it."""

_FEW: Final = 500  # aspects that cost less to name than to ask for


def may(
    person: Person, power: str, aspect: Aspect, facet: str = "content", *, at: datetime, authors: Iterable[Person] = ()
) -> Answer:
    """Yes or no with its code (G16). At most two queries. For showing; whoever acts calls `require`."""
    return index.answer(person.pk, power, aspect.pk, facet, at=at, authors=_numbers(authors))


def powers(
    person: Person, aspect: Aspect, facet: str = "content", *, at: datetime, authors: Iterable[Person] = ()
) -> dict[str, Answer]:
    """An answer for each power of G11, for the same two queries."""
    wanted = ("view_draft", "comment", "edit", "publish", "assign")
    return index.answers(person.pk, wanted, aspect.pk, facet, at=at, authors=_numbers(authors))


def require(
    person: Person, power: str, aspect: Aspect, facet: str = "content", *, at: datetime, authors: Iterable[Person] = ()
) -> Mandate:
    """The right to go on, checked while the matrix holds still (G19).

    Raises Refused, which names who can; `RuntimeError` outside an act of the ledger, where the matrix does not hold
    still.
    """
    if not acts.is_open():
        raise RuntimeError(f"{power} was asked for outside an act; the answer could change before anything is done.")
    written = list(authors)
    answer = may(person, power, aspect, facet, at=at, authors=written)
    if not answer.allowed:
        raise refusal(person, power, aspect, facet, at=at, authors=written)
    return Mandate(
        **{
            "power": power,
            "aspect": aspect.pk,
            "facet": facet,
            "code": answer.code,
            "for": answer.acting_for_number,
            "assignment": answer.assignment,
        }
    )


def refusal(
    person: Person, power: str, aspect: Aspect, facet: str = "content", *, at: datetime, authors: Iterable[Person] = ()
) -> errors.Refused:
    """The error for a no: why, and who can."""
    why = explain(person, power, aspect, facet, at=at, authors=authors)
    names = dict(Person.objects.filter(key__in=why.who_can[:_NAMED]).values_list("key", "name"))
    return errors.refused(why, power, aspect.name, names)


_NAMED = 50


def explain(
    person: Person, power: str, aspect: Aspect, facet: str = "content", *, at: datetime, authors: Iterable[Person] = ()
) -> Explanation:
    """The chain of facts behind an answer, and who can instead (G16); about fifteen queries whatever the size."""
    written = list(authors)
    allowed = may(person, power, aspect, facet, at=at, authors=written).allowed
    letters = "A" if allowed or power in BY_A_ONLY else "RAC"
    reading = Reading(store_around.facts_around(aspect.pk, person.pk, letters=letters))
    return explain_by_rules(reading, person.key, power, aspect.key, facet, at, [author.key for author in written])


def who_may(
    power: str, aspect: Aspect, facet: str = "content", *, at: datetime, authors: Iterable[Person] = ()
) -> list[AbleTo]:
    """Everyone with the power, each with the code, by key. At most six queries."""
    return index.people_who(power, aspect.pk, facet, at=at, authors=_numbers(authors))


def accountable(
    aspect: Aspect, facet: str = "content", *, at: datetime, authors: Iterable[Person] = ()
) -> Accountable | None:
    """The effective A and who acts for it (G7); None: nobody can, anywhere. At most six queries."""
    return index.accountable(aspect.pk, facet, at=at, authors=_numbers(authors))


def things_where(person: Person, power: str, facet: str = "content", *, at: datetime, aspect: str = "aspect") -> Q:
    """A condition for things whose `aspect` (the path to that field) gives `person` the power. One query at once."""
    return Q(**{f"{aspect}__in": _asked(index.numbers_where, person, (power, facet), at)})


def things_for_parties(
    power: str,
    facet: str = "content",
    *,
    does: Collection[int],
    asked: Collection[int],
    acts: Collection[int],
    at: datetime,
    aspect: str = "aspect",
) -> Q:
    """The same for somebody who is imagined, and has these parties only: those that count for R, for C, for A.

    It says what such a person would see, and gives nobody anything. No query by itself.
    """
    found = index.numbers_for_parties(power, facet, does=does, asked=asked, acts=acts, at=at)
    return Q(**{f"{aspect}__in": found()})


def things_answered(person: Person, facet: str = "content", *, at: datetime, aspect: str = "aspect") -> Q:
    """A condition for things on whose `aspect` the person is among who act as the effective A. One query at once."""
    return Q(**{f"{aspect}__in": _asked(index.numbers_answered, person, (facet,), at)})


def _asked(ask: Callable[..., index.Numbers], person: Person, asked: tuple[str, ...], at: datetime) -> Any:
    """As a question within the question; when it is asked again in one look, few aspects by their numbers."""
    key = (ask.__name__, person.pk, asked, at)
    numbers = once.once(*key, make=partial(ask, person.pk, *asked, at=at))
    if not once.again(*key):
        return numbers()
    return once.once("named", *key, make=lambda: _named(numbers))


def _named(found: index.Numbers) -> Any:
    few = found.few(_FEW)
    return found() if few is None else few


def _numbers(people: Iterable[Person]) -> list[int]:
    return [person.pk for person in people]
