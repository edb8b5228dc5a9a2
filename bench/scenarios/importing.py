"""A spreadsheet read."""

import random
from pathlib import Path

from openpyxl import Workbook

from bench.commands import seconds
from bench.measuring import Bench, Figures, scenario

_ROWS, _PARTIES = 1_200, 80


@scenario("import of 1,200 rows by 80 parties", goal="read under 2 s, draft under 10 s")
def imported(bench: Bench) -> Figures:
    path = _spreadsheet(bench.folder / "wide.xlsx")
    start = seconds("--version")
    read = seconds("matrix", "read", str(path), "--json") - start
    draft = seconds("matrix", "import", str(path)) - start
    yield "read, start-up aside", read, "s", read < 2
    yield "draft, start-up aside", draft, "s", draft < 10


def _spreadsheet(path: Path) -> Path:
    """Chapters of twenty rows, one A in each row, some twelve letters in all."""
    chance = random.Random(11)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("RACI")
    sheet.append(["Topic", *(f"Department {n}" for n in range(_PARTIES))])
    for row in range(_ROWS):
        letters = [chance.choice("RCI") if chance.random() < 0.14 else None for _ in range(_PARTIES)]
        letters[chance.randrange(_PARTIES)] = "A"
        sheet.append([f"Topic {row // 20}.{row % 20} of the intranet", *letters])
    book.save(path)
    return path
