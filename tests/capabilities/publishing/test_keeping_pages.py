"""Reading costs the same everywhere; what is hidden, aimed or thrown away is so at once, and comes back whole."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import operations, tree
from polder.capabilities.publishing.errors import Invalid, NotFound, Stale, WrongState
from polder.capabilities.publishing.models import Change, Page
from polder.features.pages.models import ContentPage
from polder.governance.errors import Refused
from polder.governance.models import Aspect
from polder.ground.ledger import remembering
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


def party(ref):
    return Party.objects.get(ref=ref)


def test_a_page_with_who_decides_takes_eight_queries_however_many_pages_lie_around_it(
    cast, published, client_of, django_assert_max_num_queries
):
    page, client = published("salary"), client_of(cast["kim"])
    for number in range(6):
        published(f"part-{number}", under=page)
    client.get("/pages/salary/")  # reads what is kept until the matrix changes
    remembering.forget()  # and this is not the page that was made then
    with django_assert_max_num_queries(8):
        answer = client.get("/pages/salary/")
    assert "Part-5" in answer.content.decode()


def test_what_is_for_some_does_not_exist_for_others(cast, published, client_of):
    page = published("salary")
    child = published("bonus", under=page)
    operations.aim(child, parties=[party("unit:hr")], by=cast["meral"], at=timezone.now())
    kim, tim = client_of(cast["kim"]), client_of(cast["tim"])
    assert kim.get("/pages/salary/bonus/").status_code == 404
    assert "Bonus" not in kim.get("/pages/salary/").content.decode()
    assert tim.get("/pages/salary/bonus/").status_code == 200
    assert "Bonus" in tim.get("/pages/salary/").content.decode()
    operations.aim(child, parties=[], by=cast["meral"], at=timezone.now())
    assert kim.get("/pages/salary/bonus/").status_code == 200


def test_only_who_may_publish_chooses_for_whom_a_live_page_is(cast, published):
    page = published("salary")
    with pytest.raises(Refused):
        operations.aim(page, parties=[party("unit:hr")], by=cast["kim"], at=timezone.now())


@pytest.fixture
def to_approve(cast):
    """A page of Omar's about salaries, for HR, that waits for Meral."""
    now = timezone.now()
    made = ContentPage(title="Scale", slug="scale", body=[("text", "<p>Of directors.</p>")])
    operations.write(made, parent=tree.part("pages"), aspect=Aspect.objects.get(key="salary"), by=cast["omar"], at=now)
    operations.aim(made, parties=[party("unit:hr")], by=cast["omar"], at=now)
    operations.submit(made, by=cast["omar"], at=now, minor=True)
    return Page.objects.get(pk=made.pk)


def test_for_whom_it_is_belongs_to_what_is_approved(cast, to_approve):
    now, seen = timezone.now(), to_approve.revision_number
    operations.aim(to_approve, parties=[], by=cast["omar"], at=now)
    with pytest.raises(Stale):
        operations.approve(to_approve, by=cast["meral"], at=now, seen=seen)
    operations.approve(to_approve, by=cast["meral"], at=now, seen=seen + 1)


def test_aiming_what_is_scheduled_needs_a_new_approval_unless_by_who_may_approve(cast, to_approve):
    now = timezone.now()
    operations.approve(to_approve, by=cast["meral"], at=now, publish_at=now + timedelta(hours=1))
    operations.aim(to_approve, parties=[party("unit:comms")], by=cast["meral"], at=now)
    assert to_approve.changes.get().state == Change.State.SCHEDULED
    operations.aim(to_approve, parties=[], by=cast["omar"], at=now)
    assert to_approve.changes.get().state == Change.State.APPROVING
    operations.run_due(now + timedelta(hours=2))
    to_approve.refresh_from_db()
    assert not to_approve.live


def test_what_is_hidden_is_not_hidden_again_to_make_the_day_longer(cast, published):
    page, now = published("salary"), timezone.now()
    operations.hide(page, reason="A wrong amount", by=cast["omar"], at=now)
    with pytest.raises(WrongState):
        operations.hide(page, reason="Still wrong", by=cast["omar"], at=now + timedelta(hours=23))


def test_what_the_accountable_showed_again_is_not_hidden_again_by_who_may_only_edit(cast, published):
    page, now = published("days-off", aspect="leave"), timezone.now()
    operations.hide(page, reason="A wrong amount", by=cast["tim"], at=now)
    operations.show_again(page, by=cast["meral"], at=now + timedelta(minutes=5))
    with pytest.raises(Refused):
        operations.hide(page, reason="Still wrong", by=cast["tim"], at=now + timedelta(days=2))
    operations.hide(page, reason="Wrong after all", by=cast["meral"], at=now + timedelta(days=2))
    operations.show_again(page, by=cast["meral"], at=now + timedelta(days=2))
    Page.objects.filter(pk=page.pk).update(published_on=now + timedelta(days=3))  # another version
    operations.hide(page, reason="A wrong name", by=cast["tim"], at=now + timedelta(days=4))


def test_hiding_takes_a_reason_tells_those_concerned_and_ends_after_a_day(cast, published, client_of):
    page, client, now = published("salary"), client_of(cast["kim"]), timezone.now()
    with pytest.raises(Invalid):
        operations.hide(page, reason=" ", by=cast["omar"], at=now)
    operations.hide(page, reason="A wrong amount", by=cast["omar"], at=now)
    assert client.get("/pages/salary/").status_code == 404
    told = set(Notice.objects.filter(kind="hidden").values_list("person__key", flat=True))
    assert "meral" in told  # answers for it
    assert "omar" not in told  # did it
    page.refresh_from_db()
    assert page.hidden_until == now + timedelta(hours=24)
    operations.show_again(page, by=cast["meral"], at=now + timedelta(hours=1))
    assert client.get("/pages/salary/").status_code == 200
    with pytest.raises(WrongState):
        operations.show_again(page, by=cast["meral"], at=now + timedelta(hours=1))


def test_what_was_thrown_away_comes_back_whole(cast, published, client_of):
    page = published("salary")
    published("bonus", under=page)
    gone_before = published("old", under=page)
    client, now = client_of(cast["kim"]), timezone.now()
    operations.throw_away(gone_before, by=cast["meral"], at=now)
    assert operations.throw_away(page, by=cast["meral"], at=now + timedelta(seconds=1)) == 2
    for address in ("/pages/salary/", "/pages/salary/bonus/", "/pages/salary/old/"):
        assert client.get(address).status_code == 404
    with pytest.raises(NotFound):  # what it stood under is in the bin
        operations.restore(gone_before, by=cast["meral"], at=now + timedelta(days=2))
    assert operations.restore(page, by=cast["meral"], at=now + timedelta(days=2)) == 2
    assert client.get("/pages/salary/bonus/").status_code == 200
    assert client.get("/pages/salary/old/").status_code == 404
    operations.restore(gone_before, by=cast["meral"], at=now + timedelta(days=3))
    assert client.get("/pages/salary/old/").status_code == 200


def test_throwing_away_asks_the_right_on_every_aspect_it_touches(cast, published):
    page = published("salary")
    published("front", under=page, aspect="hr-content")
    with pytest.raises(Refused):
        operations.throw_away(page, by=cast["kim"], at=timezone.now())
    assert not Page.objects.filter(binned_at__isnull=False).exists()


def test_nobody_is_asked_about_what_lies_in_the_bin(cast, published):
    page, now = published("salary"), timezone.now()
    ours = ContentPage.objects.get(pk=page.pk)
    operations.edit(ours, values={"title": "New"}, by=cast["omar"], at=now)
    operations.submit(ours, by=cast["omar"], at=now)
    operations.throw_away(page, by=cast["meral"], at=now)
    change = Change.objects.get(page=page, closed_at=None)
    assert (change.state, change.waiting.count()) == (Change.State.DRAFT, 0)


def test_the_bin_keeps_for_93_days_and_not_longer(cast, published):
    page, now = published("salary"), timezone.now()
    published("bonus", under=page)
    operations.throw_away(page, by=cast["meral"], at=now)
    assert operations.empty_bin(now + timedelta(days=93) - timedelta(seconds=1)) == 0
    assert operations.empty_bin(now + timedelta(days=93)) == 1
    assert not Page.objects.filter(slug__in=["salary", "bonus"]).exists()


def test_the_bin_shows_only_what_one_writes_and_brings_it_back(cast, published, client_of):
    page = published("salary")
    meral = client_of(cast["meral"])
    answer = meral.post(f"/route/{page.pk}/bin/", {"next": "/bin/"}, follow=True)
    assert "Salary" in answer.content.decode()
    assert "Salary" not in client_of(cast["kim"]).get("/bin/").content.decode()
    assert client_of(cast["kim"]).post(f"/bin/{page.pk}/restore/").status_code == 404  # kim does not know of it
    assert meral.post(f"/bin/{page.pk}/restore/", follow=True).status_code == 200
    assert meral.get("/pages/salary/").status_code == 200


def test_a_page_does_not_move_under_one_that_its_writer_may_not_know_of(cast, published, page_of, client_of):
    mine = page_of("homepage", by=cast["noor"], title="mine")
    hidden = page_of("salary", by=cast["meral"], title="hidden")
    answer = client_of(cast["noor"]).post(f"/place/{mine.pk}/move/", {"parent": str(hidden.pk)})
    assert answer.status_code == 404
