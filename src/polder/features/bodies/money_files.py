"""A list of payments as a finance program writes it: read without trust, looked at, and only then entered.

Columns by their name, in English or Dutch: aspect, date, amount, description, reference. Nothing is guessed: an amount
that can be read in two ways, one below zero, a formula, an aspect that is not known are said with their line.
"""

import csv
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from polder.governance.importing.errors import UnreadableFile
from polder.governance.importing.grids.text import decoded, delimiter_of

MOST_BYTES: Final = 1_000_000
MOST_LINES: Final = 2_000
_HEADERS: Final[Mapping[str, str]] = {
    "aspect": "aspect", "deelaspect": "aspect", "kostenplaats": "aspect",
    "date": "on", "day": "on", "datum": "on", "boekdatum": "on",
    "amount": "amount", "bedrag": "amount", "sum": "amount",
    "description": "title", "omschrijving": "title", "for": "title", "what": "title",
    "reference": "reference", "referentie": "reference", "invoice": "reference", "factuur": "reference",
    "factuurnummer": "reference", "kenmerk": "reference",
}  # fmt: skip
_NEEDED: Final = ("aspect", "on", "amount", "title")
_FORMULA: Final = ("=", "+", "@", "\t", "\r")
_PLAIN = re.compile(r"\d+([.,]\d{1,2})?", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}([., '\u00a0\u202f]\d{3})+([.,]\d{1,2})?", re.ASCII)
_DAYS: Final = ("%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class Line:
    """One payment as it was understood; `number` is its line in the file."""

    number: int
    aspect: str
    on: date
    amount: Decimal
    title: str
    reference: str


@dataclass(slots=True)
class Read:
    """What the file says, and what of it cannot be taken as it is, with its line."""

    lines: list[Line] = field(default_factory=list)
    troubles: list[tuple[int, str]] = field(default_factory=list)

    def wrong(self, number: int, sentence: str) -> None:
        """Noted; the rest is read on."""
        self.troubles.append((number, sentence))


def read(content: bytes, name: str, aspects: Mapping[str, str]) -> Read:
    """`aspects` leads from keys and folded names to keys. Never raises for what stands in the file."""
    seen = Read()
    text = _text(content, name, seen)
    if text is None:
        return seen
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text, name))
    try:
        header = [_HEADERS.get(cell.strip().casefold(), "") for cell in next(rows, [])]
        missing = [column for column in _NEEDED if column not in header]
        if missing:
            seen.wrong(
                1,
                _(
                    "The first line names the columns: aspect, date, amount, description, and if there is one reference."
                ),
            )
            return seen
        for row in rows:
            if rows.line_num > MOST_LINES + 1:
                seen.wrong(rows.line_num, _("There are more than %(most)d lines. Cut the file.") % {"most": MOST_LINES})
                break
            if any(cell.strip() for cell in row):
                cells = {column: cell.strip() for column, cell in zip(header, row, strict=False) if column}
                _line(rows.line_num, cells, aspects, seen)
    except csv.Error:
        seen.wrong(rows.line_num, _("The file is damaged here."))
    return seen


def amount_in(text: str) -> Decimal:
    """Of "1.234,50", "1,234.50", "1234,5" or "€ 12". Raises ValueError with a sentence."""
    bare = text.replace("€", "").replace("EUR", "").strip()
    if bare.startswith(("-", "−", "(")) or bare.endswith("-"):
        raise ValueError(_("An amount below zero is not entered here. Take the payment back instead."))
    if bare.startswith(_FORMULA):
        raise ValueError(_("A formula is not an amount. Save the values only."))
    if _PLAIN.fullmatch(bare):
        amount = Decimal(bare.replace(",", "."))
    elif _GROUPED.fullmatch(bare):
        amount = _grouped(bare)
    else:
        raise ValueError(_("“%(text)s” is not an amount.") % {"text": text[:40]})
    if amount <= 0:
        raise ValueError(_("An amount is more than zero."))
    return amount


def _grouped(bare: str) -> Decimal:
    marks = [mark for mark in bare if not mark.isdigit()]
    cents = re.search(r"[.,](\d{1,2})$", bare)
    groups = marks[:-1] if cents else marks
    if cents is None and len(marks) == 1 and marks[0] in ".,":
        raise ValueError(
            _("“%(text)s” can be read in two ways. Write the cents too, such as 1.234,00.") % {"text": bare}
        )
    if len(set(groups)) != 1 or (cents and marks[-1] == groups[0]):
        raise ValueError(_("“%(text)s” is not an amount.") % {"text": bare})
    whole = re.sub(r"\D", "", bare[: cents.start()] if cents else bare)
    return Decimal(f"{whole}.{cents[1] if cents else '00'}")


def _text(content: bytes, name: str, seen: Read) -> str | None:
    if len(content) > MOST_BYTES:
        seen.wrong(0, _("The file is larger than 1 MB. Cut it."))
        return None
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            seen.wrong(0, _("This is not a text file with values. Save it as CSV."))
            return None
    try:
        return decoded(content, name)
    except UnreadableFile:
        seen.wrong(0, _("This is not a text file with values. Save it as CSV."))
        return None


def _line(number: int, cells: Mapping[str, str], aspects: Mapping[str, str], seen: Read) -> None:
    title, reference = cells.get("title", ""), cells.get("reference", "")
    if title.startswith((*_FORMULA, "-")) or reference.startswith((*_FORMULA, "-")):
        seen.wrong(number, _("A text that begins like a formula is not taken. Save the values only."))
        return
    aspect = aspects.get(cells.get("aspect", "").casefold())
    if aspect is None:
        seen.wrong(
            number,
            _("There is no aspect “%(name)s” that you may enter payments for.")
            % {"name": cells.get("aspect", "")[:60]},
        )
        return
    on = _day(cells.get("on", ""))
    if on is None:
        seen.wrong(number, _("“%(text)s” is not a day. Write 2026-11-28.") % {"text": cells.get("on", "")[:40]})
        return
    if not title:
        seen.wrong(number, _("The description is missing."))
        return
    try:
        amount = amount_in(cells.get("amount", ""))
    except ValueError as why:
        seen.wrong(number, str(why))
        return
    if reference and any(line.reference == reference and line.aspect == aspect for line in seen.lines):
        seen.wrong(number, _("“%(reference)s” stands in the file twice.") % {"reference": reference[:60]})
        return
    seen.lines.append(Line(number, aspect, on, amount, title[:200], reference[:60]))


def _day(text: str) -> date | None:
    for shape in _DAYS:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007  # a day has no zone
        except ValueError:
            continue
    return None
