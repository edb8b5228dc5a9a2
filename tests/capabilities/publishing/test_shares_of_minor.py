"""How many changes went out as minor is told on the page of their aspect (P5), to who may see drafts there."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.publishing import operations, shares, tree
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(cast):
    def write(slug, *, minor, aspect="hr-content", at=None):
        now = at or timezone.now()
        page = ContentPage(title=slug.capitalize(), slug=slug, body=[("text", f"<p>About {slug}.</p>")])
        row = Aspect.objects.get(key=aspect)
        operations.write(page, parent=tree.part("pages"), aspect=row, by=cast["omar"], at=now)
        operations.submit(page, by=cast["omar"], at=now, minor=minor)
        operations.approve(page, by=cast["meral"], at=now)

    return write


def test_the_share_of_a_year_is_counted_by_aspect_with_all_under_it(cast, publish):
    publish("one", minor=True)
    publish("two", minor=False)
    publish("three", minor=True, aspect="leave")
    now = timezone.now()
    found = shares.kept(Aspect.objects.get(key="hr-content"), cast["meral"], now)
    assert (found.pages, found.minor, found.total, found.percent) == (3, 2, 3, 67)
    assert [(each.name, each.minor, each.total) for each in found.shares] == [
        ("Leave and absence", 1, 1),
        ("HR content", 1, 2),
    ]
    assert shares.kept(Aspect.objects.get(key="hr-content"), cast["meral"], now + timedelta(days=366)).total == 0


def test_the_page_of_the_aspect_tells_it_to_who_may_see_drafts_there(cast, publish, client_of):
    publish("one", minor=True)
    shown = client_of(cast["meral"]).get("/aspects/hr-content/").content.decode()
    assert "1 of 1 changes in a year were minor" in shown
    assert "/reviews/?aspect=hr-content" in shown
    assert "changes in a year were minor" not in client_of(cast["bas"]).get("/aspects/hr-content/").content.decode()


def test_counting_costs_the_same_for_few_and_for_many(cast, publish, count_queries):
    for number in range(5):
        publish(f"page-{number}", minor=bool(number % 2), aspect="leave" if number % 2 else "hr-content")
    with count_queries(7):
        shares.kept(Aspect.objects.get(key="intranet"), cast["meral"], timezone.now())
