"""What is asked about a file, what was answered, and how both stand in an address.

Each question is one field of a GET form, so that every state of the page has an address and Back works:
`ask:CODE[:ABOUT]=CHOICE` for the reader (`ask:letter_meaning:S=R`), `accountable:ROW=PARTY` for who of several answers,
`party:NAME=...` for who somebody is. A choice that the page does not offer is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from polder.base import glyphs
from polder.base.errors import PolderError
from polder.governance.importing.answers import ACROSS, NO_LETTER
from polder.governance.importing.errors import UnknownChoice
from polder.governance.importing.reader import read
from polder.governance.importing.reading import Question, Reading
from polder.governance.views.importing_sheet import column_name

ASK, ACCOUNTABLE, PARTY = "ask:", "accountable:", "party:"
MOST_ANSWERS = 2_000


class NotOffered(PolderError):
    """An answer in the address that the page does not offer."""

    code = "invalid"
    status = 400


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what is sent, its word, and a line about it."""

    value: str
    label: str
    about: SafeString | str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as the page shows it. `key` is the field's name, `chosen` the answer so far."""

    key: str
    kind: str
    title: str
    place: str
    options: tuple[Option, ...]
    chosen: str = ""
    hint: str = ""

    @property
    def must(self) -> bool:
        """Red: nothing is written there until it is chosen. The rest has a reading until it is answered."""
        return self.kind == "accountable"


@dataclass(frozen=True, slots=True)
class Read:
    """A file as it is understood with the answers so far."""

    reading: Reading
    asked: tuple[Asked, ...]


def read_with(data: bytes, name: str, sent: QueryDict, known_parties: Iterable[str] = ()) -> Read:
    """Read a file with the answers that were sent. Raises UnreadableFile, NotOffered."""
    if len(sent) > MOST_ANSWERS:
        raise NotOffered(_("These are more answers than there are questions. Begin with the file again."))
    parties = list(known_parties)
    given = tuple(
        f"{key.removeprefix(ASK)}={value}" for key, value in sent.items() if key.startswith(ASK) and str(value)
    )
    try:
        first = read(data, name, known_parties=parties)
        reading = read(data, name, answers=given, known_parties=parties) if given else first
    except UnknownChoice as wrong:
        raise NotOffered(wrong.sentence) from wrong
    questions = {_key(each): each for each in (*first.questions, *reading.questions) if each.code != "no_matrix"}
    turned = is_turned(reading)
    asked = [_asked(key, question, str(sent.get(key, "")), turned) for key, question in questions.items()]
    return Read(reading, tuple(asked))


def is_turned(reading: Reading) -> bool:
    """Whether parties stand down and aspects across (L4)."""
    return any(table.is_turned for table in reading.sources.tables)


def _key(question: Question) -> str:
    about = question.letter or (question.read if question.code == "word_meaning" else "")
    return f"{ASK}{question.code}:{about}" if about else f"{ASK}{question.code}"


def place(sheet: str | None, row: int | None, *, turned: bool = False) -> str:
    """Where in the file: "Sheet1, row 7"; in a turned table "Sheet1, column G"."""
    said = ""
    if row is not None and turned:
        said = _("column %(column)s") % {"column": column_name(row - 1)}
    elif row is not None:
        said = _("row %(row)s") % {"row": row}
    said = ", ".join(part for part in (sheet or "", said) if part)
    return said[:1].upper() + said[1:]


def _asked(key: str, question: Question, chosen: str, turned: bool) -> Asked:
    options = tuple(_option(question.code, choice) for choice in question.choices)
    return Asked(key, question.code, question.text, place(question.sheet, question.row, turned=turned), options, chosen)


def _option(code: str, choice: str) -> Option:
    if code == "orientation":
        if choice == ACROSS:
            return Option(choice, _("Across"), _("each column is an aspect, each row a party"))
        return Option(choice, _("Down"), _("each row is an aspect, each column a party"))
    if code == "scheme":
        return Option(choice, choice)
    if choice == NO_LETTER:
        return Option(choice, _("No letter"), _("kept as a remark"))
    name = glyphs.letter_verb(choice)
    becomes = escape(_("becomes")) + " " + glyphs.letter_html(choice)
    return Option(choice, name[:1].upper() + name[1:], mark_safe(becomes))  # noqa: S308  # both parts are safe
