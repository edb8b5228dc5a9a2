"""The command `polder matrix export`: the matrix as a file, in its own layout or in that of the file it came from."""

from datetime import datetime
from pathlib import Path

import click
from django.utils import timezone

from polder.base.commandline import at_option, fail
from polder.governance import store
from polder.governance.commands import _moment
from polder.governance.exporting.like import CannotWriteLike, like
from polder.governance.exporting.table import own_layout
from polder.governance.exporting.writing import WRITERS
from polder.governance.importing.errors import UnreadableFile
from polder.governance.importing.grids.grid import Limits
from polder.governance.resolution import Reading


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--like",
    "original",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="ORIGINAL",
    help="Write a copy of this .xlsx, .csv, .tsv or .md with only its letters changed.",
)
@at_option(_moment)
def export(file: Path, original: Path | None, at: datetime | None) -> None:
    """Write the matrix to FILE, as .xlsx, .csv or .md.

    \b
      polder matrix export matrix.xlsx
      polder matrix export matrix.csv --at 2026-01-01
      polder matrix export raci-now.xlsx --like raci.xlsx

    With --like the order, headings, colours and notes of ORIGINAL stay as they are. A file that is there already is
    written over. `polder matrix read` of what is written gives what was exported.
    """
    organisation, moment = store.reading_now(), at or timezone.now()
    if not organisation.facts.aspects:
        fail("No organisation is loaded. Load one with: polder org load FILE")
    data = _like(file, original, organisation, moment) if original else _own(file, organisation, moment)
    try:
        file.write_bytes(data)
    except OSError as error:
        fail(f"“{file}” cannot be written: {error.strerror}.")
    click.echo(f"Written: {file}", err=True)


def _own(file: Path, organisation: Reading, at: datetime) -> bytes:
    writer = WRITERS.get(file.suffix.lower().lstrip("."))
    if writer is None:
        fail(f"“{file.name}” must end in .xlsx, .csv or .md.")
    return writer(own_layout(organisation, at))


def _like(file: Path, original: Path, organisation: Reading, at: datetime) -> bytes:
    if file.suffix.lower() != original.suffix.lower():
        fail(f"“{file.name}” must end in {original.suffix}, as “{original.name}” does.")
    try:
        with original.open("rb") as stream:
            source = stream.read(Limits().file_bytes + 1)
    except OSError as error:
        fail(f"“{original}” cannot be opened: {error.strerror}.")
    try:
        written = like(source, original.name, organisation, at)
    except (CannotWriteLike, UnreadableFile) as error:
        fail(error.sentence)
    for name in written.left_out:
        click.echo(f"Not in {original.name}, so left out: {name}.", err=True)
    return written.data
