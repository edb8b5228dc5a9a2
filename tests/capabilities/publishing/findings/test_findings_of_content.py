"""What is wrong in pages is found at night and after a change, goes to who must mend it, and closes itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polder.capabilities.notifications import tasks
from polder.capabilities.publishing import operations, tree
from polder.capabilities.publishing.errors import Invalid, WrongState
from polder.capabilities.publishing.findings import accepting, inbox, turns
from polder.capabilities.publishing.findings.recording import examine, next_night
from polder.capabilities.publishing.models import Look, Page, PageFinding
from polder.features.pages.models import ContentPage
from polder.governance.errors import Refused
from polder.governance.models import Aspect
from polder.ground.ledger import outbox
from polder.ground.ledger.models import Event

pytestmark = pytest.mark.django_db

WRONG = '<p><a href="https://example.org/">click here</a></p><p><a href="www.example.org">the rules</a></p>'
RIGHT = '<p><a href="https://example.org/">the rules</a></p>'


def deliver():
    """As the worker does."""
    while outbox.deliver("tester", clock=lambda: timezone.now() + timedelta(days=1), limit=500):
        pass


@pytest.fixture
def published(cast):
    """`published("salary", WRONG)`: through the route; meral does the work there and answers, omar is her deputy."""

    def publish(slug, text, aspect="salary"):
        page = ContentPage(title=slug.capitalize(), slug=slug, body=[("text", text)])
        now = timezone.now()
        operations.write(
            page, parent=tree.part("pages"), aspect=Aspect.objects.get(key=aspect), by=cast["omar"], at=now
        )
        operations.submit(page, by=cast["omar"], at=now, minor=True)
        operations.approve(page, by=cast["meral"], at=now)
        return Page.objects.get(pk=page.pk)

    return publish


def change(page, text, cast):
    now = timezone.now()
    operations.edit(page, values={"body": [("text", text)]}, by=cast["omar"], at=now)
    operations.submit(page, by=cast["omar"], at=now, minor=True)
    operations.approve(page, by=cast["meral"], at=now)


def look():
    deliver()
    return turns.look(timezone.now() + timedelta(seconds=1))


def found(page):
    return sorted(PageFinding.objects.filter(page=page, closed_at=None).values_list("code", flat=True))


def test_a_published_page_is_looked_at_soon_and_what_is_mended_closes_itself(cast, published):
    page = published("salary", WRONG)
    assert look() == 1
    assert found(page) == ["link_form", "link_words"]
    change(page, RIGHT, cast)
    look()
    assert found(page) == []
    assert PageFinding.objects.filter(page=page, closed_at__isnull=False).count() == 2
    assert list(Event.objects.filter(kind__in=("page.remarked", "page.mended")).order_by("number").values_list("kind", flat=True)) == [
        "page.remarked", "page.mended",
    ]  # fmt: skip


def test_a_second_look_repeats_nothing(cast, published):
    page = published("salary", WRONG)
    look()
    events = Event.objects.count()
    assert examine([page.pk], timezone.now()) == 0
    assert Event.objects.count() == events


def test_what_readers_see_counts_and_no_draft(cast, published):
    page = published("salary", RIGHT)
    operations.edit(page, values={"body": [("text", WRONG)]}, by=cast["omar"], at=timezone.now())
    look()
    assert found(page) == []


def test_a_page_that_goes_breaks_the_links_to_it_at_once(cast, published):
    target = published("rules", RIGHT)
    page = published("salary", f'<p><a linktype="page" id="{target.pk}">the rules</a></p>')
    look()
    assert found(page) == []
    operations.unpublish(target, by=cast["meral"], at=timezone.now())
    look()
    assert found(page) == ["link_unpublished"]


def test_what_readers_do_not_see_has_no_findings(cast, published):
    page = published("salary", WRONG)
    look()
    operations.throw_away(page, by=cast["meral"], at=timezone.now())
    look()
    assert found(page) == []
    assert Look.objects.get(page=page).due is None
    operations.restore(page, by=cast["meral"], at=timezone.now())
    look()
    assert found(page) == ["link_form", "link_words"]


def test_a_page_that_changes_while_it_is_looked_at_keeps_its_turn(cast, published, monkeypatch):
    page = published("salary", WRONG)
    deliver()
    from polder.capabilities.publishing import readiness

    original = readiness.remarks_on

    def meanwhile(pages):
        yield from list(original(pages))
        change(page, RIGHT, cast)

    monkeypatch.setattr(readiness, "remarks_on", meanwhile)
    examine([page.pk], timezone.now())
    assert found(page) == []
    assert Look.objects.get(page=page).asked


def test_every_night_comes_at_two_where_the_organisation_is(cast):
    assert next_night(datetime(2026, 1, 15, 0, 30, tzinfo=UTC)) == datetime(2026, 1, 15, 1, tzinfo=UTC)
    assert next_night(datetime(2026, 7, 15, 12, tzinfo=UTC)) == datetime(2026, 7, 16, 0, tzinfo=UTC)


def test_changed_pages_go_first_then_the_longest_not_looked_at(cast, published, monkeypatch):
    pages = [published(f"page-{n}", RIGHT) for n in range(4)]
    deliver()
    now = timezone.now()
    for days, page in enumerate(pages):
        Look.objects.filter(page=page).update(due=now - timedelta(days=days), asked=page == pages[1])
    order = []
    monkeypatch.setattr(turns, "SLICE", 1)

    def examined(numbers, at):
        order.extend(numbers)
        Look.objects.filter(page__in=numbers).update(due=None)

    monkeypatch.setattr(turns, "examine", examined)
    turns.look(now)
    assert order == [pages[n].pk for n in (1, 3, 2, 0)]


def test_pages_without_a_turn_get_one(cast, published):
    page = published("salary", WRONG)
    deliver()
    Look.objects.all().delete()
    assert turns.welcome(timezone.now()) == 1
    turns.look(timezone.now())
    assert found(page) == ["link_form", "link_words"]


def test_one_task_for_each_page_and_only_for_who_does_the_work(cast, published):
    page = published("salary", WRONG)
    look()
    at = timezone.now()
    mine = [task for task in tasks.for_person(cast["meral"], at) if task.kind == inbox.KIND]
    assert [(task.thing, task.title) for task in mine] == [(f"page:{page.pk}", "Salary")]
    assert f"/pages/{page.pk}/edit/#block-" in mine[0].address
    assert len(list(inbox.for_person(cast["meral"], at))) == 1
    assert [
        task
        for name in ("omar", "anna", "tim", "kim")
        for task in tasks.for_person(cast[name], at)
        if task.kind == inbox.KIND
    ] == []


def test_what_may_stay_is_no_task_until_its_end(cast, published):
    page = published("salary", WRONG)
    look()
    at = timezone.now()
    for row in PageFinding.objects.filter(page=page):
        accepting.accept(
            row, reason="The site has no other name.", until=at.date() + timedelta(days=3), by=cast["meral"], at=at
        )
    assert len(list(inbox.for_person(cast["meral"], at))) == 0
    assert len(list(inbox.for_person(cast["meral"], at + timedelta(days=5)))) == 1


def test_accepting_takes_the_right_to_publish_a_reason_and_a_day_to_come(cast, published):
    page = published("salary", WRONG, "leave")
    look()
    at, row = timezone.now(), PageFinding.objects.filter(page=page).first()
    with pytest.raises(Refused):
        accepting.accept(row, reason="No.", until=at.date() + timedelta(days=3), by=cast["tim"], at=at)
    with pytest.raises(Invalid):
        accepting.accept(row, reason=" ", until=at.date() + timedelta(days=3), by=cast["meral"], at=at)
    with pytest.raises(Invalid):
        accepting.accept(row, reason="Old.", until=at.date() - timedelta(days=3), by=cast["meral"], at=at)
    PageFinding.objects.filter(pk=row.pk).update(closed_at=at)
    with pytest.raises(WrongState):
        accepting.accept(row, reason="Old.", until=at.date() + timedelta(days=3), by=cast["meral"], at=at)


def test_the_screen_shows_who_writes_there_what_is_wrong_and_others_nothing(cast, published, client_of):
    page = published("salary", WRONG, "leave")
    look()
    shown = client_of(cast["tim"]).get("/quality/").content.decode()
    assert "1 page can be better" in shown
    assert "A link does not say where it leads." in shown
    assert f"/pages/{page.pk}/edit/#block-" in shown
    assert "/accept/" not in shown, "who may not publish is not offered to accept"
    assert "/accept/" in client_of(cast["meral"]).get("/quality/").content.decode()
    other = client_of(cast["anna"])
    assert "Salary" not in other.get("/quality/").content.decode()
    assert other.get(f"/quality/{PageFinding.objects.first().pk}/accept/").status_code == 404


def test_the_screen_narrows_by_kind_and_aspect(cast, published, client_of):
    published("salary", WRONG)
    look()
    client = client_of(cast["meral"])
    assert "Salary" in client.get("/quality/?theme=links&aspect=salary").content.decode()
    assert "Nothing to mend" in client.get("/quality/?theme=files").content.decode()
    assert "Nothing to mend" in client.get("/quality/?aspect=leave").content.decode()
    assert client.get("/quality/?theme=x&aspect=%00&page=zz&accepted=2").status_code == 200


def test_accepting_on_the_screen(cast, published, client_of):
    published("salary", '<p><a href="https://example.org/">click here</a></p>')
    look()
    client, row = client_of(cast["meral"]), PageFinding.objects.get()
    assert client.post(f"/quality/{row.pk}/accept/", {"reason": "", "until": "x"}).status_code == 422
    until = (timezone.now() + timedelta(days=9)).date().isoformat()
    client.post(f"/quality/{row.pk}/accept/", {"reason": "They call it so.", "until": until})
    assert "Nothing to mend" in client.get("/quality/").content.decode()
    assert "They call it so." in client.get("/quality/?accepted=1").content.decode()


def test_the_page_of_the_aspect_shows_it_to_who_writes_there(cast, published, client_of):
    published("salary", WRONG)
    look()
    assert "To mend in its pages" in client_of(cast["meral"]).get("/aspects/salary/").content.decode()
    assert "To mend in its pages" not in client_of(cast["tim"]).get("/aspects/salary/").content.decode()


def test_the_inbox_and_the_screen_cost_the_same_for_few_pages_and_many(cast, published, client_of):
    counted = []
    client = client_of(cast["meral"])
    for number in (2, 9):
        for n in range(Page.objects.filter(title__startswith="Page-").count(), number):
            published(f"page-{n}", WRONG)
        look()
        client.get("/quality/")
        client.get("/inbox/")
        costs = []
        for path in ("/quality/", f"/inbox/?kind={inbox.KIND}"):
            asked = []
            for _turn in range(2):  # what is kept for a minute may run out in one of them
                with CaptureQueriesContext(connection) as made:
                    assert f"Page-{number - 1}" in client.get(path).content.decode()
                asked.append(len(made))
            costs.append(min(asked))
        counted.append(costs)
    assert counted[0] == counted[1]


def test_looking_at_many_pages_costs_as_many_queries_as_at_few(cast, published):
    pages = [published(f"page-{n}", WRONG).pk for n in range(8)]
    deliver()
    counted = []
    examine(pages[:1], timezone.now())
    for some in (pages[1:3], pages[3:]):
        with CaptureQueriesContext(connection) as made:
            examine(some, timezone.now())
        counted.append(len(made))
    assert counted[0] == counted[1]


def test_after_so_many_pages_one_task_stands_for_the_rest(cast, published, monkeypatch):
    monkeypatch.setattr(inbox, "SHOWN", 2)
    for n in range(5):
        published(f"page-{n}", WRONG)
    look()
    found = list(inbox.for_person(cast["meral"], timezone.now()))
    assert len(found) == len(list(inbox.for_person(cast["meral"], timezone.now()))) == 3
    assert (found[-1].title, found[-1].address) == ("3 more pages to mend", "/quality/")


def test_nothing_published_can_be_without_an_aspect(cast, published):
    page = published("salary", RIGHT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.filter(pk=page.pk).update(aspect=None)


def test_the_menu_shows_it_to_who_writes_somewhere_once_that_is_known(cast, client_of):
    cache.clear()
    meral, joris = client_of(cast["meral"]), client_of(cast["bas"])
    for client, shown in ((meral, True), (joris, False)):
        client.get("/inbox/")  # as the count of what waits does, soon after the first page
        assert ('href="/quality/"' in client.get("/people/").content.decode()) is shown
    assert joris.get("/quality/").status_code == 200  # no right: who comes there finds nothing
