"""What has an end goes from readers at that moment, also when the clock comes late, and can be extended."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.publishing import operations, tree
from polder.capabilities.publishing.errors import Invalid, WrongState
from polder.capabilities.publishing.models import Page
from polder.features.pages.models import ContentPage
from polder.governance.errors import Refused
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def submitted(cast, now):
    page = ContentPage(title="Market", slug="market", body=[("text", "<p>On the square.</p>")])
    operations.write(page, parent=tree.part("pages"), aspect=Aspect.objects.get(key="salary"), by=cast["omar"], at=now)
    operations.submit(page, by=cast["omar"], at=now, minor=True)
    return Page.objects.get(pk=page.pk)


@pytest.fixture
def live(cast, submitted, now):
    operations.approve(submitted, by=cast["meral"], at=now)
    return Page.objects.get(pk=submitted.pk)


def kinds(page):
    return list(Event.objects.filter(thing=f"page:{page.pk}").order_by("number").values_list("kind", flat=True))


def test_a_page_goes_at_its_moment_and_the_clock_writes_it_down_once(cast, live, now, client_of):
    operations.stay(live, until=now + HOUR, by=cast["meral"], at=now)
    assert client_of(cast["kim"]).get("/pages/market/").status_code == 200
    operations.run_due(now + HOUR - timedelta(seconds=1))
    live.refresh_from_db()
    assert live.live
    for _ in range(2):  # a day too late: nothing is lost
        operations.run_due(now + 24 * HOUR)
    live.refresh_from_db()
    assert not live.live
    assert kinds(live).count("page.expired") == 1
    assert Event.objects.get(kind="page.expired").at == now + HOUR


def test_readers_see_nothing_of_it_also_before_the_clock_came(cast, live, client_of):
    Page.objects.filter(pk=live.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    client = client_of(cast["kim"])
    assert client.get("/pages/market/").status_code == 404
    assert "Market" not in client.get("/pages/").content.decode()


def test_only_who_may_publish_chooses_and_not_a_moment_that_has_passed(cast, live, now):
    with pytest.raises(Refused):
        operations.stay(live, until=now + HOUR, by=cast["kim"], at=now)
    with pytest.raises(Invalid):
        operations.stay(live, until=now, by=cast["meral"], at=now)
    operations.stay(live, until=now + HOUR, by=cast["meral"], at=now)
    operations.stay(live, until=None, by=cast["meral"], at=now)
    live.refresh_from_db()
    assert live.expires_at is None


def test_it_is_chosen_while_approving_and_lies_after_it_appears(cast, submitted, now):
    appears = now + 2 * HOUR
    for wrong in (now, now + HOUR, appears):
        with pytest.raises(Invalid):
            operations.approve(submitted, publish_at=appears, stays_until=wrong, by=cast["meral"], at=now)
    operations.approve(submitted, publish_at=appears, stays_until=now + 3 * HOUR, by=cast["meral"], at=now)
    operations.run_due(now + 12 * HOUR)  # the clock stood still: it appeared and went, each at its moment
    submitted.refresh_from_db()
    assert not submitted.live
    assert submitted.published_on == appears
    assert kinds(submitted)[-2:] == ["page.published", "page.expired"]


def test_what_has_expired_is_shown_again_as_readers_saw_it(cast, live, now, client_of):
    operations.stay(live, until=now + HOUR, by=cast["meral"], at=now)
    operations.run_due(now + 2 * HOUR)
    Page.objects.filter(pk=live.pk).update(expires_at=now)
    seen = client_of(cast["meral"]).get(f"/route/{live.pk}/").content.decode()
    assert "Readers do not see it any more" in seen
    operations.stay(live, until=now + 5 * HOUR, by=cast["meral"], at=now + 3 * HOUR)
    live.refresh_from_db()
    assert (live.live, live.expires_at) == (True, now + 5 * HOUR)


def test_what_was_changed_since_goes_by_its_route(cast, live, now):
    operations.stay(live, until=now + HOUR, by=cast["meral"], at=now)
    operations.run_due(now + HOUR)
    operations.edit(live, values={"title": "Fair"}, by=cast["omar"], at=now + HOUR)
    with pytest.raises(WrongState):
        operations.stay(live, until=None, by=cast["meral"], at=now + HOUR)
    operations.submit(live, by=cast["omar"], at=now + HOUR, minor=True)
    operations.approve(live, by=cast["meral"], at=now + HOUR)
    live.refresh_from_db()
    assert (live.live, live.expires_at) == (True, None)


def test_what_was_taken_down_is_not_shown_again_by_choosing_an_end(cast, live, now):
    operations.unpublish(live, by=cast["meral"], at=now)
    with pytest.raises(WrongState):
        operations.stay(live, until=now + HOUR, by=cast["meral"], at=now)


def test_what_lies_in_the_bin_holds_no_clock_up(cast, live, now):
    operations.stay(live, until=now + HOUR, by=cast["meral"], at=now)
    operations.throw_away(live, by=cast["meral"], at=now)
    operations.run_due(now + 2 * HOUR)
    assert "page.expired" not in kinds(live)


def test_the_screens_take_an_end_and_say_why_not(cast, live, now, client_of):
    client = client_of(cast["meral"])
    address = f"/route/{live.pk}/stay/"
    assert client.post(address, {"until": "2020-01-01T10:00"}).status_code == 422
    assert client.post(address, {"until": "soon"}).status_code == 422
    assert client.post(address, {"until": f"{now.year + 5}-01-01T10:00", "next": "/"}).status_code == 302
    live.refresh_from_db()
    assert live.expires_at.year == now.year + 5
    assert "Stays until" in client.get("/pages/market/").content.decode()
