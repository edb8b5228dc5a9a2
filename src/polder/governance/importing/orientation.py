"""Which way round a table stands: aspects down or across (importer.md L4, *Which way round?*)."""

from collections.abc import Collection, Mapping

from polder.governance.importing.cells import read_cell
from polder.governance.importing.grids.grid import fold
from polder.governance.importing.judging import accountable
from polder.governance.importing.table import Table
from polder.governance.importing.tables import Region
from polder.governance.importing.words import Meaning, is_note_heading, kinds_of, plain

DOWN, ACROSS, OPEN = "down", "across", "open"


def aspects_stand(
    table: Table, region: Region, run: frozenset[str], meanings: Mapping[str, Meaning], known_parties: Collection[str]
) -> str:
    """`down`, `across` (to be turned) or `open`."""
    by_heading = _by_heading(table, region)
    if by_heading is not None:
        return by_heading
    shares = _shares(table, run, meanings)
    if shares[0] != shares[1]:
        return DOWN if shares[0] < shares[1] else ACROSS
    return _by_known(table, {plain(name) for name in known_parties})


def _by_heading(table: Table, region: Region) -> str | None:
    """By the heading of the label column; where it says nothing, of the section columns beside it."""
    for column in [table.aspect, *reversed(table.sections)]:
        kinds = kinds_of(region.heading(column))
        if kinds == {"aspect"}:
            return DOWN
        if kinds == {"party"}:
            return ACROSS
    return None


def _shares(table: Table, run: frozenset[str], meanings: Mapping[str, Meaning]) -> tuple[float, float]:
    """The share of rows and of columns with several A's; notes and counts aside."""
    by_row: dict[int, int] = {}
    by_column: dict[int, int] = {}
    for line in table.rows:
        label = table.grid.holding(line, table.aspect)
        if label is not None and is_note_heading(label.text):
            continue
        for party in table.parties:
            for column in party.columns:
                cell = table.grid.holding(line, column)
                content = read_cell(cell.text, run) if cell is not None else None
                if content is not None and content.kind == "items":
                    has_a = accountable(content.items, meanings)
                    by_row[line] = by_row.get(line, 0) + has_a
                    by_column[column] = by_column.get(column, 0) + has_a
    return _share(by_row), _share(by_column)


def _share(counts: Mapping[int, int]) -> float:
    return sum(n > 1 for n in counts.values()) / len(counts) if counts else 0.0


def _by_known(table: Table, known: Collection[str]) -> str:
    """By the parties that the organisation knows already."""
    if not known:
        return OPEN
    across = sum(plain(party.name) in known for party in table.parties)
    labels = {
        plain(fold(cell.text)) for line in table.rows if (cell := table.grid.cell(line, table.aspect)) is not None
    }
    down = len(labels & set(known))
    return OPEN if across == down else DOWN if across > down else ACROSS
