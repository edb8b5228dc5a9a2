"""The matrix as one table: the areas above an aspect, its name, a column per party, the facet where facets differ."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from polder.governance.facts import ASSIGNABLE_FACETS, LETTERS, AspectKey, Facet, PartyKey
from polder.governance.grid import in_tree_order, party_name
from polder.governance.importing.matching import Parties
from polder.governance.importing.synonyms import folded
from polder.governance.importing.words import is_note_heading, is_total_heading, kinds_of, words_in
from polder.governance.resolution import Reading
from polder.governance.resolution.moments import instant

NO_LETTER = "-"

type Letters = dict[PartyKey, str]


@dataclass(frozen=True, slots=True)
class Table:
    """`header` and `rows` are text and of one width. `first_party` and `parties` say which columns hold letters."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    first_party: int
    parties: int


def own_layout(reading: Reading, at: datetime) -> Table:
    """Every aspect with the letters that stand on it at `at`; letters from above are not repeated.

    An aspect that has others under it repeats its name in the last area column it needs, so that its own letters are
    read back onto itself; a shorter path does so too, for a blank cell there would mean "as above".
    """
    order = in_tree_order(reading)
    letters = {aspect: _letters(reading, aspect, at) for aspect in order}
    parties = _columns(reading, order, letters)
    deepest = max((len(reading.line(aspect)) for aspect in order), default=1)
    areas = max(1, deepest - 2)
    with_facets = any(facet != "*" for found in letters.values() for facet in found)
    header = [
        _("Section") if number == 0 else _("Section %(number)s") % {"number": number + 1} for number in range(areas)
    ]
    known, labels = Parties(reading, at), _labels(reading)
    header += [_("Aspect"), *(_heading(reading, known, party) for party in parties)]
    if with_facets:
        header.append(_("Facet"))
    rows = [
        row
        for aspect in order
        for row in _rows(reading, aspect, labels, letters[aspect], areas, parties, with_facets=with_facets)
    ]
    return Table(_("Who does what on the intranet"), tuple(header), tuple(rows), areas + 1, len(parties))


def _letters(reading: Reading, aspect: AspectKey, at: datetime) -> dict[Facet, Letters]:
    now = instant(at)
    found: dict[Facet, dict[PartyKey, set[str]]] = defaultdict(lambda: defaultdict(set))
    for span in reading.spans.get(aspect, ()):
        if span.start <= now < span.end:
            found[span.assignment.facet][span.assignment.party].add(span.assignment.letter)
    return {
        facet: {party: "/".join(letter for letter in LETTERS if letter in held) for party, held in cells.items()}
        for facet, cells in found.items()
    }


def _columns(
    reading: Reading, order: Sequence[AspectKey], letters: dict[AspectKey, dict[Facet, Letters]]
) -> list[PartyKey]:
    """Parties in order of first appearance down the tree."""
    return list(dict.fromkeys(party for aspect in order for cells in letters[aspect].values() for party in cells))


def _heading(reading: Reading, known: Parties, party: PartyKey) -> str:
    """Its name; where that would be read as another party or as no party, what organisation files have, `unit:it`."""
    name = " ".join(party_name(reading, party).split())
    meant = known.find(name)
    is_read = meant is not None and meant.party == party and not _is_special(name)
    return name if is_read else str(party)


def _is_special(heading: str) -> bool:
    """Whether the reader of files would take it for something else than a party."""
    return is_note_heading(heading) or is_total_heading(heading) or bool(kinds_of(heading)) or bool(words_in(heading))


def _labels(reading: Reading) -> dict[AspectKey, str]:
    """The name of each aspect; its key where the aspect above or one beside it has the same name."""
    facts = reading.facts
    names = {key: " ".join(aspect.name.split()) for key, aspect in facts.aspects.items()}
    beside: dict[tuple[AspectKey | None, str], int] = defaultdict(int)
    for key, aspect in facts.aspects.items():
        beside[aspect.parent, folded(names[key])] += 1
    labels = {}
    for key, aspect in facts.aspects.items():
        above = None if aspect.parent is None else folded(names[aspect.parent])
        shared = beside[aspect.parent, folded(names[key])] > 1 or folded(names[key]) == above
        labels[key] = str(key) if shared else names[key]
    return labels


def _rows(
    reading: Reading,
    aspect: AspectKey,
    labels: dict[AspectKey, str],
    letters: dict[Facet, Letters],
    areas: int,
    parties: Sequence[PartyKey],
    *,
    with_facets: bool,
) -> Iterator[tuple[str, ...]]:
    names = [labels[each] for each in reversed(reading.line(aspect))]
    path = names[1:] or names  # the root is above all areas
    above = [*path[:-1], *[path[-1]] * areas][:areas]
    shown: list[Facet] = [facet for facet in ("*", *ASSIGNABLE_FACETS[:-1]) if facet in letters] or ["*"]
    for facet in shown:
        cells = [letters.get(facet, {}).get(party, "") for party in parties]
        if cells and not any(cells):
            cells[0] = NO_LETTER  # a label alone would be read as a heading
        yield (*above, path[-1], *cells, *(["" if facet == "*" else facet] if with_facets else []))
