"""The screens of projects: the register, the intake that tells what lies near, the page of a project."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polder.features.projects import operations
from polder.features.projects.models import Ask, Project
from tests.features.projects.plans import DAY, LEAVE, NEARLY, proposed, running

pytestmark = pytest.mark.django_db


def filled(cast, **changed):
    today = timezone.localdate()
    return {
        "name": "Leave", "goal": NEARLY, "aspect": "HR content · hr-content", "begins": today + timedelta(days=20),
        "ends": today + timedelta(days=60), "owner": "omar", "function": "HR", "share": "20", "rows": "0",
        "do": "propose", **changed,
    }  # fmt: skip


def recent(cast, **rest) -> Project:
    """Running now, from ten days on."""
    now = timezone.now()
    shift = (timezone.localdate(now) - DAY).days
    return running(cast, "tim", when=now, first=shift + 10, last=shift + 100, **rest)


def test_the_intake_tells_what_is_near_before_anything_is_sent(cast, client_of):
    first = recent(cast, people=[("noor", "Communications", 60)])
    client = client_of(cast["omar"])
    assert client.get("/projects/new/").status_code == 200
    part = client.post("/projects/new/near/", filled(cast), HTTP_HX_REQUEST="true").content.decode()
    assert first.name in part
    assert "which is a part of" in part
    assert "The goals are nearly the same" in part
    looked = client.post("/projects/new/", filled(cast, do="look", name=""))
    assert (looked.status_code, first.name in looked.content.decode()) == (200, True)
    assert Project.objects.count() == 1


def test_without_a_reason_it_is_not_sent_and_with_one_it_is(cast, client_of):
    recent(cast)
    client = client_of(cast["omar"])
    refused = client.post("/projects/new/", filled(cast))
    assert (refused.status_code, b"Say why, or join one of them." in refused.content) == (409, True)
    sent = client.post("/projects/new/", filled(cast, in_spite="Other people need it."))
    made = Project.objects.get(name="Leave")
    assert (sent.status_code, sent["Location"]) == (302, made.get_absolute_url())
    page = client_of(cast["meral"]).get(made.get_absolute_url()).content.decode()
    assert "Other people need it." in page
    assert "told of 1 project near it" in page


def test_from_the_intake_one_asks_to_join_or_brings_all_of_it_in(cast, client_of):
    first = recent(cast)
    client = client_of(cast["omar"])
    person = {"person_1": "noor", "function_1": "IT", "kind_1": "member", "ring_1": "core", "share_1": "40"}
    joined = client.post("/projects/new/", filled(cast, do=f"join:{first.key}", name=""))
    merged = client.post("/projects/new/", filled(cast, do=f"merge:{first.key}", **person))
    assert [answer["Location"] for answer in (joined, merged)] == [first.get_absolute_url()] * 2
    assert [(ask.kind, len(ask.people)) for ask in Ask.objects.all()] == [("join", 1), ("merge", 2)]
    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"goal": "x" * 100_000}, {"ends": "2020-01-01"}, {"begins": "9999-12-31", "ends": "9999-12-31"}, {"owner": "lena"},
        {"aspect": "no such aspect"}, {"owner": "nobody"}, {"share": "-1"}, {"rows": "999999999999"}, {"rows": "²"},
        {"name": "\x00"}, {"begins": "yesterday"}, {"person_1": "noor"}, {"do": "join:no-such-project"}, {"facet": "smell"},
        {"do": "merge:\x00"}, {"do": "\x00"}, {"begins": "0001-01-01"}, {"goal": "a\x00b"}, {"in_spite": "\x00"}, {"person_1": "\x00"},
    ],
)  # fmt: skip
def test_bad_input_is_answered_and_never_breaks(cast, client_of, wrong):
    answer = client_of(cast["omar"]).post("/projects/new/", filled(cast, **wrong))
    assert answer.status_code in {404, 409, 422, 302}
    if answer.status_code == 302:
        assert Project.objects.count() == 1


def test_every_part_of_the_page_of_a_project_is_there_and_a_stranger_may_only_ask(cast, client_of):
    project = recent(cast, people=[("noor", "Communications", 60)])
    page = client_of(cast["kim"]).get(project.get_absolute_url()).content.decode()
    assert "Ask to join" in page
    for verb in ("pause", "remove", "resume"):
        answer = client_of(cast["kim"]).post(f"{project.get_absolute_url()}{verb}/", {"text": "x", "place": "1"})
        assert answer.status_code in {403, 404}
    assert client_of(cast["kim"]).get(f"{project.get_absolute_url()}change/").status_code == 404
    assert client_of(cast["tim"]).post(f"{project.get_absolute_url()}pause/", {"text": "Holiday"}).status_code == 302
    project.refresh_from_db()
    assert (project.state, project.outcome) == ("paused", "Holiday")


def test_the_register_and_a_page_cost_the_same_with_few_and_with_many(cast, client_of, count_queries):
    project = recent(cast, people=[("noor", "Communications", 60)])
    client = client_of(cast["kim"])
    for path in ("/projects/", project.get_absolute_url()):
        client.get(path)
    few = {}
    for path in ("/projects/", project.get_absolute_url()):
        with CaptureQueriesContext(connection) as made:
            client.get(path)
        few[path] = len(made)
    for number in range(12):
        proposed(
            cast, "omar", name=f"Leave {number}", goal=LEAVE, first=(project.begins - timezone.localdate()).days + 250,
            last=400, people=[("noor", "IT", 5), ("kim", "IT", 5)], in_spite="x",
        )  # fmt: skip
    for path, price in few.items():
        client.get(path)  # what is remembered until anything happens is worked out anew, once
        with count_queries(price + 4):
            client.get(path)


def test_what_no_database_holds_is_answered_on_the_page_of_a_project_too(cast, client_of):
    project = recent(cast)
    operations.ask_to_join(project, function="IT", by=cast["noor"], at=timezone.now())
    client, page = client_of(cast["tim"]), project.get_absolute_url()
    bad = dict.fromkeys(("into", "text", "place", "ask", "done", "next", "title", "due", "owner", "milestone"), "\x00")
    for verb in (
        "decline",
        "withdraw",
        "pause",
        "resume",
        "remove",
        "answer",
        "merge",
        "report",
        "milestone",
        "risk",
        "join",
    ):
        assert client.post(f"{page}{verb}/", bad).status_code < 500, verb
    assert client.get("/projects/?q=%00&state=%00&aspect=%00&page=%00").status_code == 200
    ask = project.asks.get()
    assert client.post(f"{page}answer/", {"ask": ask.pk, "accepted": "yes", "text": "\x00"}).status_code == 302
    assert project.body.seats.filter(person=cast["noor"]).exists()
