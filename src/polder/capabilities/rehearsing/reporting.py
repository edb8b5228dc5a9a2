"""What is said of rehearsals: a line each, every step where asked, or JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from polder.capabilities.rehearsing.errors import Mistake
from polder.capabilities.rehearsing.playing import Played


@dataclass(frozen=True, slots=True)
class Result:
    """A file that was played, or that is no rehearsal; `crashed` is what Polder itself did wrong."""

    file: str
    title: str = ""
    steps: tuple[Played, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    crashed: str = ""

    @property
    def ok(self) -> bool:
        return not self.mistakes and not self.crashed and all(step.ok for step in self.steps)

    @property
    def line(self) -> str:
        """`ok FILE`, or `failed FILE: ` and the first thing that is wrong."""
        if self.ok:
            return f"ok {self.file}"
        return one_line(f"failed {self.file}: {self._why()}")

    def _why(self) -> str:
        if self.mistakes:
            more = len(self.mistakes) - 1
            return f"{self.mistakes[0]}" + (f" (and {more} more)" if more else "")
        first = next((step for step in self.steps if not step.ok), None)
        return told(first) if first is not None else self.crashed

    def verbose(self) -> Iterator[str]:
        """Every step, and then the line of the file."""
        for step in self.steps:
            outcome = step.found if step.outcome == "refused" else step.outcome
            sign = "ok    " if step.ok else "failed"
            said = f": {outcome}" if step.ok and outcome else f": {step.trouble}" if step.trouble else ""
            yield one_line(f"  {sign} step {step.step} (line {step.line}) {step.at} {step.what}") + one_line(said)
        yield self.line

    def errors(self) -> Iterator[str]:
        """What is wrong with the file, a line each."""
        return (one_line(f"{self.file}: {mistake}") for mistake in self.mistakes)

    def as_json(self) -> dict[str, Any]:
        found: dict[str, Any] = {"file": self.file, "ok": self.ok, "steps": [step.as_json() for step in self.steps]}
        if self.mistakes:
            found["errors"] = [{"line": mistake.line, "error": mistake.sentence} for mistake in self.mistakes]
        if self.crashed:
            found["crashed"] = self.crashed
        return found


def told(step: Played) -> str:
    """Where a step stands and what is wrong with it."""
    return f"step {step.step} (line {step.line}): {step.trouble}"


def total(results: Sequence[Result]) -> str:
    """The last line."""
    passed = sum(result.ok for result in results)
    return f"{passed} of {len(results)} rehearsals pass"


def one_line(text: str) -> str:
    """Without line ends and signs that a terminal would obey."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
