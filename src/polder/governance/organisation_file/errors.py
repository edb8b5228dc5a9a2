"""What is wrong with an organisation file, and where: every error at once, each with the narrowest JSON path."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

_PLAIN_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_SHOWN = 60  # characters of somebody's input that a sentence repeats
_SUGGESTIONS = 20  # "Did you mean" compares with every key there is: after so many, reading goes before guessing


@dataclass(frozen=True, slots=True)
class OrganisationError:
    """One thing that is wrong: a JSON path (`$.assignments[3].letter`) and a sentence that says what to do about it."""

    path: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}"


class OrganisationErrors(ValueError):  # it is several
    """An organisation file that cannot be loaded. `errors` is never empty and in the order in which they were found."""

    def __init__(self, errors: Iterable[OrganisationError]) -> None:
        self.errors = tuple(errors)
        super().__init__("\n".join(str(error) for error in self.errors))


class MisfitError(ValueError):
    """A value that cannot stand where it stands. The reader of the field around it adds the path."""


class Complaints:
    """Collects errors; the same one is said once."""

    def __init__(self) -> None:
        self._errors: dict[OrganisationError, None] = {}
        self._suggested = 0

    def add(self, path: str, sentence: str) -> None:
        self._errors[OrganisationError(path, sentence)] = None

    def suggestion(self, word: str, among: Iterable[str]) -> str:
        """The question `Did you mean ...?` with a space before it, or nothing."""
        self._suggested += 1
        if self._suggested > _SUGGESTIONS:
            return ""
        close = get_close_matches(word[:_SHOWN], among, n=1)
        return f" Did you mean {shown(close[0])}?" if close else ""

    def raise_if_any(self) -> None:
        """Raises OrganisationErrors."""
        if self._errors:
            raise OrganisationErrors(self._errors)


def field_path(path: str, field: str) -> str:
    """`$.people[0].name`; a field that is no plain word is quoted, so that a path stays one readable line."""
    return f"{path}.{field}" if _PLAIN_FIELD.fullmatch(field) else f"{path}[{shown(field)}]"


def shown(value: object) -> str:
    """A value of the file as a sentence may repeat it: short, on one line, printable on any terminal."""
    if isinstance(value, str):
        short = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
        return json.dumps(short, ensure_ascii=not short.isprintable())
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int | float):
        return f"{value:g}" if isinstance(value, float) or value.bit_length() < 64 else "a very large number"
    if isinstance(value, list):
        return "a list"
    return "an object" if isinstance(value, dict) else f"a value of type {type(value).__name__}"
