"""Reads the matrix that already exists: from a file to a Reading (importer.md sections 1-5).

The stages: grids from the file, tables in the grids, the legend and the scheme, columns and orientation, rows, letters.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import chain, pairwise
from pathlib import Path

from polder.governance.importing import texts
from polder.governance.importing.answers import ORIENTATION_CHOICES, Answers, parse_answers
from polder.governance.importing.cells import RACI, Item, read_cell
from polder.governance.importing.columns import Judge, turned
from polder.governance.importing.ending import with_tail
from polder.governance.importing.errors import UnknownChoice, UnreadableFile
from polder.governance.importing.grids.grid import Document, Grid, Limits, Sheet, Text, fold
from polder.governance.importing.grids.opening import open_document
from polder.governance.importing.judging import Judgement
from polder.governance.importing.legends import (
    Explained,
    beside,
    explained_in,
    explanations,
    is_credible,
    is_legend_line,
    legend_of,
    lone_letter,
    pairs,
    set_aside,
)
from polder.governance.importing.orientation import ACROSS as ASPECTS_ACROSS
from polder.governance.importing.orientation import OPEN, aspects_stand
from polder.governance.importing.reading import Finding, Question, Reading
from polder.governance.importing.schemes import NAMES, SCHEMES, Chosen, Entry, Scheme, by_name, choose, named_in
from polder.governance.importing.sources import SourceCollector
from polder.governance.importing.table import LIST, Table
from polder.governance.importing.tables import ACROSS, Finder, Region
from polder.governance.importing.walking import State, Walker
from polder.governance.importing.words import kinds_of

_KNOWN = frozenset().union(*(scheme.letters for scheme in SCHEMES))


def read(
    path_or_bytes: str | Path | bytes,
    name: str = "",
    *,
    sheet: str | None = None,
    scheme: str | None = None,
    answers: Iterable[str] = (),
    known_parties: Iterable[str] = (),
    limits: Limits | None = None,
) -> Reading:
    """Reads a file. Nothing is written and nothing guessed in silence: what is unsure is a question of the Reading.

    `name` tells the kind of file by its ending; it may be left out for a path. `answers` as on the command line.
    Raises UnreadableFile (the file) and UnknownChoice (sheet, scheme or answer), both with one sentence for people.
    """
    given = parse_answers(answers)
    wanted = by_name(scheme) if scheme else None
    if scheme and wanted is None:
        raise UnknownChoice(texts.unknown_scheme(scheme, NAMES))
    if isinstance(path_or_bytes, bytes):
        data = path_or_bytes
    else:
        data, name = _bytes_of(Path(path_or_bytes), limits or Limits()), name or str(path_or_bytes)
    document = open_document(data, name, limits or Limits())
    return _Reader(document, given, wanted, sheet, list(known_parties)).reading()


def _bytes_of(path: Path, limits: Limits) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(limits.file_bytes + 1)
    except OSError as error:
        raise UnreadableFile(texts.not_there(path.name)) from error


@dataclass(slots=True)
class _Found:
    """A table that is a matrix, in its sheet."""

    sheet: Sheet
    region: Region
    table: Table
    title: str | None = None
    title_line: int | None = None  # of the original grid, when the title stands in it
    continues: bool = False
    lines: set[int] = field(default_factory=set)  # of the original grid: header and rows


class _Reader:
    def __init__(
        self,
        document: Document,
        answers: Answers,
        wanted: Scheme | None,
        only: str | None,
        known_parties: Collection[str],
    ) -> None:
        self.document, self.answers, self.wanted, self.only = document, answers, wanted, only
        self.known_parties = known_parties
        self.questions: list[Question] = []
        self.run = _letters_met(document)
        self.beside = [e for sheet in document.sheets for grid in sheet.grids for e in set_aside(grid)]
        if only is not None:
            names = [s.name for s in document.sheets if s.name] + [
                g.name for s in document.sheets for g in s.grids if g.name
            ]
            if only not in names:
                raise UnknownChoice(texts.unknown_sheet(only, dict.fromkeys(names)))

    def reading(self) -> Reading:
        found = [one for sheet in self.document.sheets for one in self._tables(sheet)]
        outside = self._outside(found)
        explained = list(self._explained(found, outside))
        legend = legend_of(explained)
        found = [f for f in found if self._is_chosen(f.region.grid, f.sheet)]
        letters, words = self._letters(found, frozenset(legend))
        if not found or not self._plausible(letters, words, found, frozenset(legend)):
            return _no_matrix()
        scheme = self._scheme(letters, words, legend, outside)
        self.run = frozenset(scheme.letters | RACI)
        return self._read(found, scheme)

    def _is_chosen(self, grid: Grid, sheet: Sheet) -> bool:
        return self.only is None or self.only in {sheet.name, grid.name}

    # Tables

    def _tables(self, sheet: Sheet) -> list[_Found]:
        found = []
        for grid in sheet.grids:
            regions = Finder(grid, self.run).regions()
            for index, region in enumerate(regions):
                table = Judge(region, self.run).table()
                if table is None or _is_legend(table):
                    continue
                last = index + 1 == len(regions)
                table.rows, totals = with_tail(table, region.body, self.run, before_header=not last)
                lines = {*region.header, *table.rows, *totals}
                found.append(_Found(sheet, region, table, lines=lines))
        self._titles(sheet, found)
        return found

    def _titles(self, sheet: Sheet, found: list[_Found]) -> None:
        """L3: the title above each table, and which tables only continue the one before."""
        for index, one in enumerate(found):
            one.title, one.title_line = self._title(sheet, one, found)
            before = found[index - 1] if index else None
            one.continues = before is not None and one.title is None and one.region.same_header(before.region)
        if sum(not one.continues for one in found) < 2:
            for one in found:
                one.title = one.title_line = None
        for before, one in pairwise(found):
            if one.continues:
                one.title = before.title

    def _title(self, sheet: Sheet, one: _Found, found: list[_Found]) -> tuple[str | None, int | None]:
        """The title, and its line when it is one of the grid."""
        grid = one.region.grid
        taken = set().union(*(f.lines for f in found if f.region.grid is grid))
        above = [line for line in range(one.region.header[0]) if line not in taken]
        last = max((line for line in taken if line < one.region.header[0]), default=-1)
        for line in reversed([line for line in above if line > last]):
            cells = [fold(c.text) for _, c in sorted(grid.lines[line].cells.items()) if c.text]
            if cells and not is_legend_line(cells):
                return " ".join(cells), line
        if last >= 0:
            return None, None
        texts_before: list[Text] = []
        for part in sheet.flow:
            if part is grid:
                break
            if isinstance(part, Text):
                texts_before.append(part)
            elif not _is_legend_grid(part):
                texts_before = []
        for kind in ("heading", "caption"):
            of_kind = [text for text in texts_before if text.kind == kind]
            if of_kind:
                return fold(of_kind[-1].text), None
        lines = [text for text in texts_before if not is_legend_line([text.text])]
        return (fold(lines[-1].text) if lines else None), None

    # Legend and scheme

    def _outside(self, found: list[_Found]) -> list[list[str]]:
        """The lines of text outside the tables, on every sheet, each as its cells."""
        lines: list[list[str]] = [[text] for text in self.document.also]
        taken: dict[int, set[int]] = {}
        for one in found:
            taken.setdefault(id(one.region.grid), set()).update(one.lines)
        for sheet in self.document.sheets:
            for part in sheet.flow:
                if isinstance(part, Text):
                    lines.append([part.text])
                    continue
                inside = taken.get(id(part), set())
                for index, line in enumerate(part.lines):
                    if index not in inside:
                        lines.append([cell.text for _, cell in sorted(line.cells.items()) if cell.text])
        return lines

    def _explained(self, found: list[_Found], outside: list[list[str]]) -> Iterable[Explained]:
        yield from self.beside
        yield from explained_in(outside)
        for one in found:
            grid, table = one.region.grid, one.table
            used = {table.aspect, table.number, *table.sections, *table.telling}
            columns = [c for c in range(_width(grid)) if c not in used]
            rows = sorted(one.lines - set(one.region.header))
            yield from chain.from_iterable(beside(grid, rows, columns).values())
            for line in one.region.header:
                for cell in grid.lines[line].cells.values():
                    if "=" in cell.text:
                        yield from (e for e in explanations(fold(cell.text)) if e.trusted)

    def _letters(self, found: list[_Found], explained: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
        """The letters in the cells of the tables, and the letters that words there stand for."""
        lone: set[str] = set()
        runs: set[str] = set()
        words: set[str] = set()
        for one in found:
            for item in _items(one.table, self.run):
                if item.meaning is not None:
                    words.add(item.meaning.letter or "")
                elif len(item.letters) == 1:
                    lone.add(item.letters)
                else:
                    runs.add(item.letters)
        known = lone | RACI | explained
        for run in runs:
            if known.issuperset(run):
                lone.update(run)
        return frozenset(lone), frozenset(words)

    def _plausible(
        self, letters: frozenset[str], words: frozenset[str], found: list[_Found], explained: frozenset[str]
    ) -> bool:
        """Whether these letters can be those of a matrix, and not marks of attendance or grades."""
        if any(one.table.layout != ACROSS for one in found):
            return True
        if not any(_has_room(one.table, one.region, self.run) for one in found):
            return False
        if words:
            return True
        if not letters & ({"R", "A", "C", "I"} | explained):
            return False
        strange = letters - _KNOWN - explained
        says_so = any("aspect" in kinds_of(one.region.heading(one.table.aspect)) for one in found)
        return says_so or bool(letters & ({"R", "I"} | explained)) or not strange

    def _scheme(
        self,
        letters: frozenset[str],
        words: frozenset[str],
        legend: dict[str, Entry],
        outside: list[list[str]],
    ) -> Chosen:
        names = [fold(text) for line in outside for text in line] + [s.name or "" for s in self.document.sheets]
        chosen = choose(
            letters,
            legend,
            named=named_in(names),
            wanted=self.wanted,
            answered=self.answers.scheme,
            by_word=words,
        )
        if not chosen.sure:
            self.questions.append(
                Question("scheme", None, None, None, texts.ask_scheme(chosen.name), " ".join(sorted(letters)), NAMES)
            )
        return chosen

    # Rows

    def _read(self, found: list[_Found], scheme: Chosen) -> Reading:
        judgement = Judgement(scheme, self.answers)
        several_sheets = len({id(one.sheet) for one in found if one.sheet.is_spreadsheet}) > 1
        state = State()
        sources = SourceCollector()
        for one in found:
            table = self._turned(one, scheme)
            if not one.continues:
                state = State()
            outermost = (one.sheet.name,) if several_sheets and one.sheet.name else ()
            prefix = (*outermost, one.title) if one.title else outermost
            walker = Walker(table, self.run, prefix, state)
            for party in table.parties:
                judgement.parties.of(party.name)
                if any(column in table.grid.hidden_columns for column in party.columns):
                    number = table.grid.lines[table.header[-1]].number
                    judgement.findings.append(Finding("hidden", table.grid.name, number, None, (party.name,)))
            trail = sources.begin(one.region.grid, one.region.header, table, title=one.title_line)
            for entry in walker.entries():
                trail.entry(entry, judgement.add(entry))
            trail.marks.update(dict.fromkeys(walker.sections, "section"))
        rows = judgement.finished()
        return Reading(
            scheme.name,
            scheme.sure,
            tuple(judgement.parties.found.values()),
            tuple(rows),
            tuple(judgement.findings),
            (*self.questions, *judgement.questions.values()),
            sources.sources(self._grids(), judgement.parties.found, judgement.unread),
        )

    def _grids(self) -> list[Grid]:
        return [grid for sheet in self.document.sheets for grid in sheet.grids]

    def _turned(self, one: _Found, scheme: Chosen) -> Table:
        if one.table.layout != ACROSS:
            return one.table
        stands = aspects_stand(one.table, one.region, self.run, scheme.meanings, self.known_parties)
        if stands == OPEN and self.answers.aspects is not None:
            stands = self.answers.aspects
        if stands == OPEN and not any(q.code == "orientation" for q in self.questions):
            line = one.region.grid.lines[one.region.header[-1]]
            self.questions.append(
                Question(
                    "orientation",
                    None,
                    one.region.grid.name,
                    line.number,
                    texts.ask_orientation(),
                    "",
                    ORIENTATION_CHOICES,
                )
            )
        return turned(one.table, self.run) if stands == ASPECTS_ACROSS else one.table


def _no_matrix() -> Reading:
    return Reading("RACI", True, (), (), (), (Question("no_matrix", None, None, None, texts.no_matrix()),))


def _letters_met(document: Document) -> frozenset[str]:
    """Letters that may stand together, as `VE`: R, A, C and I, those of schemes that stand alone, those explained."""
    met: set[str] = set()
    explained: set[str] = set()
    for sheet in document.sheets:
        for part in sheet.flow:
            if isinstance(part, Text):
                explained.update(e.letter for e in explanations(part.text))
                continue
            for line in part.lines:
                cells = [cell.text for _, cell in sorted(line.cells.items()) if cell.text]
                met.update(text.upper() for text in cells if len(text) == 1 and text.isalpha())
                explained.update(
                    e.letter for text in cells if "=" in text for e in explanations(fold(text)) if e.trusted
                )
                if cells and lone_letter(cells[0]):
                    explained.update(e.letter for e in pairs(cells) if is_credible(e.letter, e.said))
    return frozenset(RACI | (met & _KNOWN) | explained)


def _has_room(table: Table, region: Region, run: frozenset[str]) -> bool:
    """Whether more than one column has letters, or the one that has them stands behind aspects: else it is a list."""
    lettered = {
        column
        for line in table.rows
        for party in table.parties
        for column in party.columns
        if (cell := table.grid.cell(line, column)) is not None and read_cell(cell.text, run).kind == "items"
    }
    return len(lettered) > 1 or "aspect" in kinds_of(region.heading(table.aspect))


def _is_legend(table: Table) -> bool:
    """A table whose labels are letters explains them."""
    labels = [c.text for line in table.rows if (c := table.grid.cell(line, table.aspect)) is not None and c.text]
    return 2 * sum(lone_letter(fold(text)) is not None for text in labels) > len(labels)


def _is_legend_grid(grid: Grid) -> bool:
    lines = [[c.text for _, c in sorted(line.cells.items()) if c.text] for line in grid.lines]
    return 2 * sum(is_legend_line(cells) for cells in lines) > len(lines)


def _width(grid: Grid) -> int:
    return max((c for line in grid.lines for c in line.cells), default=-1) + 1


def _items(table: Table, run: frozenset[str]) -> Iterable[Item]:
    """What stands in the cells (and, in L5 and L10, headings) of a table, before anything is judged."""
    if table.letters:
        yield from table.letters.values()
        return
    columns = [table.letter] if table.layout == LIST else [c for party in table.parties for c in party.columns]
    for line in table.rows:
        cells = table.grid.lines[line].cells
        for column in columns:
            if column in cells:
                yield from read_cell(cells[column].text, run).items
