"""Random matrices, written in a random layout, format, scheme and language, with the reading that importer.md gives them.

The model knows what was meant; it never looks at how the reader works.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.governance.importing.sheets import (
    STYLED,
    Block,
    C,
    Row,
    csv_file,
    docx_file,
    html_file,
    markdown_file,
    ods_file,
    plain,
    xlsx_file,
)

# Scheme -> letter -> (Polder's letter or none, the scheme's own remark)
MEANINGS: dict[str, dict[str, tuple[str | None, str | None]]] = {
    "RACI": {"R": ("R", None), "A": ("A", None), "C": ("C", None), "I": ("I", None)},
    "RACIO": {"R": ("R", None), "A": ("A", None), "C": ("C", None), "I": ("I", None), "O": (None, None)},
    "RASCI": {"R": ("R", None), "A": ("A", None), "S": ("R", "support"), "C": ("C", None), "I": ("I", None)},
    "RACI-VS": {
        "R": ("R", None), "A": ("A", None), "C": ("C", None), "I": ("I", None), "V": ("C", "verify"), "S": (None, "S"),
    },
    "VERI": {"V": ("R", None), "E": ("A", None), "R": ("C", None), "I": ("I", None)},
    "DACI": {"D": ("R", None), "A": ("A", None), "C": ("C", None), "I": ("I", None)},
    "RAPID": {"R": ("C", None), "A": ("C", "must agree"), "P": ("R", None), "I": ("C", None), "D": ("A", None)},
    "PACSI": {"P": ("R", None), "A": ("A", None), "C": ("C", "control"), "S": ("C", None), "I": ("I", None)},
    "own": {"U": ("R", None), "B": ("A", None), "A": ("C", None), "I": ("I", None)},
}  # fmt: skip
LEGENDS = {
    "RACI": ["R = Responsible", "A = Accountable", "C = Consulted", "I = Informed"],
    "RASCI": ["R = Responsible", "A = Accountable", "S = Support", "C = Consulted", "I = Informed"],
    "VERI": ["V = Verantwoordelijk", "E = Eindverantwoordelijk", "R = Raadplegen", "I = Informeren"],
    "DACI": ["D = Driver", "A = Approver", "C = Contributor", "I = Informed"],
    "RACI-VS": ["R = Responsible", "A = Accountable", "C = Consulted", "I = Informed", "V = Verifies", "S = Signs off"],
    "own": ["U = uitvoerend", "B = beslist", "A = adviseert", "I = geïnformeerd"],
}
WORDS = {
    "R": ["verantwoordelijk", "Uitvoerend", "responsible", "performs", "durchführend", "ausführend", "réalise"],
    "A": ["eindverantwoordelijk", "beslist", "Accountable", "approves", "rechenschaftspflichtig", "Autorité"],
    "C": ["raadplegen", "adviseert", "Consulted", "beratend", "konsultiert", "consulté"],
    "I": ["geïnformeerd", "Informed", "informiert", "informé"],
}
PARTIES = [
    "Directeur", "IT", "HR", "Product owner", "Service desk", "Works council", "Betriebsrat", "Klinik-IT", "Griffie",
    "Direction générale", "Kwaliteitsmanager", "AI-team", "Board", "Legal", "Review board", "System administrator",
]  # fmt: skip
ASPECTS = [
    "News carousel", "Search", "Homepage layout", "Zoekfunctie", "Intranet strategy", "Speiseplan", "Notices", "Budget",
    "Informeren van bewoners", "Open dag", "Annual report", "Roosters", "Team pages", "DigiD-koppeling", "A/B-tests",
    "Crisis communication", "Formulieren", "Nieuwsbrief", "Écrans du hall", "Back-up", "R&D overleg", "Opleidingen",
]  # fmt: skip
SECTIONS = ["Homepage", "Techniek", "Inhalte", "Accueil", "Beheer", "Innovatie"]
ASPECT_HEADINGS = ["Task", "Activity", "Process step", "Taak", "Activiteit", "Onderwerpen", "Aufgabe", "Activité"]
PARTY_HEADINGS = ["Role", "Rol", "Function", "Afdeling", "Rolle", "Teams"]
NOTE_HEADINGS = [
    "Frequency",
    "Opmerkingen",
    "Termijn",
    "System",
    "Häufigkeit",
    "Remarks",
    "Review",
    "Omschrijving",
    "SLA",
]
NOTE_TEXTS = ["weekly", "per kwartaal", "5 days", "see intranet", "jaarlijks", "portal", "sofort"]
REMARKS = ["only for layout", "approves", "any of IT/HR", "tot € 5.000", "by mail", "Datenschutz"]


@dataclass
class Content:
    """What one cell holds and means, in letters of the scheme."""

    text: str = ""
    letters: set[str] = field(default_factory=set)
    own: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    is_unread: bool = False
    asks: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)


@dataclass
class Aspect:
    section: tuple[str, ...]
    name: str
    cells: dict[str, Content]
    notes: dict[str, str]
    row: int = 0
    line: int = 0


@dataclass
class Matrix:
    """A matrix as it was meant, and how it is to be written."""

    scheme: str
    legend: bool
    parties: list[str]
    aspects: list[Aspect]
    note_headings: list[str]
    format: str
    layout: str
    legend_place: str = "above"
    hidden: list[str] = field(default_factory=list)  # aspects on a hidden row
    unlabelled: int = 0  # rows with letters and no label

    @property
    def meanings(self) -> dict[str, tuple[str | None, str | None]]:
        return MEANINGS[self.scheme]


@dataclass
class Case:
    data: bytes
    name: str
    expected: dict[str, Any]


def case(rng: Random) -> Case:
    """One file and what reading it should give."""
    matrix = _matrix(rng)
    blocks, sheet = LAYOUTS[matrix.layout](rng, matrix)
    return _written(rng, matrix, blocks, sheet)


# What was meant


def _matrix(rng: Random) -> Matrix:
    form = rng.choice(["xlsx", "ods", "html", "docx", "csv", "tsv", "md"])
    scheme = rng.choice(["RACI", "RACI", "RACI", *MEANINGS])
    legend = scheme == "own" or (scheme in LEGENDS and rng.random() < 0.4)
    layouts = ["plain", "section rows", "section column", "turned", "list", "tables"]
    if scheme == "RACI":
        layouts += ["letter columns"]
    if form != "md":
        layouts += ["marks", "two rows"]
    layout = rng.choice(layouts)
    parties = rng.sample(PARTIES, rng.randint(3, 6))
    sections: list[tuple[str, ...]] = [()]
    if layout in {"section rows", "section column", "tables"} or (layout in {"list", "turned"} and rng.random() < 0.5):
        sections = [(name,) for name in rng.sample(SECTIONS, rng.randint(2, 3))]
    if layout == "turned" and form == "md":
        sections = [()]
    names = rng.sample(ASPECTS, len(ASPECTS))
    headings = rng.sample(NOTE_HEADINGS, rng.randint(0, 2)) if layout not in {"turned", "list"} else []
    aspects = []
    for section in sections:
        for _ in range(rng.randint(2, 5)):
            notes = {h: rng.choice(NOTE_TEXTS) for h in headings if rng.random() < 0.5}
            aspects.append(Aspect(section, names.pop(), {}, notes))
    matrix = Matrix(scheme, legend, parties, aspects, headings, form, layout)
    if legend and form in {"xlsx", "ods", "csv", "tsv"}:
        places = ["above", "table above", "below", "sheet" if form in {"xlsx", "ods"} else "below", "beside"]
        matrix.legend_place = rng.choice(places)
    elif legend and form in {"html", "docx"}:
        matrix.legend_place = rng.choice(["above", "table above"])
    _fill(rng, matrix)
    return matrix


def _fill(rng: Random, matrix: Matrix) -> None:
    letters = list(matrix.meanings)
    simple = matrix.layout in {"marks", "letter columns"}
    for aspect in matrix.aspects:
        for party in matrix.parties:
            aspect.cells[party] = Content() if rng.random() < 0.3 else _content(rng, matrix, letters, simple)
    # Every letter of the scheme occurs, every row says something, and no row has its letters in one column only.
    corners = [(a, p) for a in matrix.aspects for p in matrix.parties]
    for letter, (aspect, party) in zip(letters, rng.sample(corners, len(corners)), strict=False):
        aspect.cells[party] = _one(matrix, letter)
    for aspect in matrix.aspects:
        if not any(cell.text and not cell.is_unread for cell in aspect.cells.values()):
            aspect.cells[rng.choice(matrix.parties)] = _one(matrix, letters[-2])
    # In a csv a label alone is a section only when the next row has letters.
    for aspect in [a for n, a in enumerate(matrix.aspects) if n == 0 or matrix.aspects[n - 1].section != a.section]:
        if not any(content.used or content.asks for content in aspect.cells.values()):
            aspect.cells[matrix.parties[0]] = _one(matrix, letters[-2])
    lacking = set(letters) - {u for a in matrix.aspects for c in a.cells.values() for u in c.used}
    for letter in lacking:
        aspect = rng.choice(matrix.aspects)
        for party in matrix.parties:
            if not aspect.cells[party].used:
                aspect.cells[party] = _one(matrix, letter)
                break
    # A column of a table with nothing but text is a note, no party.
    sections = {aspect.section for aspect in matrix.aspects} if matrix.layout == "tables" else {()}
    for section in sections:
        table = [aspect for aspect in matrix.aspects if matrix.layout != "tables" or aspect.section == section]
        for party in matrix.parties:
            if not any(aspect.cells[party].used or aspect.cells[party].asks for aspect in table):
                for aspect in table:
                    aspect.cells[party] = Content()


def _one(matrix: Matrix, letter: str, text: str | None = None, *remarks: str) -> Content:
    meaning, remark = matrix.meanings[letter]
    content = Content(text or letter, {meaning} if meaning else set(), [remark] if remark else [], list(remarks))
    content.used = {letter}
    if matrix.scheme == "RACI-VS" and letter == "S":
        content.asks = {"S"}
    if matrix.scheme == "RASCI" and letter == "S" and not matrix.legend:
        content.asks = {"S"}
    return content


def _content(rng: Random, matrix: Matrix, letters: list[str], simple: bool) -> Content:
    letter = rng.choice(letters)
    if simple:
        return _one(matrix, letter)
    remark = rng.choice(REMARKS)
    pick = rng.random()
    if pick < 0.45:
        return _one(matrix, letter, rng.choice([letter, letter.lower(), f" {letter}", f"{letter} "]))
    if pick < 0.6:
        form, said = rng.choice(
            [
                (f"{letter} ({remark})", remark),
                (f"{letter} [{remark}]", remark),
                (f"{letter} - {remark}", remark),
                (f"{letter}: {remark}", remark),
                (f"({letter})", "optional"),
                (f"{letter}*", "*"),
                (f"{letter}2", "2"),
                (f"{letter}²", "²"),
            ]
        )
        return _one(matrix, letter, form, said)
    if pick < 0.8:
        other = rng.choice(letters)
        if other == letter:
            return _one(matrix, letter)
        between = rng.choice(["/", ", ", "+", " & ", " ", "", ";", "|", " en ", " and ", "\n"])
        first, second = _one(matrix, letter), _one(matrix, other)
        return _both(first, second, f"{letter}{between}{other}")
    if pick < 0.86 and matrix.scheme == "RACI":
        return _one(matrix, letter, rng.choice(WORDS[letter]))
    if pick < 0.9:
        return Content(rng.choice(["-", "–", "n.v.t.", "N/A", "geen", "."]))
    if pick < 0.94:
        text = rng.choice(["see annex", "?", f"{letter}?", "volgens rooster", "12 x", "A new editor does"])
        return Content(text, other=[text], is_unread=True)
    if pick < 0.97 and matrix.scheme not in {"VERI", "own"}:
        return Content("T", own=["T"], asks={"T"})
    a, b = _one(matrix, letter), _one(matrix, rng.choice(letters))
    if a.used == b.used:
        return a
    both = _both(a, b, f"{a.text} (texts) / {b.text} (budget)")
    both.other = ["texts", "budget"]
    return both


def _both(first: Content, second: Content, text: str) -> Content:
    return Content(
        text,
        first.letters | second.letters,
        list(dict.fromkeys(first.own + second.own)),
        first.other + second.other,
        asks=first.asks | second.asks,
        used=first.used | second.used,
    )


# Layouts: each gives the blocks of the file, and sets where each aspect stands in its table

Written = tuple[list[Block], str | None]


def _top(rng: Random, matrix: Matrix) -> list[Block]:
    """Title, version and legend above the table."""
    out = []
    if rng.random() < 0.5:
        out.append(
            Block(text=rng.choice(["Who answers for what", "Zuständigkeiten", "Taakverdeling 2026"]), kind="heading")
        )
    if rng.random() < 0.3:
        out.append(Block(text="Opgesteld door kwaliteitszorg"))
    if matrix.legend and matrix.legend_place == "table above":
        out.append(Block(_legend_rows(rng, matrix)))
    elif matrix.legend and matrix.legend_place == "above":
        out.append(Block(text=rng.choice([", ", "; ", "   "]).join(LEGENDS[matrix.scheme])))
    elif matrix.scheme not in {"own"} and rng.random() < 0.2:
        out.append(Block(text=f"Schema: {matrix.scheme}"))
    return out


def _legend_rows(rng: Random, matrix: Matrix) -> list[Row]:
    head = [_head(*rng.choice([("Code", "Meaning"), ("Letter", "Betekenis")]))] if rng.random() < 0.5 else []
    return [*head, *(Row([C(part) for part in line.split(" = ")]) for line in LEGENDS[matrix.scheme])]


def _bottom(rng: Random, matrix: Matrix) -> list[Block]:
    if matrix.legend and matrix.legend_place == "below":
        if rng.random() < 0.5:
            return [Block(text="Legenda"), *(Block(text=line) for line in LEGENDS[matrix.scheme])]
        return [Block(_legend_rows(rng, matrix))]
    return (
        [Block(text=rng.choice(["* alleen op werkdagen", "Questions: intranet manager."]))]
        if rng.random() < 0.4
        else []
    )


def _head(*texts: str) -> Row:
    return Row([C(text, bold=True, shaded=True) for text in texts])


def _body(rng: Random, matrix: Matrix, aspect: Aspect, before: list[C]) -> Row:
    cells = [C(aspect.cells[party].text) for party in matrix.parties]
    return Row([*before, *cells, *(C(aspect.notes.get(h, "")) for h in matrix.note_headings)])


def _counted(rng: Random, matrix: Matrix, lines: list[Row], head: int = 1) -> None:
    """L11: perhaps a last column and last rows of counts."""
    if rng.random() < 0.3:
        for index, line in enumerate(lines):
            text = (
                rng.choice(["# R", "Totaal A", "Check"])
                if index == head - 1
                else str(rng.randint(0, 3))
                if index >= head
                else ""
            )
            line.cells.append(C(text, bold=index < head, shaded=index < head))
    if rng.random() < 0.3:
        lead = len(lines[-1].cells) - len(matrix.parties)
        lines.append(
            Row(
                [
                    C("Total A"),
                    *[C("")] * 0,
                    *[C(str(rng.randint(0, 3))) for _ in range(len(matrix.parties) + lead - 1)],
                ]
            )
        )


def _plain_layout(rng: Random, matrix: Matrix) -> Written:
    heading = rng.choice(ASPECT_HEADINGS)
    numbered = rng.random() < 0.4
    lines = [_head(*(["Nr."] if numbered else []), heading, *matrix.parties, *matrix.note_headings)]
    for index, aspect in enumerate(matrix.aspects, start=1):
        aspect.line = len(lines)
        lines.append(_body(rng, matrix, aspect, [*([C(str(index))] if numbered else []), C(aspect.name)]))
    if not matrix.note_headings and not numbered:
        _counted(rng, matrix, lines)
    return [*_top(rng, matrix), Block(lines), *_bottom(rng, matrix)], None


def _section_rows(rng: Random, matrix: Matrix) -> Written:
    numbers = rng.choice(["none", "column", "label"])
    lines = [
        _head(
            *(["No."] if numbers == "column" else []),
            rng.choice(ASPECT_HEADINGS),
            *matrix.parties,
            *matrix.note_headings,
        )
    ]
    width = len(lines[0].cells)
    style = rng.choice([{"bold": True}, {"shaded": True}, {"across": width - (numbers == "column")}])
    if matrix.format == "md":
        style = {"bold": True}
    section, s, a = None, 0, 0
    for aspect in matrix.aspects:
        if aspect.section != section:
            section, s, a = aspect.section, s + 1, 0
            name = aspect.section[0] if numbers != "label" else f"{s} {aspect.section[0]}"
            cells = [C(str(s))] if numbers == "column" else []
            cells.append(C(name, **style))  # type: ignore[arg-type]
            lines.append(Row([*cells, *[C()] * (width - len(cells))]))
        a += 1
        before = [C(f"{s}.{a}")] if numbers == "column" else []
        if numbers == "column":
            aspect.notes = {"No.": f"{s}.{a}"} | aspect.notes
        if numbers == "label":
            aspect.name = f"{s}.{a} {aspect.name}"
            aspect.section = (f"{s} {aspect.section[0]}",)
            section = aspect.section if a == 1 else section
            section = (aspect.section[0].split(" ", 1)[1],)
        aspect.line = len(lines)
        lines.append(_body(rng, matrix, aspect, [*before, C(aspect.name)]))
    return [*_top(rng, matrix), Block(lines), *_bottom(rng, matrix)], None


def _section_column(rng: Random, matrix: Matrix) -> Written:
    lines = [
        _head(
            rng.choice(["Phase", "Bereich", "Domein"]),
            rng.choice(ASPECT_HEADINGS),
            *matrix.parties,
            *matrix.note_headings,
        )
    ]
    merged = rng.random() < 0.5 and matrix.format in STYLED
    repeated = rng.random() < 0.5
    section = None
    for index, aspect in enumerate(matrix.aspects):
        new = aspect.section != section
        section = aspect.section
        size = sum(other.section == section for other in matrix.aspects[index:])
        before = C(section[0] if new or (repeated and not merged) else "", down=size if merged and new else 1)
        aspect.line = len(lines)
        lines.append(_body(rng, matrix, aspect, [before, C(aspect.name)]))
    return [*_top(rng, matrix), Block(lines), *_bottom(rng, matrix)], None


def _turned(rng: Random, matrix: Matrix) -> Written:
    sections = [aspect.section[0] if aspect.section else "" for aspect in matrix.aspects]
    lines = []
    if any(sections):
        cells = [C("", bold=True, shaded=True)]
        for index, name in enumerate(sections):
            new = index == 0 or sections[index - 1] != name
            across = sections.count(name) if new else 1
            cells.append(C(name if new else "", bold=True, shaded=True, across=across))
        lines.append(Row(cells))
    lines.append(_head(rng.choice(PARTY_HEADINGS), *(aspect.name for aspect in matrix.aspects)))
    for party in matrix.parties:
        lines.append(Row([C(party), *(C(aspect.cells[party].text) for aspect in matrix.aspects)]))
    for index, aspect in enumerate(matrix.aspects):
        aspect.row = index + 2
    return [*_top(rng, matrix), Block(lines), *_bottom(rng, matrix)], None


def _list(rng: Random, matrix: Matrix) -> Written:
    with_section = any(aspect.section for aspect in matrix.aspects)
    lines = [_head(*(["Phase"] if with_section else []), "Task", "Role", rng.choice(["RACI", "Letter"]), "Remark")]
    order: list[str] = []
    for aspect in matrix.aspects:
        aspect.line = len(lines)
        kept = {}
        for party, content in aspect.cells.items():
            if not content.text:
                continue
            also = rng.choice(["", "", "two per site"])
            lines.append(
                Row(
                    [
                        *([C(aspect.section[0])] if with_section else []),
                        C(aspect.name),
                        C(party),
                        C(content.text),
                        C(also),
                    ]
                )
            )
            content.other = [*content.other, also] if also else content.other
            kept[party] = content
            order += [party] if party not in order else []
    matrix.parties = order
    return [*_top(rng, matrix), Block(lines), *_bottom(rng, matrix)], None


def _letter_columns(rng: Random, matrix: Matrix) -> Written:
    headings = rng.choice(
        [
            ["Responsible", "Accountable", "Consulted", "Informed"],
            ["Uitvoerend", "Eindverantwoordelijk", "Raadplegen", "Informeren"],
            ["Durchführend", "Gesamtverantwortlich", "Konsultiert", "Informiert"],
            ["R", "A", "C", "I"],
        ]
    )
    lines = [_head(rng.choice(ASPECT_HEADINGS), *headings, *matrix.note_headings)]
    order: list[str] = []
    for aspect in matrix.aspects:
        aspect.line = len(lines)
        cells = []
        for letter in "RACI":
            names = [party for party, content in aspect.cells.items() if letter in content.letters]
            order += [name for name in names if name not in order]
            cells.append(C(rng.choice([", ", "; ", "\n", " / ", " & ", " en ", " und "]).join(names)))
        lines.append(Row([C(aspect.name), *cells, *(C(aspect.notes.get(h, "")) for h in matrix.note_headings)]))
    matrix.parties = order
    return [*_top(rng, matrix), Block(lines), *_bottom(rng, matrix)], None


def _marks(rng: Random, matrix: Matrix) -> Written:
    letters = list(matrix.meanings)
    merged = matrix.format in STYLED
    first = [C(rng.choice(ASPECT_HEADINGS), bold=True, shaded=True, down=2 if merged else 1)]
    second = [C()]
    for party in matrix.parties:
        first.append(C(party, bold=True, shaded=True, across=len(letters) if merged else 1))
        first += [C()] * (len(letters) - 1)
        second += [C(letter, bold=True, shaded=True) for letter in letters]
    first += [C(h, bold=True, shaded=True, down=2 if merged else 1) for h in matrix.note_headings]
    second += [C()] * len(matrix.note_headings)
    lines = [Row(first), Row(second)]
    for aspect in matrix.aspects:
        aspect.line = len(lines)
        cells = [C(aspect.name)]
        for party in matrix.parties:
            content = aspect.cells[party]
            for letter in letters:
                mark = rng.choice(["x", "X", "1", "v", "V", "✓", "✔", "●", "TRUE", letter])
                cells.append(C(mark if letter in content.used else ""))
        lines.append(Row([*cells, *(C(aspect.notes.get(h, "")) for h in matrix.note_headings)]))
    return [*_top(rng, matrix), Block(lines), *_bottom(rng, matrix)], None


def _two_rows(rng: Random, matrix: Matrix) -> Written:
    merged = matrix.format in STYLED
    half = max(1, len(matrix.parties) // 2)
    departments = [("Business", matrix.parties[:half]), ("Bedrijfsvoering", matrix.parties[half:])]
    heading = rng.choice(ASPECT_HEADINGS)
    first = [C(heading, bold=True, shaded=True, down=2 if merged else 1)]
    second = [C()]
    for name, parties in departments:
        first += [C(name, bold=True, shaded=True, across=len(parties) if merged else 1), *[C()] * (len(parties) - 1)]
        second += [C(party, bold=True, shaded=True) for party in parties]
    first += [C(h, bold=True, shaded=True, down=2 if merged else 1) for h in matrix.note_headings]
    second += [C()] * len(matrix.note_headings)
    lines = [Row(first), Row(second)]
    for aspect in matrix.aspects:
        aspect.line = len(lines)
        lines.append(_body(rng, matrix, aspect, [C(aspect.name)]))
    full = {party: f"{name} / {party}" for name, parties in departments for party in parties}
    matrix.parties = [full[party] for party in matrix.parties]
    for aspect in matrix.aspects:
        aspect.cells = {full[party]: content for party, content in aspect.cells.items()}
    return [*_top(rng, matrix), Block(lines), *_bottom(rng, matrix)], None


def _tables(rng: Random, matrix: Matrix) -> Written:
    blocks = _top(rng, matrix)
    heading = rng.choice(ASPECT_HEADINGS)
    for section in dict.fromkeys(aspect.section for aspect in matrix.aspects):
        blocks.append(Block(text=section[0], kind="heading"))
        lines = [_head(heading, *matrix.parties, *matrix.note_headings)]
        for aspect in matrix.aspects:
            if aspect.section == section:
                aspect.line = len(lines)
                lines.append(_body(rng, matrix, aspect, [C(aspect.name)]))
        blocks.append(Block(lines))
    return [*blocks, *_bottom(rng, matrix)], None


LAYOUTS: dict[str, Callable[[Random, Matrix], Written]] = {
    "plain": _plain_layout,
    "section rows": _section_rows,
    "section column": _section_column,
    "turned": _turned,
    "list": _list,
    "letter columns": _letter_columns,
    "marks": _marks,
    "two rows": _two_rows,
    "tables": _tables,
}


# The file


def _written(rng: Random, matrix: Matrix, blocks: list[Block], sheet: str | None) -> Case:
    form = matrix.format
    numbers: dict[int, list[int]] = {}  # block -> row number of each of its lines
    names: dict[int, str | None] = {}
    if form in {"html", "docx"}:
        data = html_file(blocks) if form == "html" else docx_file(blocks)
        tables = [index for index, block in enumerate(blocks) if block.rows]
        for count, index in enumerate(tables, start=1):
            numbers[index] = list(range(1, len(blocks[index].rows) + 1))
            names[index] = f"Table {count}"
    elif form == "md":
        data = markdown_file(blocks)
        at = 1
        for index, block in enumerate(blocks):
            numbers[index] = [at + i + (i > 0) for i in range(len(block.rows))]
            names[index] = None
            at += (len(block.rows) + 1 if block.rows else 1) + 1
    else:
        data = _grid_file(rng, matrix, blocks, numbers, names)
    tables = [
        index for index, block in enumerate(blocks) if block.rows and len(block.rows[0].cells) > 2 and not block.text
    ]
    section_order = list(dict.fromkeys(aspect.section for aspect in matrix.aspects))
    for aspect in matrix.aspects:
        index = tables[section_order.index(aspect.section)] if matrix.layout == "tables" else tables[0]
        aspect.row = aspect.row or numbers[index][aspect.line]
    where = {
        aspect.name: names[tables[section_order.index(aspect.section)] if matrix.layout == "tables" else tables[0]]
        for aspect in matrix.aspects
    }
    return Case(data, f"matrix.{form}", _expected(matrix, where))


def _grid_file(
    rng: Random, matrix: Matrix, blocks: list[Block], numbers: dict[int, list[int]], names: dict[int, str | None]
) -> bytes:
    """A spreadsheet or text file: the blocks under each other, perhaps away from A1, with blank rows between."""
    lines: list[Row] = [Row([C()]) for _ in range(rng.choice([0, 0, 1, 2]))]
    offset = rng.choice([0, 0, 0, 1, 2])
    for index, block in enumerate(blocks):
        names[index] = "Matrix" if matrix.format in {"xlsx", "ods"} else None
        numbers[index] = []
        head = (
            2
            if matrix.layout in {"marks", "two rows"}
            or (matrix.layout == "turned" and len(block.rows) > len(matrix.parties) + 1)
            else 1
        )
        for at, line in enumerate(block.rows or [Row([C(block.text)])]):
            spanned = any(cell.down > 1 for earlier in block.rows for cell in earlier.cells[:1])
            if block.rows and head < at < len(block.rows) - 1 and not spanned and rng.random() < 0.08:
                lines.append(Row([C()]))
            numbers[index].append(len(lines) + 1)
            lines.append(Row([*[C()] * offset, *line.cells], line.hidden))
        last = index + 1 == len(blocks)
        if block.rows or last or not blocks[index + 1].rows or rng.random() < 0.7:
            lines.append(Row([C()]))
    if matrix.layout == "turned":
        for aspect in matrix.aspects:
            aspect.row += offset
    if matrix.legend and matrix.legend_place == "beside":
        table = next(index for index, block in enumerate(blocks) if block.rows)
        width = max(len(line.cells) for line in lines) + 1
        wanted = LEGENDS[matrix.scheme]
        while len(lines) < numbers[table][0] + len(wanted):
            lines.append(Row([C()]))
        for n, text in enumerate(wanted):
            line = lines[numbers[table][0] + n]
            parts = [C(part) for part in text.split(" = ")]
            line.cells = [*line.cells, *[C()] * (width - len(line.cells)), *parts]
    if matrix.format in {"csv", "tsv"}:
        lines = plain(lines)
        begins, at = [], 1
        for line in lines:
            begins.append(at)
            at += 1 + sum(cell.text.count("\n") for cell in line.cells)
        numbers.update({index: [begins[n - 1] for n in ns] for index, ns in numbers.items()})
        delimiter = "\t" if matrix.format == "tsv" else rng.choice([";", ",", "|"])
        return csv_file(lines, delimiter, rng.choice(["utf-8", "utf-8-sig"]), "\n")
    sheets = {"Matrix": lines}
    if matrix.legend and matrix.legend_place == "sheet":
        sheets["Legend"] = _legend_rows(rng, matrix)
    return xlsx_file(sheets) if matrix.format == "xlsx" else ods_file(sheets)


def _expected(matrix: Matrix, where: dict[str, str | None]) -> dict[str, Any]:
    findings: list[dict[str, Any]] = []
    asked: set[str] = set()
    rows = []
    for aspect in matrix.aspects:
        if matrix.layout == "list" and not any(content.text for content in aspect.cells.values()):
            continue
        cells, remarks = {}, {}
        accountable = [p for p in matrix.parties if "A" in aspect.cells.get(p, Content()).letters]
        every: set[str] = set().union(*(content.letters for content in aspect.cells.values()))
        for party, content in aspect.cells.items():
            if content.is_unread:
                findings.append({"code": "unread_cell", "aspect": aspect.name})
            asked |= content.asks
            letters = content.letters - ({"A"} if len(accountable) > 1 else set())
            if letters:
                cells[party] = [letter for letter in "RACI" if letter in letters]
            remark = "; ".join([*content.own, *content.other])
            if remark and (matrix.layout != "letter columns"):
                remarks[party] = remark
        codes = []
        if not every:
            codes = ["empty_row"]
        else:
            codes += ["several_accountable"] if len(accountable) > 1 else ["no_accountable"] if not accountable else []
            codes += ["no_responsible"] if "R" not in every else []
        findings += [{"code": code, "aspect": aspect.name} for code in codes]
        rows.append(
            {
                "sheet": where[aspect.name],
                "row": aspect.row,
                "section": list(aspect.section),
                "aspect": aspect.name,
                "cells": cells,
                "remarks": remarks,
                "notes": aspect.notes,
            }
        )
    questions: list[dict[str, Any]] = [{"code": "letter_meaning", "letter": letter} for letter in sorted(asked)]
    sure = matrix.scheme not in {"RAPID", "PACSI"}
    if not sure:
        questions.append({"code": "scheme", "letter": None})
    return {
        "format": "polder-matrix/1",
        "scheme": {"name": "RACI" if matrix.scheme == "RACIO" else matrix.scheme, "sure": sure},
        "parties": matrix.parties,
        "rows": rows,
        "findings": findings,
        "questions": questions,
    }
