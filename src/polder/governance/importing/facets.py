"""What the rows of a file say about each facet of their aspect (importer.md section 6).

A row is about all facets (`*`), unless a note column named Facet (Deelgebied) says content, design or technology. Rows
that the reader joined because section and aspect are the same are told apart again where their facets differ.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from polder.governance.facts import Facet
from polder.governance.importing.cells import RACI, read_cell
from polder.governance.importing.reading import Finding, Reading, Row, SourceTable
from polder.governance.importing.schemes import by_name
from polder.governance.importing.synonyms import folded
from polder.governance.importing.tables import ACROSS
from polder.governance.importing.words import Meaning

ALL: Facet = "*"
UNKNOWN_FACET = "unknown_facet"
_HEADINGS = frozenset({"facet", "facets", "facetten", "deelgebied", "deelgebieden"})
_FACETS: dict[str, Facet] = {
    "content": "content", "inhoud": "content", "design": "design", "vormgeving": "design", "ontwerp": "design",
    "technology": "technology", "technologie": "technology", "techniek": "technology", "technical": "technology",
    "": ALL, "*": ALL, "all": ALL, "alle": ALL, "alles": ALL,
}  # fmt: skip


@dataclass(slots=True)
class Said:
    """What one row says about one facet: letters by party, also each A where there are several.

    `unsure`: parties whose cell was not read, or holds a letter whose meaning is still asked; nothing changes for them.
    `lines`: the row numbers of the file that say so.
    """

    row: int  # index in the reading
    facet: Facet
    letters: dict[str, frozenset[str]]
    unsure: frozenset[str] = frozenset()
    lines: tuple[int, ...] = ()


@dataclass(slots=True)
class Heard:
    """All that a file says. `findings` are those of the reading as they are after telling facets apart.

    `unclear`: rows (by index) whose facet is not known; nothing changes there.
    """

    said: list[Said] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unclear: set[int] = field(default_factory=set)


def hear(reading: Reading) -> Heard:
    """What the file says, facet by facet. `several_accountable` is left to whoever knows which parties are one."""
    places = Places(reading)
    held_back, unsure = _doubts(reading, places)
    heard = Heard()
    told_apart: set[int] = set()
    for index, row in enumerate(reading.rows):
        cells = {party: frozenset(letters) for party, letters in row.cells.items()}
        for party in held_back.get(index, ()):
            cells[party] = cells.get(party, frozenset()) | {"A"}
        heading = next((name for name in row.notes if folded(name) in _HEADINGS), None)
        doubted = frozenset(unsure.get(index, ()))
        facet = ALL if heading is None else facet_of(row.notes[heading])
        lines = places.lines.get(index, ())
        if heading is not None and (len(lines) > 1 or facet is None):
            apart = list(_apart(reading, places, index, row, heading, doubted))
            if not apart:
                heard.unclear.add(index)
                heard.findings.append(Finding(UNKNOWN_FACET, row.sheet, row.row, row.aspect, (), row.notes[heading]))
            elif len(apart) > 1:
                told_apart.add(index)
            heard.said += apart
        elif facet is not None:
            heard.said.append(Said(index, facet, cells, doubted, lines))
    kept = [
        finding
        for finding in reading.findings
        if finding.code != "several_accountable"
        and not (finding.code == "duplicate_aspect" and places.row_of(finding) in told_apart)
    ]
    heard.findings = kept + heard.findings
    return heard


def facet_of(text: str) -> Facet | None:
    """The facet that a note names; None when it is none."""
    return _FACETS.get(text.strip() if text.strip() == "*" else "" if not text.strip() else folded(text))


def _doubts(reading: Reading, places: "Places") -> tuple[dict[int, list[str]], dict[int, set[str]]]:
    """By row: the parties of several A's, and the parties whose cell changes nothing."""
    held_back: dict[int, list[str]] = {}
    unsure: dict[int, set[str]] = defaultdict(set)
    for finding in reading.findings:
        row = places.row_of(finding) if finding.code in ("several_accountable", "unread_cell") else None
        if row is not None and finding.code == "several_accountable":
            held_back[row] = list(finding.parties)
        elif row is not None:
            unsure[row].update(finding.parties)
    asked = {q.letter for q in reading.questions if q.code == "letter_meaning" and q.letter}
    scheme = by_name(reading.scheme)
    marks = {letter for letter in asked if letter}
    marks |= {m.remark for letter in asked if scheme and (m := scheme.meanings.get(letter)) and m.remark}
    for index, one in enumerate(reading.rows if marks else ()):
        for party, remark in one.remarks.items():
            if marks & set(remark.split("; ")):
                unsure[index].add(party)
    return held_back, unsure


class Places:
    """Where the rows of a reading stand in the file."""

    def __init__(self, reading: Reading) -> None:
        self.rows = reading.rows
        self.texts: dict[tuple[str | None, int], Mapping[int, str]] = {}
        self.headings: dict[str | None, set[int]] = defaultdict(set)
        for original in reading.sources.originals:
            for number, texts in original.rows:
                self.texts[original.sheet, number] = texts
                for column, text in texts.items():
                    if original.marks.get((number, column)) == "header" and folded(text) in _HEADINGS:
                        self.headings[original.sheet].add(column)
        self.tables: dict[int, list[SourceTable]] = defaultdict(list)
        self.lines: dict[int, tuple[int, ...]] = {}
        self._at: dict[tuple[str | None, int], set[int]] = defaultdict(set)
        for table in reading.sources.tables:
            for index, lines in table.lines.items():
                self.tables[index].append(table)
                self.lines[index] = (*self.lines.get(index, ()), *dict.fromkeys(lines))
                for line in lines:
                    self._at[table.sheet, line + 1 if table.is_turned else line].add(index)
        for index, row in enumerate(reading.rows):
            self._at[row.sheet, row.row].add(index)

    def row_of(self, finding: Finding) -> int | None:
        """The row of the reading that a finding is about."""
        rows = self._at.get((finding.sheet, finding.row), set())
        return next((index for index in sorted(rows) if self.rows[index].aspect == finding.aspect), None)


def _apart(
    reading: Reading, places: Places, index: int, row: Row, heading: str, unsure: frozenset[str]
) -> Iterator[Said]:
    """The lines of a joined row, each with its own facet; nothing when they cannot be told apart."""
    found: dict[Facet, Said] = {}
    for table in places.tables[index]:
        column = min(places.headings[table.sheet], default=None)
        if table.layout != ACROSS or table.is_turned or column is None:
            return
        for line in dict.fromkeys(table.lines[index]):
            anchor = table.anchors.get((line, column), (line, column))
            facet = facet_of(places.texts.get((table.sheet, anchor[0]), {}).get(anchor[1], ""))
            if facet is None:
                return
            said = _line(reading, places, table, line)
            before = found.get(facet)
            if before is None:
                found[facet] = Said(index, facet, said.letters, said.unsure | unsure, (line,))
            else:
                for party, letters in said.letters.items():
                    before.letters[party] = before.letters.get(party, frozenset()) | letters
                found[facet] = replace(before, unsure=before.unsure | said.unsure, lines=(*before.lines, line))
    yield from found.values()


def _line(reading: Reading, places: Places, table: SourceTable, line: int) -> Said:
    """The letters of one line of the file."""
    scheme = by_name(reading.scheme)
    meanings: Mapping[str, Meaning] = scheme.meanings if scheme else {}
    run = frozenset(meanings) | RACI
    letters: dict[str, frozenset[str]] = {}
    unsure: set[str] = set()
    for party, columns in table.columns.items():
        found: set[str] = set()
        for column in columns:
            row, at = table.anchors.get((line, column), (line, column))
            content = read_cell(places.texts.get((table.sheet, row), {}).get(at, ""), run)
            if content.kind == "unread":
                unsure.add(party)
            for item in content.items:
                known = [item.meaning] if item.meaning else [meanings.get(c, Meaning(c)) for c in item.letters]
                found.update(meaning.letter for meaning in known if meaning.letter in RACI)
        if found:
            letters[party] = frozenset(found)
    return Said(-1, ALL, letters, frozenset(unsure), (line,))
