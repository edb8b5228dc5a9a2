"""Whether a person may make the lines of a change set (G13)."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from polder.governance.changes.lines import Assign, ChangeAspect, CreateAspect, CreateRole, Line, Unassign
from polder.governance.facts import FACETS, Aspect, AspectKey, Facet, Letter
from polder.governance.resolution import Code, Reading, answer

# Settings that change what the aspect's own A may do: for these it is asked one aspect higher, as for that A itself.
FROM_ABOVE = frozenset({"parent", "four_eyes", "guardian"})
_ORDER: tuple[Code, ...] = ("unknown", "inactive", "no_accountable", "not_assigned")


class Denial(NamedTuple):
    """Why a line is refused: the code of `assign` where it was asked. `line` counts from 0."""

    code: Code
    line: int
    aspect: AspectKey | None
    facet: Facet | None


class _Need(NamedTuple):
    """`assign` on the aspect or on any aspect above it; `aspect` None: nobody has it, a decision must do it."""

    aspect: AspectKey | None
    facet: Facet


def denial(reading: Reading, person: str, lines: Sequence[Line], t: datetime) -> Denial | None:
    """The first code of rehearsal.md's order that refuses a line, of equal codes the first line. None: all are allowed.

    Every name in the lines is known (`changes.missing`). Lines on people and bodies are the registration's and are not
    judged here.
    """
    for code in _person_first(reading, person, t):
        return Denial(code, 0, None, None)
    created = {line.aspect.key: line.aspect for line in lines if isinstance(line, CreateAspect)}
    named = {line.party for line in lines if isinstance(line, Assign)}
    found: list[Denial] = []
    for number, line in enumerate(lines):
        if isinstance(line, CreateRole) and f"role:{line.key}" not in named:
            found.append(Denial("not_assigned", number, None, None))  # a role comes with the letter it is made for
        for need in _needs(reading, line, created):
            refused = _refusal(reading, person, need, t)
            if refused is not None:
                found.append(Denial(refused, number, need.aspect, need.facet))
    return min(found, key=lambda each: (_ORDER.index(each.code), each.line), default=None)


def may_set(reading: Reading, person: str, letter: Letter, aspect: AspectKey, facet: Facet, t: datetime) -> bool:
    """G13 for one letter on a known aspect: whether an editor for it makes sense. `*` asks all three facets."""
    if next(_person_first(reading, person, t), None) is not None:
        return False
    needs = _letter_needs(reading, letter, aspect, facet, {})
    return all(_refusal(reading, person, need, t) is None for need in needs)


def _person_first(reading: Reading, person: str, t: datetime) -> Iterator[Code]:
    """`unknown` and `inactive` come before anything that is said about a place."""
    if not reading.facts.aspects:
        return
    code = answer(reading, person, "assign", next(iter(reading.facts.aspects)), FACETS[0], t).code
    if code in ("unknown", "inactive"):
        yield code


def _needs(reading: Reading, line: Line, created: Mapping[AspectKey, Aspect]) -> Iterator[_Need]:
    match line:
        case Assign() | Unassign():
            yield from _letter_needs(reading, line.letter, line.aspect, line.facet, created)
        case CreateAspect():
            yield from _on_all(_existing(reading, line.aspect.parent, created))
        case ChangeAspect():
            if line.settings.keys() & FROM_ABOVE:
                yield from _on_all(_existing(reading, _parent(reading, line.aspect, created), created))
            if "parent" in line.settings:
                to = line.settings["parent"]
                yield from _on_all(_existing(reading, None if to is None else AspectKey(str(to)), created))
            yield from _on_all(_existing(reading, line.aspect, created))


def _letter_needs(
    reading: Reading, letter: Letter, aspect: AspectKey, facet: Facet, created: Mapping[AspectKey, Aspect]
) -> Iterator[_Need]:
    """R, C and I are set from the aspect or above it, an A only from above."""
    start = _parent(reading, aspect, created) if letter == "A" else aspect
    on = _existing(reading, start, created)
    for each in FACETS if facet == "*" else (facet,):
        yield _Need(on, each)


def _on_all(aspect: AspectKey | None) -> Iterator[_Need]:
    for facet in FACETS:
        yield _Need(aspect, facet)


def _parent(reading: Reading, aspect: AspectKey, created: Mapping[AspectKey, Aspect]) -> AspectKey | None:
    known = reading.facts.aspects.get(aspect) or created[aspect]
    return known.parent


def _existing(reading: Reading, aspect: AspectKey | None, created: Mapping[AspectKey, Aspect]) -> AspectKey | None:
    """The aspect, or the nearest one above it that is there before the change set."""
    seen: set[AspectKey] = set()
    while aspect is not None and aspect not in reading.facts.aspects:
        if aspect in seen or aspect not in created:
            return None
        seen.add(aspect)
        aspect = created[aspect].parent
    return aspect


def _refusal(reading: Reading, person: str, need: _Need, t: datetime) -> Code | None:
    """None when the person has `assign` there or anywhere up the line; else the code of `assign` right there."""
    if need.aspect is None:
        return "not_assigned"
    for aspect in reading.line(need.aspect):
        if answer(reading, person, "assign", aspect, need.facet, t).allowed:
            return None
    return answer(reading, person, "assign", need.aspect, need.facet, t).code
