"""The matrix in a copy of the file it came from: only cells of letters change; order, headings, colours, notes stay.

What is written is read once more: a copy that would not be read as what is in force is refused, never handed out.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.utils.translation import gettext as _

from polder.governance.exporting.cellwriting import EDITORS
from polder.governance.exporting.forms import Forms
from polder.governance.facts import AspectKey, Facet, PartyKey
from polder.governance.grid import party_name
from polder.governance.importing.drafting import InForce
from polder.governance.importing.facets import Places, Said, hear
from polder.governance.importing.matching import Aspects, match_parties, names_of_parties, path_of
from polder.governance.importing.reader import read
from polder.governance.importing.reading import Reading, SourceTable
from polder.governance.importing.schemes import by_name
from polder.governance.importing.tables import ACROSS, MARKS
from polder.governance.importing.walking import Place
from polder.governance.resolution import Reading as Organisation
from polder.governance.resolution.moments import instant

type Letters = frozenset[str]
type Spot = tuple[AspectKey, Facet, PartyKey]

_NONE: Letters = frozenset()


class CannotWriteLike(Exception):
    """The matrix cannot be written into a copy of this file. `sentence` says why, for people."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Written:
    """The copy. `left_out`: aspects and parties that hold letters and have no place in the file."""

    data: bytes
    left_out: tuple[str, ...]


def like(data: bytes, name: str, organisation: Organisation, at: datetime) -> Written:
    """A copy of the file `name` with the letters in force at `at`. Raises CannotWriteLike and UnreadableFile."""
    editor = EDITORS.get(PurePath(name).suffix.lower())
    if editor is None:
        raise CannotWriteLike(
            _("A copy can be made of .xlsx, .csv, .tsv and .md. Leave --like out, or save “%(name)s” as one of those.")
            % {"name": PurePath(name).name}
        )
    original = _Original(data, name, organisation, at)
    edits = original.edits()
    for blank in ("", "-"):  # where a row without letters would be read as a heading, a dash says that it has none
        copy = editor(data, name, {place: text or blank for place, text in edits.items()})
        if _Original(copy, name, organisation, at).says(original.wanted):
            return Written(copy, tuple(original.left_out()))
    raise CannotWriteLike(
        _("The letters cannot be written into the layout of this file so that it is read back the same.")
    )


class _Original:
    """The file as it stands, beside what is in force."""

    def __init__(self, data: bytes, name: str, organisation: Organisation, at: datetime) -> None:
        self.organisation = organisation
        self.reading: Reading = read(data, name, known_parties=names_of_parties(organisation))
        root = next(key for key, aspect in organisation.facts.aspects.items() if aspect.parent is None)
        above = organisation.facts.aspects[root].name
        self.parties = match_parties(self.reading.parties, organisation, at)
        self.paths = [path_of(row.section, row.aspect, above) for row in self.reading.rows]
        self.aspects = Aspects(organisation, root).match(self.paths)
        self.in_force = InForce(organisation, instant(at))
        self.places = Places(self.reading)
        self.said = [one for one in hear(self.reading).said if not self.aspects[self.paths[one.row]].is_new]
        self.columns: dict[PartyKey, list[str]] = defaultdict(list)
        for party_in_file, match in self.parties.items():
            if not match.is_new:
                self.columns[match.party].append(party_in_file)
        self.wanted = dict(self._wanted())

    def _aspect(self, said: Said) -> AspectKey:
        return self.aspects[self.paths[said.row]].key

    def _wanted(self) -> Iterator[tuple[Spot, Letters]]:
        """What each cell must say, but for those in which a question is open and nothing is in force."""
        for said in self.said:
            aspect = self._aspect(said)
            held = self.in_force.of(aspect, said.facet)
            claims = {self.parties[name].party for name, letters in said.letters.items() if "A" in letters}
            is_open = len(claims) > 1 and not any("A" in letters for letters in held.values())
            for party, names in self.columns.items():
                wanted: Letters = frozenset(held.get(party, _NONE))
                if not wanted and any(name in said.unsure for name in names):
                    continue
                if is_open and party in claims and self._now(said, names) - {"A"} == wanted:
                    continue
                yield (aspect, said.facet, party), wanted

    def _now(self, said: Said, names: list[str]) -> Letters:
        return _NONE.union(*(said.letters.get(name, _NONE) for name in names))

    def says(self, wanted: Mapping[Spot, Letters]) -> bool:
        """Whether the file, as it is read, says this."""
        found: dict[Spot, Letters] = {}
        for said in self.said:
            for party, names in self.columns.items():
                spot = (self._aspect(said), said.facet, party)
                found[spot] = found.get(spot, _NONE) | self._now(said, names)
        return all(found.get(spot) == letters for spot, letters in wanted.items())

    # What changes

    def edits(self) -> dict[Place, str]:
        """New texts by cell; only cells whose letters differ. Raises CannotWriteLike."""
        forms = Forms(self.reading.scheme, self._plain_cells())
        edits: dict[Place, str] = {}
        stays: set[Place] = set()
        for said in self.said:
            for party, names in self.columns.items():
                wanted = self.wanted.get((self._aspect(said), said.facet, party))
                if wanted is None or wanted == self._now(said, names):
                    stays.update(place for name in names for _table, place in self._cells(said, name))
                    continue
                for place, text in self._edit(said, names, wanted, forms).items():
                    if edits.setdefault(place, text) != text:
                        raise CannotWriteLike(_merged(place))
        for place in edits.keys() & stays:
            raise CannotWriteLike(_merged(place))
        return edits

    def _edit(self, said: Said, names: list[str], wanted: Letters, forms: Forms) -> dict[Place, str]:
        cells = [(name, table, place) for name in names for table, place in self._cells(said, name)]
        if not cells:
            raise CannotWriteLike(
                _("This file names parties in its cells; a copy can only be made where each party has a column or row.")
            )
        name, table, _first = cells[0]
        if table.layout == MARKS:
            return self._marks(said, name, table, wanted)
        texts = {place: self._text(place) for _name, _table, place in cells}
        target = next((place for place, text in texts.items() if text), next(iter(texts)))
        cleared = dict.fromkeys((place for place, text in texts.items() if text), "")
        return cleared | {target: forms.changed(texts[target], wanted)}

    def _marks(self, said: Said, name: str, table: SourceTable, wanted: Letters) -> dict[Place, str]:
        """L10: a mark in the sub-column of each letter."""
        scheme = by_name(self.reading.scheme)
        own = {letter: meaning.letter for letter, meaning in scheme.meanings.items()} if scheme else {}
        columns = {
            own.get(letter, letter): column for (party, letter), column in table.sub_columns.items() if party == name
        }
        if table.is_turned or not wanted <= columns.keys():
            raise CannotWriteLike(_("This file has no column for each letter of “%(party)s”.") % {"party": name})
        used = Counter(self._text(Place(table.sheet, n, c)) for n in said.lines for c in table.sub_columns.values())
        used.pop("", None)
        mark = used.most_common(1)[0][0] if used else "x"
        edits: dict[Place, str] = {}
        for letter, column in columns.items():
            place = Place(table.sheet, said.lines[0], column)
            if (letter in wanted) != bool(self._text(place)):
                edits[place] = mark if letter in wanted else ""
        return edits

    def _cells(self, said: Said, name: str) -> Iterator[tuple[SourceTable, Place]]:
        """The cells of a party in the lines that say this."""
        for table in self.places.tables[said.row]:
            for line in table.lines[said.row] if table.layout in (ACROSS, MARKS) else ():
                if line in said.lines:
                    for column in table.columns.get(name, ()):
                        at = (column, line) if table.is_turned else (line, column)
                        yield table, Place(table.sheet, *table.anchors.get(at, at))

    def _text(self, place: Place) -> str:
        return self.places.texts.get((place.sheet, place.row), {}).get(place.column, "")

    def _plain_cells(self) -> Iterator[tuple[Letters, str]]:
        """Letters and text of cells that stand alone and carry no remark."""
        for said in self.said:
            remarks = self.reading.rows[said.row].remarks
            for name, letters in said.letters.items():
                if name not in remarks and name not in said.unsure:
                    cells = list(self._cells(said, name))
                    if len(cells) == 1 and cells[0][0].layout == ACROSS and (text := self._text(cells[0][1])):
                        yield letters, text

    def left_out(self) -> Iterator[str]:
        """Names of aspects and parties with letters in force that the file has no cell for."""
        spoken: dict[AspectKey, set[Facet]] = defaultdict(set)
        for said in self.said:
            spoken[self._aspect(said)].add(said.facet)
        parties: dict[PartyKey, None] = {}
        for aspect, facets in self.in_force.held.items():
            missing = [facet for facet, cells in facets.items() if cells and facet not in spoken.get(aspect, ())]
            for facet in missing:
                name = self.organisation.facts.aspects[aspect].name
                yield name if facet == "*" or aspect not in spoken else f"{name} ({facet})"
            for facet, cells in facets.items():
                if facet not in missing:
                    parties |= dict.fromkeys(party for party in cells if party not in self.columns)
        yield from (party_name(self.organisation, party) for party in parties)


def _merged(place: Place) -> str:
    where = f"{place.sheet} {place.row}" if place.sheet else str(place.row)
    return _("In row %(row)s one merged cell stands for parties that differ now; take it apart in the file first.") % {
        "row": where
    }
