"""Contact sheets: one picture for each screen, with all its manners side by side."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from tests.look.visiting import Visit

_SCALE = 0.5
_GAP = 24
_LABEL = 22
_PAPER, _INK = "#e8e6e1", "#333333"


def write_sheets(visits: Iterable[Visit], folder: Path) -> list[Path]:
    """`folder/NAME.png` for every screen; a row for each language, in it light and dark, from narrow to wide."""
    by_screen: dict[str, list[Visit]] = {}
    for visit in visits:
        by_screen.setdefault(visit.screen, []).append(visit)
    return [_sheet(name, group, folder) for name, group in sorted(by_screen.items())]


def _sheet(name: str, visits: Sequence[Visit], folder: Path) -> Path:
    rows: dict[str, list[Visit]] = {}
    for visit in sorted(visits, key=lambda visit: (visit.manner.theme == "dark", visit.manner.width)):
        rows.setdefault(visit.manner.language, []).append(visit)
    pictures = {visit: _small(visit) for visit in visits}
    lines = [rows[language] for language in sorted(rows)]
    width = max(sum(pictures[visit].width + _GAP for visit in line) for line in lines) + _GAP
    heights = [max(pictures[visit].height for visit in line) + _LABEL + _GAP for line in lines]
    sheet = Image.new("RGB", (width, sum(heights) + _GAP), _PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(14)
    top = _GAP
    for line, height in zip(lines, heights, strict=True):
        left = _GAP
        for visit in line:
            pen.text((left, top), f"{name}  {visit.manner}", _INK, font=font)
            sheet.paste(pictures[visit], (left, top + _LABEL))
            left += pictures[visit].width + _GAP
        top += height
    path = folder / f"{name}.png"
    sheet.save(path, optimize=True)
    return path


def _small(visit: Visit) -> Image.Image:
    with Image.open(visit.picture) as picture:
        size = (round(picture.width * _SCALE), round(picture.height * _SCALE))
        return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)
