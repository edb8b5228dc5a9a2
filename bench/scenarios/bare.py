"""The measure for the rest. Scenarios run in the order in which they are registered, and this one is needed first."""

from bench.measuring import Bench, Figures, median, milliseconds, scenario
from bench.server import Server


def server_of(bench: Bench) -> Server:
    """The running server of this stage."""
    assert bench.server is not None
    return bench.server


@scenario("bare: an authenticated view, three queries, one template", goal="the measure for the rest")
def bare(bench: Bench) -> Figures:
    taken = milliseconds(lambda: server_of(bench).get("/bench/bare/"), bench.rounds)
    bench.bare = median(taken)
    yield "median", bench.bare, "ms", None
