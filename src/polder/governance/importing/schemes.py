"""Which scheme a matrix follows, and what each of its letters becomes (importer.md section 4)."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from polder.governance.importing.words import Meaning

_R, _A, _C, _I = Meaning("R"), Meaning("A"), Meaning("C"), Meaning("I")
_RACI = {"R": _R, "A": _A, "C": _C, "I": _I}


@dataclass(frozen=True, slots=True)
class Scheme:
    """A known scheme. `needs` and `never` are the letters by which it is known; `always_asked`: question `scheme`."""

    name: str
    meanings: Mapping[str, Meaning]
    needs: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()
    always_asked: bool = False
    asked_without_legend: frozenset[str] = frozenset()

    @property
    def letters(self) -> frozenset[str]:
        return frozenset(self.meanings)

    def is_known_by(self, found: frozenset[str]) -> bool:
        return self.needs <= found and not self.never & found

    def may_hold(self, found: frozenset[str]) -> bool:
        return found <= self.letters and not self.never & found


RACI = Scheme("RACI", {**_RACI, "O": Meaning(None)})
SCHEMES = (
    RACI,
    Scheme(
        "RASCI",
        {**_RACI, "S": Meaning("R", "support")},
        needs=frozenset("S"),
        never=frozenset("V"),
        asked_without_legend=frozenset("S"),
    ),
    Scheme(
        "RACI-VS",
        {**_RACI, "V": Meaning("C", "verify"), "S": Meaning(None, "S", asked=True)},
        needs=frozenset("VS"),
    ),
    Scheme("VERI", {"V": _R, "E": _A, "R": _C, "I": _I}, needs=frozenset("VE"), never=frozenset("AC")),
    Scheme("DACI", {"D": _R, "A": _A, "C": _C, "I": _I}, needs=frozenset("D"), never=frozenset("R")),
    Scheme(
        "RAPID",
        {"R": _C, "A": Meaning("C", "must agree"), "P": _R, "I": _C, "D": _A},
        needs=frozenset("PD"),
        never=frozenset("C"),
        always_asked=True,
    ),
    Scheme(
        "PACSI",
        {"P": _R, "A": _A, "C": Meaning("C", "control"), "S": _C, "I": _I},
        needs=frozenset("PS"),
        never=frozenset("R"),
        always_asked=True,
    ),
)
BY_NAME = {scheme.name: scheme for scheme in SCHEMES}
ALSO_CALLED = {"ARCI": "RACI", "RACIO": "RACI", "CAIRO": "RACI", "RASIC": "RASCI", "RACI VS": "RACI-VS"}
NAMES = tuple(BY_NAME)
_KNOWN_LETTERS = frozenset().union(*(scheme.letters for scheme in SCHEMES))

# RAPID and CAIRO are words of every day too: they name a scheme in capitals only.
_NAMED = re.compile(
    r"(?<![^\W_])(?:(?i:(raci[-\s]?vs|raci[o]?|arci|rasci|rasic|daci|pacsi|veri))|(RAPID|CAIRO))(?![^\W_])"
)


def by_name(name: str) -> Scheme | None:
    """The scheme with this name or another name for it; case aside."""
    upper = re.sub(r"[-_\s]+", "-", name.strip().upper())
    upper = "RACI-VS" if upper == "RACIVS" else upper
    return BY_NAME.get(ALSO_CALLED.get(upper, upper))


def named_in(texts: Iterable[str]) -> list[Scheme]:
    """The schemes named in these texts, in their order."""
    found = [by_name(match[0]) for text in texts for match in _NAMED.finditer(text)]
    return [scheme for scheme in found if scheme is not None]


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter of the file's own legend. `meaning` is none when its words say nothing (`D = Driver`)."""

    said: str
    meaning: Meaning | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """The scheme of a file: what each letter means in it, and which letters only a person can explain."""

    name: str
    sure: bool
    meanings: Mapping[str, Meaning]
    asked: frozenset[str] = frozenset()
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def letters(self) -> frozenset[str]:
        return frozenset(self.meanings)


def choose(
    found: frozenset[str],
    legend: Mapping[str, Entry],
    *,
    named: Iterable[Scheme] = (),
    wanted: Scheme | None = None,
    answered: Scheme | None = None,
    by_word: frozenset[str] = frozenset(),
) -> Chosen:
    """The scheme of a file whose cells hold the letters `found` and, as words, the letters `by_word`.

    `wanted` is the caller's (`--scheme`), `answered` the answer to the question `scheme`; both end the asking.
    """
    sure = True
    base = answered or wanted
    if base is None:
        base = next((scheme for scheme in named if found <= scheme.letters), None)
        if base is None:
            base, sure = _by_letters(found | legend.keys(), found, explained=bool(legend), by_word=by_word)
        sure = sure and not base.always_asked
    is_own = any(letter not in base.meanings for letter in legend) or any(
        entry.meaning is not None and not _same(entry.meaning, base.meanings[letter])
        for letter, entry in legend.items()
    )
    meanings = dict(base.meanings)
    for letter, entry in legend.items():
        if entry.meaning is not None and not (letter in meanings and meanings[letter].asked and not is_own):
            meanings[letter] = entry.meaning
        elif letter not in meanings:
            meanings[letter] = Meaning(None, letter, asked=True)
    asked = {letter for letter in base.asked_without_legend if letter not in legend}
    asked |= {letter for letter, meaning in meanings.items() if meaning.asked}
    return Chosen(
        name="own" if is_own else base.name,
        sure=sure or is_own,
        meanings=meanings,
        asked=frozenset(asked),
        said={letter: entry.said for letter, entry in legend.items()},
    )


def _same(one: Meaning, other: Meaning) -> bool:
    return one.letter == other.letter and one.asked == other.asked


def _by_letters(
    letters: frozenset[str], found: frozenset[str], *, explained: bool, by_word: frozenset[str]
) -> tuple[Scheme, bool]:
    """The scheme by its letters, and whether that is sure. What fits none is RACI; unknown letters are asked later."""
    more = (letters & _KNOWN_LETTERS) - RACI.letters
    if not more:
        only_r_and_i = found and (found & _KNOWN_LETTERS) <= {"R", "I"} and not by_word & {"A", "C"}
        return RACI, explained or not only_r_and_i
    known = sorted(
        (scheme for scheme in SCHEMES if scheme.needs and scheme.is_known_by(letters)),
        key=lambda scheme: -len(scheme.letters & letters),
    )
    if known and (len(known) == 1 or len(known[0].letters & letters) > len(known[1].letters & letters)):
        return known[0], True
    could_be = [scheme for scheme in SCHEMES if scheme.may_hold(letters & _KNOWN_LETTERS)]
    only_r_and_i = (found & RACI.letters) <= {"R", "I"} and not by_word & {"A", "C"}
    return RACI, explained or not (len(known) > 1 or len(could_be) > 1 or only_r_and_i)
