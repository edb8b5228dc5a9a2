"""The command `polder matrix read`: what Polder understands of a file. Writes nothing.

It needs neither settings nor a database; `import` (drafting_command) and `export` (exporting.commands) do.
"""

import json
import sys
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from polder.governance.importing import texts
from polder.governance.importing.errors import UnknownChoice, UnreadableFile
from polder.governance.importing.reader import read
from polder.governance.importing.reading import Finding, Question, Reading


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", metavar="NAME", help="Read only this sheet (or table, as in “Table 2”).")
@click.option(
    "--scheme", metavar="NAME", help="The scheme of the letters, where the file does not explain them itself."
)
@click.option(
    "--answer",
    "answers",
    multiple=True,
    metavar="CODE[:LETTER]=CHOICE",
    help="Answer a question of the reading, as in letter_meaning:S=C. May be given more than once.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the reading as JSON (polder-matrix/1).")
def read_command(file: Path, sheet: str | None, scheme: str | None, answers: tuple[str, ...], as_json: bool) -> None:
    """Show what Polder understands of the matrix in FILE; nothing is saved.

    \b
    polder matrix read raci.xlsx
    polder matrix read raci.xlsx --answer letter_meaning:S=C --json
    """
    try:
        reading = read(file, sheet=sheet, scheme=scheme, answers=answers)
    except (UnreadableFile, UnknownChoice) as error:
        click.echo(error.sentence, err=True)
        sys.exit(2)
    if as_json:
        click.echo(json.dumps(reading.as_json(), ensure_ascii=False, indent=1))
    elif reading.is_matrix:
        show(reading)
    if not reading.is_matrix:
        click.echo(texts.no_matrix(), err=True)
        sys.exit(1)


def show(reading: Reading) -> None:
    """The reading for people: its rows with letters and remarks, then what is wrong and what is asked."""
    console = Console(file=sys.stdout, highlight=False, width=None if sys.stdout.isatty() else 160)
    scheme = reading.scheme if reading.sure else f"{reading.scheme} ({texts.heading('unsure')})"
    console.print(Text(texts.summary(len(reading.rows), len(reading.parties), scheme), style="bold"))
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (texts.heading("row"), texts.heading("aspect"), "R", "A", "C", "I"):
        table.add_column(heading, overflow="fold")
    section: tuple[str, ...] = ()
    for row in reading.rows:
        if row.section != section:
            section = row.section
            table.add_row("", Text(" / ".join(section), style="bold"))
        by_letter = {
            letter: [_with_remark(party, row.remarks) for party, letters in row.cells.items() if letter in letters]
            for letter in "RACI"
        }
        table.add_row(str(row.row), Text(row.aspect), *(Text(", ".join(by_letter[letter])) for letter in "RACI"))
    console.print(table)
    _list(console, texts.heading("findings"), [_finding(finding) for finding in reading.findings])
    _list(console, texts.heading("questions"), [_question(question) for question in reading.questions])


def _with_remark(party: str, remarks: object) -> str:
    remark = remarks.get(party) if isinstance(remarks, dict) else None
    return f"{party} ({remark})" if remark else party


def _list(console: Console, heading: str, lines: list[str]) -> None:
    if lines:
        console.print()
        console.print(Text(heading, style="bold"))
        for line in lines:
            console.print(Text(f"  {line}"))


def _place(sheet: str | None, row: int | None) -> str:
    place = f"{texts.heading('row')} {row}" if row is not None else ""
    return " ".join(part for part in (sheet or "", place) if part)


def _finding(finding: Finding) -> str:
    about = [finding.aspect or "", ", ".join(finding.parties), f"“{finding.text}”" if finding.text else ""]
    details = ": ".join(part for part in (" / ".join(a for a in about if a),) if part)
    return f"{_place(finding.sheet, finding.row)}: {texts.finding(finding.code)}" + (f" ({details})" if details else "")


def _question(question: Question) -> str:
    place = _place(question.sheet, question.row)
    code = f"{question.code}:{question.letter}" if question.letter else question.code
    choices = f"{texts.heading('choices')}: {', '.join(question.choices)}"
    return f"{place + ': ' if place else ''}{question.text} [{code}; {choices}]"
