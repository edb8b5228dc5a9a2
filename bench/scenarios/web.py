"""Pages, as the web server gives them."""

import time

from django.utils import timezone

from bench.content import reviews
from bench.measuring import Bench, Figures, median, milliseconds, p95, scenario
from bench.scenarios.bare import server_of
from bench.server import serving, session_of
from polder.capabilities.publishing import tree
from polder.features.news.models import Channel
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect
from polder.ground.ledger import acts


def _of_bare(bench: Bench, path: str, goal: float | None, session: str = "", *, said: str = "") -> Figures:
    taken = milliseconds(lambda: server_of(bench).get(path, session=session), bench.rounds)
    yield from _compared(bench, taken, goal, said)


def _compared(bench: Bench, taken: list[float], goal: float | None, said: str) -> Figures:
    share = (bench.bare or 0) / median(taken)
    yield f"{said}of bare", share, "", None if goal is None else share >= goal
    yield f"{said}median", median(taken), "ms", None
    yield f"{said}p95", p95(taken), "ms", None


def _after_something_happened(bench: Bench, path: str, session: str = "") -> Figures:
    """Nothing that was worked out before holds: each round is the first after a new event."""
    taken = []
    for _ in range(min(bench.rounds, 40)):
        _happen()
        began = time.perf_counter()
        server_of(bench).get(path, session=session)
        taken.append((time.perf_counter() - began) * 1000)
    yield from _compared(bench, taken, None, "first after an event: ")


def _happen() -> None:
    with acts.act():
        acts.record("person.changed", thing="person:1", by=None, at=timezone.now(), data={"fields": ["location"]})


@scenario("home, signed in", goal="at least 0.5 of bare")
def home(bench: Bench) -> Figures:
    yield from _of_bare(bench, "/", 0.5)
    yield from _after_something_happened(bench, "/")


@scenario("page with “who decides here”", goal="at least 0.6 of bare")
def who_decides(bench: Bench) -> Figures:
    page = ContentPage.objects.filter(audience=None, live=True).order_by("pk")[0]
    yield from _of_bare(bench, page.url, 0.6)


@scenario("page of an aspect", goal="")
def aspect(bench: Bench) -> Figures:
    yield from _of_bare(bench, Aspect.objects.order_by("-depth", "pk")[0].get_absolute_url(), None)


@scenario("home of a channel", goal="at least 0.5 of bare")
def channel(bench: Bench) -> Figures:
    yield from _of_bare(bench, Channel.objects.order_by("pk")[0].get_absolute_url(), 0.5)


@scenario("inbox of a person with 500 items", goal="at least 0.5 of bare")
def inbox(bench: Bench) -> Figures:
    session = session_of(reviews(500))
    yield from _of_bare(bench, "/inbox/", 0.5, session)
    yield from _after_something_happened(bench, "/inbox/", session)


@scenario("tree of the editor", goal="")
def editor(bench: Bench) -> Figures:
    """Fifty rows, drawn by Wagtail cell by cell: that is most of it. What is ours is that the queries stay as many (a test)."""
    session = session_of(reviews(0))
    yield from _of_bare(bench, f"/edit/pages/{tree.part('pages').pk}/", None, session)


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
