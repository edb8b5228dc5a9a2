"""The matrix on one screen."""

from django.urls import reverse

from bench.measuring import Bench, Figures, median, milliseconds, p95, scenario
from bench.scenarios.bare import server_of


@scenario(
    "matrix of 300 aspects by 60 parties", goal="HTML in under 300 ms, under 1 MB before compression", stage="matrix"
)
def matrix(bench: Bench) -> Figures:
    server, path = server_of(bench), reverse("governance:matrix")
    taken = milliseconds(lambda: server.get(path), max(5, bench.rounds // 10))
    megabytes = len(server.get(path)) / 1_000_000
    yield "median", median(taken), "ms", median(taken) < 300
    yield "p95", p95(taken), "ms", None
    yield "HTML", megabytes, "MB", megabytes < 1
