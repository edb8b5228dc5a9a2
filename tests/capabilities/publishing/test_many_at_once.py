"""Approving and verifying from the inbox, from mail and many at a time: each by itself, of the version that was shown."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.notifications import acting, tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import operations, tree
from polder.capabilities.publishing.models import Page
from polder.features.pages.models import ContentPage
from polder.governance.models import Aspect

pytestmark = pytest.mark.django_db


@pytest.fixture
def submitted(cast):
    """`submitted("bonus")`: a page by Omar that waits for Meral."""

    def write(slug, *, aspect="salary", at=None):
        now = at or timezone.now()
        page = ContentPage(title=slug.capitalize(), slug=slug, body=[("text", f"<p>About {slug}.</p>")])
        operations.write(
            page, parent=tree.part("pages"), aspect=Aspect.objects.get(key=aspect), by=cast["omar"], at=now
        )
        operations.submit(page, by=cast["omar"], at=now, minor=True)
        return Page.objects.get(pk=page.pk)

    return write


@pytest.fixture
def overdue(cast, submitted):
    """`overdue("bonus", 20)`: a live page whose review was due that many days ago."""

    def publish(slug, days, *, aspect="salary"):
        page = submitted(slug, aspect=aspect)
        operations.approve(page, by=cast["meral"], at=timezone.now())
        Page.objects.filter(pk=page.pk).update(review_on=timezone.localdate() - timedelta(days=days))
        return Page.objects.get(pk=page.pk)

    return publish


def marks(person, kind):
    return [task.mark for task in tasks.for_person(person, timezone.now()) if task.kind == kind]


def test_several_are_approved_at_once_and_the_one_that_changed_meanwhile_is_told(cast, submitted, client_of):
    pages = [submitted(slug) for slug in ("bonus", "grades", "pension")]
    shown = marks(cast["meral"], "approve")
    operations.edit(pages[1], values={"title": "Scales"}, by=cast["omar"], at=timezone.now())
    answer = client_of(cast["meral"]).post("/inbox/do/", {"do": "approve.approve", "task": shown})
    assert "Scales: The text has changed since you looked at it" in answer.content.decode()
    assert [Page.objects.get(pk=page.pk).live for page in pages] == [True, False, True]


def test_one_that_changed_is_refused_with_words_and_nothing_is_published(cast, submitted, client_of):
    page = submitted("bonus")
    (shown,) = marks(cast["meral"], "approve")
    operations.edit(page, values={"title": "Other"}, by=cast["omar"], at=timezone.now())
    answer = client_of(cast["meral"]).post("/inbox/do/", {"do": "approve.approve", "task": shown})
    assert answer.status_code == 409
    assert "Look at the newest version first" in answer.content.decode()
    unnamed = client_of(cast["meral"]).post("/inbox/do/", {"do": "approve.approve", "task": shown.split("@")[0]})
    assert unnamed.status_code == 409
    assert not Page.objects.get(pk=page.pk).live


def test_a_button_in_mail_asks_to_sign_in_and_does_nothing_before_it_is_pressed(cast, submitted, client_of, client):
    page, meral = submitted("bonus"), cast["meral"]
    (task,) = [task for task in tasks.for_person(meral, timezone.now()) if task.kind == "approve"]
    assert Notice.objects.filter(person=meral, kind="approve", thing=task.thing, mail_due__isnull=False).exists()
    link = acting.Link(meral.pk, "approve", task.thing, "approve", timezone.now(), task.shown)
    address = acting.address(link)
    assert client.get(address).status_code == 302  # to sign in
    asked = client_of(meral).get(address)
    assert "Approve: Bonus" in asked.content.decode()
    assert not Page.objects.get(pk=page.pk).live
    assert client_of(cast["kim"]).post(address).status_code == 403
    assert client_of(meral).post(address).status_code == 302
    assert Page.objects.get(pk=page.pk).live


def test_a_button_in_mail_about_an_older_version_says_so_and_leads_to_the_newer_one(cast, submitted, client_of):
    page, meral = submitted("bonus"), cast["meral"]
    (task,) = [task for task in tasks.for_person(meral, timezone.now()) if task.kind == "approve"]
    link = acting.Link(meral.pk, "approve", task.thing, "approve", timezone.now(), task.shown)
    operations.edit(page, values={"title": "Other"}, by=cast["omar"], at=timezone.now())
    answer = client_of(meral).post(acting.address(link))
    assert answer.status_code == 409
    assert f"/route/{page.pk}/" in answer.content.decode()
    assert not Page.objects.get(pk=page.pk).live


def test_who_is_asked_to_approve_is_reminded_once_after_two_working_days(cast, submitted):
    page = submitted("bonus", at=cast.at)
    mine = Notice.objects.filter(kind="approve", thing=f"page:{page.pk}", person=cast["meral"])
    assert mine.count() == 1
    operations.run_due(cast.at + timedelta(days=1))
    assert mine.count() == 1
    for _ in range(2):
        operations.run_due(cast.at + timedelta(days=3))
        assert mine.count() == 2


def test_several_pages_are_verified_from_the_inbox(cast, overdue, client_of):
    pages = [overdue(slug, 20, aspect="hr-content") for slug in ("bonus", "grades")]
    client = client_of(cast["omar"])
    shown = marks(cast["omar"], "review")
    assert len(shown) == 2
    client.post("/inbox/do/", {"do": "review.verify", "task": shown})
    assert {Page.objects.get(pk=page.pk).verified_by for page in pages} == {cast["omar"]}
    assert marks(cast["omar"], "review") == []


def test_a_task_shows_what_readers_see_and_not_what_is_being_written(cast, overdue, client_of):
    page = overdue("bonus", 20)
    operations.edit(page, values={"body": [("text", "<p>Secret plans.</p>")]}, by=cast["meral"], at=timezone.now())
    operations.require_reading(page, audience=[], before=None, by=cast["meral"], at=timezone.now())
    shown = client_of(cast["kim"]).get(f"/inbox/?open=read/page:{page.pk}").content.decode()
    assert "About bonus." in shown
    assert "Secret plans" not in shown


def test_what_must_be_read_is_confirmed_as_it_was_shown(cast, overdue, client_of):
    page = overdue("bonus", 20)
    operations.require_reading(page, audience=[], before=None, by=cast["meral"], at=timezone.now())
    (shown,) = marks(cast["kim"], "read")
    operations.require_reading(page, audience=[], before=None, by=cast["meral"], at=timezone.now())
    client = client_of(cast["kim"])
    assert client.post("/inbox/do/", {"do": "read.acknowledge", "task": shown}).status_code == 409
    assert client.post("/inbox/do/", {"do": "read.acknowledge", "task": marks(cast["kim"], "read")}).status_code == 302
    assert marks(cast["kim"], "read") == []


def test_the_list_holds_what_one_may_edit_by_aspect_and_lateness(cast, overdue, client_of):
    for slug, days in {"bonus": 40, "grades": 3, "pension": -200}.items():
        overdue(slug, days)
    client = client_of(cast["omar"])

    def titles(query):
        said = client.get(f"/reviews/{query}").content.decode()
        return [title for title in ("Bonus", "Grades", "Pension") if f">{title}</a>" in said]

    assert titles("") == ["Bonus", "Grades"]
    assert titles("?when=stale") == ["Bonus"]
    assert titles("?when=late") == ["Bonus", "Grades"]
    assert titles("?when=all") == ["Bonus", "Grades", "Pension"]
    assert titles("?when=all&aspect=homepage") == []
    assert titles("?when=nonsense&aspect=nowhere&page=99") == ["Bonus", "Grades"]
    assert "Bonus" not in client_of(cast["kim"]).get("/reviews/?when=all").content.decode()


def test_those_chosen_are_verified_and_what_is_not_ones_own_is_told(cast, overdue, client_of):
    mine, other = overdue("bonus", 40), overdue("grades", 3)
    client = client_of(cast["omar"])
    assert client.post("/reviews/verify/", {"page": [mine.pk]}).status_code == 302
    assert Page.objects.get(pk=mine.pk).verified_by == cast["omar"]
    assert client.post("/reviews/verify/", {}).status_code == 422
    operations.throw_away(other, by=cast["meral"], at=timezone.now())
    answer = client.post("/reviews/verify/", {"page": [mine.pk, other.pk, "x"]})
    assert answer.status_code == 409
    assert "1 page is not yours to verify any more" in answer.content.decode()
    assert client_of(cast["kim"]).post("/reviews/verify/", {"page": [mine.pk]}).status_code == 409


def test_the_list_and_the_inbox_cost_the_same_for_few_and_for_many(cast, overdue, client_of, count_queries):
    client = client_of(cast["omar"])
    overdue("first", 20)
    client.get("/inbox/")
    for number in range(6):
        overdue(f"page-{number}", 20)
    with count_queries(16):
        assert "Page-5" in client.get("/reviews/").content.decode()
    with count_queries(46):
        client.get("/inbox/")
