"""What goes wrong around a rehearsal.

PolderError
  NotFound          not_found: what a step names is not there
ValueError
  Misfit            a value that cannot stand where it stands; whoever reads the file adds the line
  WrongFile         a file that is no rehearsal: all that is wrong with it, each with its line
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from polder.base.errors import PolderError


class NotFound(PolderError):
    code = "not_found"
    status = 404


@dataclass(frozen=True, slots=True, order=True)
class Mistake:
    """One thing that is wrong with a file; lines count from 1."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class Misfit(ValueError):  # named after what it says, not after what it is
    """A value that does not fit. `line` is where exactly, when that is not where the value begins.

    Of a value with parts `each` has what is wrong with every one of them; else itself.
    """

    def __init__(self, sentence: str, line: int = 0, parts: Sequence["Misfit"] = ()) -> None:
        super().__init__(sentence)
        self.line = line
        self.each: tuple[Misfit, ...] = tuple(parts) or (self,)

    @classmethod
    def of_parts(cls, parts: Sequence["Misfit"]) -> "Misfit":
        """All of them, told as the first."""
        return cls(str(parts[0]), parts[0].line, parts)


class WrongFile(ValueError):  # as above
    """A file that is no rehearsal. `mistakes` is never empty, and in the order of the lines."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))
        super().__init__("\n".join(str(mistake) for mistake in self.mistakes))
