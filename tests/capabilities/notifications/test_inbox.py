"""The inbox: one list from every source, done from where one stands, at a price that does not grow."""

from datetime import UTC, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from polder.capabilities.notifications import inbox, tasks

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def test_somebody_inactive_has_an_empty_inbox(cast, desk):
    noor = cast["noor"]
    desk.ask(noor, "page:1")
    assert tasks.kinds_for(noor, cast.at) == {"approve_it"}
    noor.left_on = cast.at
    assert tasks.for_person(noor, cast.at) == []
    assert tasks.find(noor, "approve_it", "page:1", cast.at) is None


def test_what_is_late_comes_first_and_what_has_no_date_last(cast, desk):
    noor, at = cast["noor"], cast.at
    for thing, due in {
        "page:open": None,
        "page:later": at + timedelta(days=20),
        "page:today": at + timedelta(hours=3),
        "page:late": at - timedelta(days=1),
        "page:friday": at + timedelta(days=4),
    }.items():
        desk.ask(noor, thing, due=due)
    shown = inbox.arrange(tasks.for_person(noor, at), at, UTC)
    assert [(group.key, [row.task.thing for row in group.rows]) for group in shown.groups] == [
        ("late", ["page:late"]),
        ("today", ["page:today"]),
        ("week", ["page:friday"]),
        ("later", ["page:later"]),
        ("open", ["page:open"]),
    ]
    assert shown.chosen is not None
    assert shown.chosen.thing == "page:late"


def test_a_source_that_takes_a_kind_of_another_stops_the_start(desk):
    with pytest.raises(tasks.RegistrationError):
        tasks.register("other", tasks.Source({"approve_it": "Mine"}, desk.for_person))
    stray = tasks.Action("do", "elsewhere", "Do", desk.approve)
    with pytest.raises(tasks.RegistrationError):
        tasks.register("third", tasks.Source({"third": "Third"}, desk.for_person, actions=[stray]))


def test_an_empty_inbox_says_so_and_stops(cast, desk, client_of):
    answer = client_of(cast["noor"]).get("/inbox/")
    assert b"Nothing waits for you" in answer.content
    assert b'class="tabs"' not in answer.content


def test_the_inbox_shows_kinds_and_one_task_in_full(cast, desk, client_of):
    desk.ask(cast["noor"], "page:1")
    desk.ask(cast["noor"], "page:2", kind="look_at")
    client = client_of(cast["noor"])
    page = client.get("/inbox/").content.decode()
    assert "Approve things" in page
    assert "Detail of page:1" in page
    only = client.get("/inbox/?kind=look_at").content.decode()
    assert "Title of page:1" not in only
    part = client.get("/inbox/?open=look_at/page:2", headers=HTMX).content.decode()
    assert "<html" not in part
    assert "Detail of page:2" in part


def test_the_price_of_the_inbox_does_not_grow_with_what_waits(cast, desk, client_of, count_queries):
    client = client_of(cast["noor"])
    for most in (5, 500):
        for number in range(most):
            desk.ask(cast["noor"], f"page:{most}{number}")
        with count_queries(6):
            answer = client.get("/inbox/")
    assert len(answer.content) < 100_000


def test_one_is_approved_from_the_list(cast, desk, client_of):
    desk.ask(cast["noor"], "page:1")
    desk.ask(cast["noor"], "page:2")
    sent = {"do": "approve_it.approve", "task": "approve_it/page:1"}
    answer = client_of(cast["noor"]).post("/inbox/do/", sent, headers=HTMX)
    assert desk.approved == [("noor", "page:1")]
    assert b"Title of page:1" not in answer.content
    assert "inboxChanged" in answer["HX-Trigger"]
    assert "Approved page:1" in answer["HX-Trigger"]


def test_several_are_approved_each_by_itself_and_the_refused_are_named(cast, desk, client_of):
    for number in range(1, 4):
        desk.ask(cast["noor"], f"page:{number}")
    desk.refuse = "page:2"
    keys = [f"approve_it/page:{number}" for number in (1, 2, 3, 9)]
    answer = client_of(cast["noor"]).post("/inbox/do/", {"do": "approve_it.approve", "task": keys}, headers=HTMX)
    assert desk.approved == [("noor", "page:1"), ("noor", "page:3")]
    said = answer.content.decode()
    assert "Title of page:2: Anna must answer first." in said
    assert "1 no longer waits for you" in said


def test_what_waits_for_somebody_else_cannot_be_done(cast, desk, client_of):
    desk.ask(cast["noor"], "page:1")
    answer = client_of(cast["tim"]).post("/inbox/do/", {"do": "approve_it.approve", "task": "approve_it/page:1"})
    assert answer.status_code == 409
    assert desk.approved == []


@pytest.mark.parametrize("sent", [{}, {"do": "approve_it.approve"}, {"do": "x.y", "task": "approve_it/page:1"}])
def test_pressing_the_button_without_choosing_says_what_to_do(cast, desk, client_of, sent):
    answer = client_of(cast["noor"]).post("/inbox/do/", sent)
    assert answer.status_code == 422
    assert b"Choose what you want" in answer.content


def test_the_badge_counts_looks_ever_more_seldom_and_starts_anew_when_something_changes(cast, desk, client_of):
    desk.ask(cast["noor"], "page:1")
    client = client_of(cast["noor"])
    first = client.get("/inbox/badge/", headers=HTMX).content.decode()
    assert ">1<span" in first
    assert "delay:15s" in first
    later = client.get("/inbox/badge/?looks=3&waiting=1&new=0", headers=HTMX).content.decode()
    assert "delay:300s" in later
    desk.ask(cast["noor"], "page:2")
    assert "delay:15s" in client.get("/inbox/badge/?looks=3&waiting=1&new=0", headers=HTMX).content.decode()
    assert "delay:15s" in client.get("/inbox/badge/?looks=١&waiting=2&new=0", headers=HTMX).content.decode()


def test_whoever_was_signed_out_meanwhile_is_not_thrown_out_of_their_page(client, db):
    answer = client.get("/inbox/badge/", headers=HTMX)
    assert answer.status_code == 204
    assert "HX-Redirect" not in answer


def test_an_ordinary_page_pays_nothing_for_the_numbers(cast, desk, client_of):
    client = client_of(cast["noor"])
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/people/").content
    assert b'id="inbox-count"' in page
    assert not any("notifications_" in query["sql"] for query in captured)


def test_home_and_inbox_show_the_same(cast, desk, client_of):
    desk.ask(cast["noor"], "page:1")
    assert b"Title of page:1" in client_of(cast["noor"]).get(reverse("workspace:home")).content
