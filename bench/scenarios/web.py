"""Pages, as the web server gives them."""

import time

from bench.measuring import Bench, Figures, median, milliseconds, p95, scenario
from bench.scenarios.bare import server_of
from bench.server import serving
from polder.governance.models import Aspect


def _of_bare(bench: Bench, path: str, goal: float) -> Figures:
    taken = milliseconds(lambda: server_of(bench).get(path), bench.rounds)
    share = (bench.bare or 0) / median(taken)
    yield "of bare", share, "", share >= goal
    yield "median", median(taken), "ms", None
    yield "p95", p95(taken), "ms", None


@scenario("home, signed in", goal="at least 0.5 of bare")
def home(bench: Bench) -> Figures:
    yield from _of_bare(bench, "/", 0.5)


@scenario("page with “who decides here”", goal="at least 0.6 of bare")
def who_decides(bench: Bench) -> Figures:
    aspect = Aspect.objects.order_by("-depth", "pk")[0]
    yield from _of_bare(bench, aspect.get_absolute_url(), 0.6)


@scenario("cold start to first answer; memory of one web process", goal="under 3 s; under 200 MB")
def cold_start(bench: Bench) -> Figures:
    began = time.perf_counter()
    with serving("", "polder.config.settings") as server:
        taken = time.perf_counter() - began
        for _ in range(20):
            server.get("/account/login/")
        memory = server.memory()
    yield "first answer", taken, "s", taken < 3
    yield "memory", memory, "MB", memory < 200
