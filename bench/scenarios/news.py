"""What is told, and to whom: the newest things for a reader, and many readers at once."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.utils import timezone

from bench.content import told_everybody
from bench.measuring import Bench, Figures, median, milliseconds, p95, scenario
from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import operations, tree
from polder.features.news.queries import reading
from polder.features.pages.models import ContentPage
from polder.ground.ledger import outbox
from polder.ground.organisation.models import Party, Person


@scenario("newest 20 things that a person may see", goal="under 10 ms, flat in the number of things")
def newest(bench: Bench) -> Figures:
    people = list(Person.objects.filter(left_on=None).order_by("pk")[: bench.rounds])
    at = timezone.now()
    taken = [each for person in people for each in milliseconds(partial(_newest, person, at), 1)]
    yield "median", median(taken), "ms", median(taken) < 10
    yield "p95", p95(taken), "ms", None


def _newest(person: Person, at: datetime) -> int:
    return len(reading.feed(person, at)[:20])


@scenario("publishing to everybody", goal="the author waits under 1 s; all notices under 60 s")
def publishing(bench: Bench) -> Figures:
    author, approver, aspect = told_everybody()
    at = timezone.now()
    page = ContentPage(title="For everybody", slug="for-everybody", body=[("text", "<p>News.</p>")])
    operations.write(page, parent=tree.part("pages"), aspect=aspect, by=author, at=at)
    operations.submit(page, by=author, at=at, minor=True)
    yield from _told(lambda: operations.approve(page, by=approver, at=at))


@scenario("a must-read to everybody", goal="the publisher waits under 1 s; all notices under 60 s")
def must_read(bench: Bench) -> Figures:
    _author, approver, aspect = told_everybody()
    page = ContentPage.objects.filter(aspect=aspect, live=True, audience=None).order_by("pk")[0]
    everybody = list(Party.objects.filter(ref="unit:unit-0"))
    at = timezone.now()
    yield from _told(lambda: operations.require_reading(page, audience=everybody, before=None, by=approver, at=at))


def _told(publish: Callable[[], object]) -> Figures:
    """How long who publishes waits; then the worker tells everybody."""
    before = Notice.objects.count()
    began = time.perf_counter()
    publish()
    waited = time.perf_counter() - began
    while outbox.deliver("bench", clock=timezone.now):
        pass
    told = time.perf_counter() - began
    yield "who publishes waits", waited, "s", waited < 1
    yield "people told", Notice.objects.count() - before, "", None
    yield "all notices are there after", told, "s", told < 60
