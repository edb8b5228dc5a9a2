"""Formats and limits of importer.md: what files are read, how, and which are refused with one clear line."""

import io
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from polder.governance.importing.commands import read_command
from polder.governance.importing.errors import UnreadableFile
from polder.governance.importing.grids.grid import Limits
from polder.governance.importing.reader import read
from tests.governance.importing.generated import PARTIES
from tests.governance.importing.sheets import (
    Block,
    C,
    Row,
    csv_file,
    docx_file,
    header,
    html_file,
    markdown_file,
    ods_file,
    row,
    rows,
    xlsx_file,
)

HALF_PAST_NINE = datetime(2026, 3, 1, 9, 30, tzinfo=UTC).replace(tzinfo=None)  # a spreadsheet knows no zone
LINES = [("Taak", "Anna", "Bram"), ("Nieuws", "R", "A"), ("Zoek", "A", "R")]
HEADED = [header("Taak", "Anna", "Bram"), row("Nieuws", "R", "A"), row("Zoek", "A", "R")]


def numbers(reading):
    return [(one.sheet, one.row) for one in reading.rows]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|", "^", "~", ":"])
def test_any_delimiter(delimiter):
    assert read(csv_file(rows(*LINES), delimiter), "a.csv").parties == ("Anna", "Bram")


def test_a_title_with_commas_does_not_mislead():
    lines = [("Web, app, and more, version 2", "", ""), *LINES]
    assert read(csv_file(rows(*lines)), "a.csv").parties == ("Anna", "Bram")


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"'])
def test_the_first_line_may_name_the_delimiter_and_counts_as_a_line(first):
    data = first.encode() + b"\r\n" + csv_file(rows(*LINES))
    assert numbers(read(data, "a.csv")) == [(None, 3), (None, 4)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(encoding):
    lines = [("Taak", "Coördinatie", "Bram"), ("Eén", "R", "A"), ("Zoek", "A", "geïnformeerd")]
    reading = read(csv_file(rows(*lines), encoding=encoding), "a.csv")
    assert (reading.parties[0], reading.rows[0].aspect) == ("Coördinatie", "Eén")


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_the_row_is_the_line_on_which_the_record_begins(newline):
    lines = [("Taak", "Anna", "Bram"), ("Nieuws\nen meer", "R", "A"), ("Zoek", "A", "R")]
    reading = read(csv_file(rows(*lines), newline=newline), "a.csv")
    assert (numbers(reading), reading.rows[0].aspect) == ([(None, 2), (None, 4)], "Nieuws en meer")


@pytest.mark.parametrize("data", [b"\x00\x01", b"Taak;A\x07;B\nX;R;A\n", "Taak;A".encode("utf-16"), b"\x81\x8d;\x90"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.md", "a.html"])
def test_binary_under_a_text_name_is_refused(data, name):
    with pytest.raises(UnreadableFile):
        read(data, name)


@pytest.mark.parametrize("name", ["a.xlsx", "a.ods", "a.docx"])
@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04nothing", b"Taak;Anna", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600]
)
def test_damaged_and_encrypted_files_are_refused(name, data):
    with pytest.raises(UnreadableFile):
        read(data, name)


@pytest.mark.parametrize("name", ["a.xls", "a.pdf", "a", "a.numbers"])
def test_unknown_kinds_are_refused(name):
    with pytest.raises(UnreadableFile, match="xlsx"):
        read(b"x", name)


def _changed(data: bytes, part: str, change) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(old.read(info)) if info.filename == part else old.read(info))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name", "part"),
    [
        (xlsx_file({"Web": HEADED}), "a.xlsx", "xl/worksheets/sheet1.xml"),
        (xlsx_file({"Web": HEADED}), "a.xlsx", "xl/workbook.xml"),
        (ods_file({"Web": HEADED}), "a.ods", "content.xml"),
        (docx_file([Block(HEADED)]), "a.docx", "word/document.xml"),
    ],
)
def test_xml_entities_and_cut_off_parts_are_refused(data, name, part):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    with pytest.raises(UnreadableFile):
        read(
            _changed(data, part, lambda xml: xml.replace(b"?>", b"?>" + bomb, 1) if b"?>" in xml else bomb + xml), name
        )
    with pytest.raises(UnreadableFile):
        read(_changed(data, part, lambda xml: xml[: len(xml) // 2]), name)
    assert read(_changed(data, part, lambda xml: xml), name).rows


def test_limits_on_size_sheets_cells_and_unpacking():
    with pytest.raises(UnreadableFile, match="MB"):
        read(b"x" * (10 * 1024 * 1024 + 1), "a.csv")
    with pytest.raises(UnreadableFile, match="50"):
        read(xlsx_file({f"S{n}": HEADED for n in range(51)}), "a.xlsx")
    assert read(xlsx_file({f"S{n}": HEADED if n == 0 else [] for n in range(50)}), "a.xlsx").rows
    with pytest.raises(UnreadableFile, match="filled cells"):
        read(csv_file(rows(*LINES)), "a.csv", limits=Limits(cells=8))
    with pytest.raises(UnreadableFile):
        read(xlsx_file({"Web": HEADED}), "a.xlsx", limits=Limits(unpacked_bytes=2000))


def test_repeated_cells_of_an_ods_are_counted():
    repeated = ods_file({"Web": HEADED}).replace(b"", b"")
    many = _changed(
        repeated, "content.xml",
        lambda xml: xml.replace(b"<table:table-row>", b'<table:table-row table:number-rows-repeated="100000">', 1),
    )  # fmt: skip
    with pytest.raises(UnreadableFile, match="filled cells"):
        read(many, "a.ods")
    twice = _changed(
        repeated, "content.xml",
        lambda xml: b'<table:table-row table:number-rows-repeated="2">'.join(xml.rsplit(b"<table:table-row>", 1)),
    )  # fmt: skip
    assert [f.code for f in read(twice, "a.ods").findings] == ["duplicate_aspect"]


def test_numbers_dates_and_formulas_of_a_spreadsheet():
    book = openpyxl.Workbook()
    sheet = book[book.sheetnames[0]]
    lines: list[list[Any]] = [
        ["Task", "Anna", "Bram", "Start", "Hours", "SLA", "Review"],
        ["News", "R", "A", date(2026, 3, 1), 8.0, 0.5, HALF_PAST_NINE],
        ["Search", "A", "R", "soon", 12, True, None],
    ]
    for line in lines:
        sheet.append(line)
    stream = io.BytesIO()
    book.save(stream)
    assert [dict(r.notes) for r in read(stream.getvalue(), "a.xlsx").rows] == [
        {"Start": "2026-03-01", "Hours": "8", "SLA": "0.5", "Review": "2026-03-01 09:30"},
        {"Start": "soon", "Hours": "12", "SLA": "TRUE"},
    ]


def test_markdown_marks_are_stripped_and_lines_count_from_the_file():
    text = """# Title

Some text.

| Task | **Anna** | [Bram](x.html) | `Chris` |
| --- | --- | :-: | --- |
| _News_ and [more](y) | **R** | A\\* | C[^1] |
| Search \\| find | R<br>A | _I_ | - |

[^1]: finance
"""
    reading = read(text.encode(), "a.md")
    assert (reading.parties, numbers(reading)) == (("Anna", "Bram", "Chris"), [(None, 7), (None, 8)])
    assert [r.aspect for r in reading.rows] == ["News and more", "Search | find"]
    assert reading.rows[0].remarks == {"Bram": "*", "Chris": "1"}
    assert reading.rows[1].cells == {"Anna": ("R", "A"), "Bram": ("I",)}


@pytest.mark.parametrize("write", [html_file, docx_file])
def test_tables_of_a_document_are_counted_all_and_rows_within_them(write):
    blocks = [Block(rows(("Version", "Date"), ("1", "2026"))), Block(text="Between"), Block(HEADED)]
    reading = read(write(blocks), f"a.{write.__name__.split('_')[0]}")
    assert numbers(reading) == [("Table 2", 2), ("Table 2", 3)]


def test_a_table_within_a_table_is_a_table_of_its_own():
    inner = "<table><tr><th>Task</th><th>Anna</th><th>Bram</th></tr><tr><td>News</td><td>R</td><td>A<sup>2</sup></td></tr></table>"
    reading = read(f"<body><table><tr><td>Outer {inner}</td></tr></table></body>".encode(), "a.html")
    assert (numbers(reading), reading.rows[0].remarks) == ([("Table 2", 2)], {"Bram": "2"})


@pytest.mark.parametrize("form", ["xlsx", "ods", "html", "docx", "md", "csv"])
def test_every_format_gives_the_same_reading(form):
    lines = [
        header("Task", "Anna", "Bram", "Remarks"),
        row("News", "R/A", "C (late)", "x"),
        row("Search", "A", "R", ""),
    ]
    write = {
        "xlsx": lambda: xlsx_file({"Web": lines}),
        "ods": lambda: ods_file({"Web": lines}),
        "html": lambda: html_file([Block(lines)]),
        "docx": lambda: docx_file([Block(lines)]),
        "md": lambda: markdown_file([Block(lines)]),
        "csv": lambda: csv_file(lines),
    }[form]
    reading = read(write(), f"a.{form}")
    assert [(r.aspect, dict(r.cells), dict(r.remarks), dict(r.notes)) for r in reading.rows] == [
        ("News", {"Anna": ("R", "A"), "Bram": ("C",)}, {"Bram": "late"}, {"Remarks": "x"}),
        ("Search", {"Anna": ("A",), "Bram": ("R",)}, {}, {}),
    ]


def test_the_command_says_what_is_wrong_in_one_line(tmp_path):
    for args, status in ((["nowhere.csv"], 2), ([str(tmp_path)], 2)):
        result = CliRunner().invoke(read_command, args)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (status, "", 1)
    good = tmp_path / "a.csv"
    good.write_bytes(csv_file(rows(*LINES)))
    result = CliRunner().invoke(read_command, [str(good), "--answer", "colour=red", "--json"])
    assert (result.exit_code, result.stdout) == (2, "")
    assert CliRunner().invoke(read_command, [str(good), "--json"]).exit_code == 0


def test_the_original_and_the_place_of_each_letter_stand_beside_the_reading():
    lines = [row("Our matrix"), *HEADED, row(C("Rest", bold=True), "", ""), row("Index", "??", C("A"))]
    reading = read(xlsx_file({"Web": lines}), "a.xlsx")
    (original,) = reading.sources.originals
    assert original.rows[1] == (2, {0: "Taak", 1: "Anna", 2: "Bram"})
    assert {original.marks.get(at) for at in ((1, 0), (2, 1), (3, 0), (3, 1), (5, 0), (6, 1))} == {
        None, "header", "aspect", "letter", "section", "unread",
    }  # fmt: skip
    assert reading.sources.letter_cells(0, "Bram") == (("Web", 3, 2),)
    turned = read(csv_file(rows(("Rol", "Nieuws", "Zoek"), ("Anna", "A", "R"), ("Bram", "", "A"))), "a.csv")
    assert turned.sources.letter_cells(0, "Bram") == ((None, 3, 1),)


def test_a_large_matrix_is_read_in_time():
    parties = [f"{name} {n}" for n in range(5) for name in PARTIES]
    lines = [Row([C("Task"), *map(C, parties)])]
    lines += [Row([C(f"Aspect {n}"), *(C("RACI"[(n + p) % 4]) for p in range(80))]) for n in range(300)]
    reading = read(csv_file(lines), "a.csv")
    assert (len(reading.rows), len(reading.parties)) == (300, 80)


def test_a_text_file_does_not_wait_for_the_libraries_of_other_formats():
    told = (
        "import sys; from polder.governance.importing.reader import read;"
        "assert read(b'Task;Anna;Bram\\nNews;A;R\\n', 'a.csv').rows;"
        "print(sorted({'openpyxl', 'docx', 'markdown_it'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
