"""What an import says: what each line would do, and what is wrong with it."""

from dataclasses import dataclass, field
from typing import Final, Literal

What = Literal["people", "units"]

MOST_ERRORS: Final = 100


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong on a line of the file (1 is the header); `column` as the file writes it, or ""."""

    line: int
    column: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Step:
    """What a line will do: make something, change it, or nothing."""

    line: int
    effect: Literal["new", "changed", "same"]
    name: str
    detail: str


@dataclass(slots=True)
class Preview:
    """What the file says. Only without `troubles` can it be written."""

    what: What
    steps: list[Step] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    more_troubles: int = 0

    @property
    def new(self) -> int:
        return sum(step.effect == "new" for step in self.steps)

    @property
    def changed(self) -> int:
        return sum(step.effect == "changed" for step in self.steps)

    @property
    def same(self) -> int:
        return sum(step.effect == "same" for step in self.steps)

    def wrong(self, line: int, column: str, sentence: str) -> None:
        if len(self.troubles) < MOST_ERRORS:
            self.troubles.append(Trouble(line, column, sentence))
        else:
            self.more_troubles += 1
