"""The command `polder matrix read`: what Polder understands of a file. Writes nothing."""

import json
import sys
from pathlib import Path

import click

from polder.governance.importing import texts
from polder.governance.importing.errors import UnknownChoice, UnreadableFile
from polder.governance.importing.reader import read
from polder.governance.importing.reading import Reading


@click.command("read")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", metavar="NAME", help="Read only this sheet (or table, as in “Table 2”).")
@click.option("--scheme", metavar="NAME", help="The scheme of the letters, where the file does not explain them itself.")
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
    """The reading as a table for people, then what is wrong and what is asked."""
    click.echo(texts.summary(len(reading.rows), len(reading.parties), reading.scheme))
