"""Scenarios and what comes out of them."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.sizes import Size

if TYPE_CHECKING:
    from bench.server import Server


@dataclass(frozen=True, slots=True)
class Result:
    """One figure: `value` in `unit`; `met` says whether the goal was, None where it is set for another size."""

    name: str
    figure: str
    value: float
    unit: str
    goal: str
    met: bool | None


@dataclass(slots=True)
class Bench:
    """What a scenario works with. `rounds` says how often to repeat; `bare` is the measure for the rest, in ms."""

    size_name: str
    size: Size
    rounds: int
    folder: Path
    server: "Server | None" = None
    bare: float | None = None


type Figures = Iterator[tuple[str, float, str, bool | None]]  # figure, value, unit, goal met


@dataclass(frozen=True, slots=True)
class Scenario:
    """`stage` is the organisation it needs: `sized`, or `matrix` (300 aspects by 60 parties)."""

    name: str
    goal: str
    stage: str
    measure: Callable[[Bench], Figures]

    def run(self, bench: Bench) -> Iterator[Result]:
        """Measure; one result for each figure."""
        for figure, value, unit, met in self.measure(bench):
            yield Result(self.name, figure, value, unit, self.goal, met)


SCENARIOS: list[Scenario] = []


def scenario(
    name: str, *, goal: str, stage: str = "sized"
) -> Callable[[Callable[[Bench], Figures]], Callable[[Bench], Figures]]:
    """Register a scenario; they run in the order in which they were registered."""

    def register(measure: Callable[[Bench], Figures]) -> Callable[[Bench], Figures]:
        SCENARIOS.append(Scenario(name, goal, stage, measure))
        return measure

    return register


def milliseconds(act: Callable[[], object], rounds: int) -> list[float]:
    """How long each of so many rounds took, after one that is not counted."""
    act()
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return taken


def median(taken: list[float]) -> float:
    """Of at least one."""
    return statistics.median(taken)


def p95(taken: list[float]) -> float:
    """The value that nineteen in twenty stay under."""
    return sorted(taken)[min(len(taken) - 1, round(len(taken) * 0.95))]
