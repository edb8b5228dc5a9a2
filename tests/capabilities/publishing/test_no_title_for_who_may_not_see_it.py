"""Whoever lost the right to see a page hears nothing new of it: in reports, notices and tasks (P10)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from polder.capabilities.notifications import notices, tasks
from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import operations, tree
from polder.capabilities.publishing.errors import WrongState
from polder.capabilities.publishing.models import Page
from polder.features.pages.models import ContentPage
from polder.governance import operations as governance
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party, Unit

pytestmark = pytest.mark.django_db

SECRET = "We move to the coast"


def party(ref):
    return Party.objects.get(ref=ref)


def written(by, title="Parking", aspect="hr-content"):
    page = ContentPage(title=title, slug="parking", body=[("text", "<p>Words.</p>")])
    operations.write(page, parent=tree.part("pages"), aspect=Aspect.objects.get(key=aspect), by=by, at=timezone.now())
    return Page.objects.get(pk=page.pk)


def said_to(person, kind):
    now = timezone.now()
    told = list(notices.told(person, now).filter(kind=kind))
    return [(words.title, words.address, words.detail) for words in notices.words_for(person, told, now).values()]


@pytest.fixture
def must(cast, page_of):
    """For HR and for Kim, who must read it; Noor heads her unit."""
    Unit.objects.filter(party__ref="unit:comms").update(head=cast["noor"])
    page, now = page_of("salary", by=cast["meral"], live=True), timezone.now()
    people = [party("unit:hr"), party("person:kim")]
    operations.aim(page, parties=people, by=cast["meral"], at=now)
    operations.require_reading(page, audience=people, before=now.date() + timedelta(days=1), by=cast["meral"], at=now)
    return page


def test_a_head_sees_the_report_only_while_their_people_are_asked_and_they_may_read_it(cast, must, client_of):
    def answers(who):
        client = client_of(cast[who])
        return [client.get(f"/read/{must.pk}/report/{end}").status_code for end in ("", "csv/")]

    assert answers("meral") == [200, 200]
    assert answers("anna") == [404, 404]  # nobody of IT is asked
    assert answers("noor") == [404, 404]  # Kim is asked; the page is not for her head
    now = timezone.now()
    operations.aim(must, parties=[party("unit:hr"), party("unit:comms")], by=cast["meral"], at=now)
    assert answers("noor") == [200, 200]
    operations.hide(must, reason="Wrong.", by=cast["meral"], at=now)
    assert (answers("noor"), answers("meral")) == ([404, 404], [200, 200])
    operations.show_again(must, by=cast["meral"], at=now)
    operations.unpublish(must, by=cast["meral"], at=timezone.now())
    assert (answers("noor"), answers("meral")) == ([404, 404], [200, 200])


def test_a_head_who_may_not_read_it_is_not_told_what_their_people_have_not_read(cast, must):
    now = timezone.now()
    notices.tell([cast["noor"], cast["meral"]], "must_read_team", thing=f"page:{must.pk}", event_at=now, key="1")
    assert said_to(cast["noor"], "must_read_team") == []
    assert [title for title, _address, _detail in said_to(cast["meral"], "must_read_team")] == [
        "Some of your people have not read “Salary”"
    ]


def test_whoever_is_no_longer_asked_hears_the_title_as_it_was_and_never_the_newest(cast):
    page, now = written(cast["omar"]), timezone.now
    operations.ask_also(page, party=party("person:kim"), by=cast["omar"], at=now())
    operations.submit(page, by=cast["omar"], at=now())
    operations.ask_no_longer(page, party=party("person:kim"), by=cast["meral"], at=now())
    operations.withdraw(page, by=cast["omar"], at=now())
    operations.edit(page, values={"title": SECRET}, by=cast["omar"], at=now())
    assert [title for title, _address, _detail in said_to(cast["kim"], "withdrawn")] == [
        "You are no longer asked about Parking"
    ]
    Notice.objects.filter(kind="withdrawn").update(data={})  # as those of before were kept
    assert [title for title, _address, _detail in said_to(cast["kim"], "withdrawn")] == [
        "You are no longer asked about a page"
    ]


def test_a_hidden_page_is_named_to_who_keeps_it_and_to_nobody_it_is_not_for(cast, published):
    page, now = published("parking"), timezone.now()
    notices.tell([cast["kim"], cast["meral"]], "hidden", thing=f"page:{page.pk}", event_at=now, key="1")
    operations.hide(page, reason="A name too many.", by=cast["meral"], at=now)
    assert said_to(cast["kim"], "hidden") == [("Parking was hidden from readers for a day", "", "")]
    route = f"/route/{page.pk}/"
    assert said_to(cast["meral"], "hidden") == [
        ("Parking was hidden from readers for a day", route, "A name too many.")
    ]
    operations.aim(page, parties=[party("unit:hr")], by=cast["meral"], at=now)
    assert said_to(cast["kim"], "hidden") == []


@pytest.fixture
def returned(cast):
    """Kim could write under HR when her page was sent back; now she has no letter there, and it is another page."""
    now, aspect = timezone.now, Aspect.objects.get(key="hr-content")
    letter = {"party": party("person:kim"), "letter": "R", "facet": "content", "by": cast["meral"]}
    governance.assign(aspect, **letter, at=now())
    page = written(cast["kim"])
    operations.submit(page, by=cast["kim"], at=now(), minor=True)
    operations.send_back(page, text="Say when.", by=cast["meral"], at=now())
    governance.unassign(aspect, **letter, at=now())
    operations.edit(page, values={"title": SECRET}, by=cast["omar"], at=now())
    return page


def task_of(person):
    return next((task for task in tasks.for_person(person, timezone.now()) if task.kind == "returned"), None)


def test_an_author_without_letters_keeps_what_was_sent_back_under_the_title_they_knew(cast, returned, client_of):
    task, client = task_of(cast["kim"]), client_of(cast["kim"])
    assert (task.title, task.detail, task.address) == ("Parking", "Say when.", f"/route/{returned.pk}/aside/")
    assert client.get(f"/route/{returned.pk}/").status_code == 404
    for address in (task.address, f"/inbox/?open={task.key}", "/inbox/"):
        shown = client.get(address)
        assert (shown.status_code, SECRET in shown.content.decode()) == (200, False)
    assert task_of(cast["omar"]).title == SECRET  # who writes there goes on with it


def test_they_lay_it_aside_and_it_comes_to_who_works_there(cast, returned, client_of):
    client = client_of(cast["kim"])
    assert client.post(f"/route/{returned.pk}/aside/").status_code == 302
    assert task_of(cast["kim"]) is None
    assert client.get(f"/route/{returned.pk}/aside/").status_code == 404
    assert client_of(cast["anna"]).get(f"/route/{returned.pk}/aside/").status_code == 404


def test_what_is_sent_back_once_more_tells_them_nothing_that_others_wrote(cast, returned):
    now = timezone.now
    operations.submit(returned, by=cast["omar"], at=now(), minor=True)
    operations.send_back(returned, text="Not the coast.", by=cast["meral"], at=now())
    task = task_of(cast["kim"])
    assert (task.title, task.detail) == ("A page that you wrote in", "")
    assert task_of(cast["omar"]).title == SECRET


def test_whoever_may_go_on_with_it_does_not_lay_it_aside(cast):
    page, now = written(cast["omar"]), timezone.now
    operations.submit(page, by=cast["omar"], at=now(), minor=True)
    operations.send_back(page, text="Say when.", by=cast["meral"], at=now())
    assert task_of(cast["omar"]).address == f"/route/{page.pk}/"
    with pytest.raises(WrongState):
        operations.lay_aside(page, by=cast["omar"], at=now())


def test_what_cannot_be_shown_is_not_counted_as_new(cast, published, client_of, count_queries):
    page, now = published("parking"), timezone.now()
    for number in range(3):
        notices.tell([cast["kim"]], "published", thing=f"page:{page.pk}", event_at=now, key=str(number))
    assert notices.unread(cast["kim"], now) == 3
    operations.aim(page, parties=[party("unit:hr")], by=cast["meral"], at=now)
    assert notices.unread(cast["kim"], now) == 0
    shown = client_of(cast["kim"]).get("/notices/").content.decode()
    assert "Mark all as read" not in shown
    operations.aim(page, parties=[], by=cast["meral"], at=now)
    for number in range(notices.MOST_COUNTED):
        notices.tell([cast["kim"]], "published", thing=f"page:{page.pk}", event_at=now, key=f"more-{number}")
    with count_queries(8):
        assert notices.unread(cast["kim"], now) == notices.MOST_COUNTED
    assert f"{notices.MOST_COUNTED}+" in client_of(cast["kim"]).get("/notices/").content.decode()


def test_whoever_lost_a_request_to_the_matrix_hears_the_title_as_it_was(cast):
    page, now = written(cast["meral"], aspect="salary"), timezone.now
    operations.submit(page, by=cast["meral"], at=now())
    before = set(page.changes.get().waiting.values_list("person__key", flat=True))
    salary = Aspect.objects.get(key="salary")
    governance.unassign(salary, party=party("body:steering"), letter="C", facet="*", by=cast["saskia"], at=now())
    operations.run_due(now())
    operations.edit(page, values={"title": SECRET}, by=cast["meral"], at=now())
    told = Notice.objects.filter(kind="withdrawn")
    assert before
    assert {notice.person.key for notice in told} <= before
    assert {notice.data["title"] for notice in told} == {"Parking"}
