"""Whatever is sent to the roadmap, the answer is a page or a refusal, and what was true stays so."""

import pytest

from polder.features.direction.models import Goal, Result
from polder.governance.models import Aspect
from tests.features.direction.goals import day, goal_of, values
from tests.features.hostile import HOSTILE, each_alone

pytestmark = pytest.mark.django_db
DAYS = ("0001-01-01", "9999-12-31", "2026-02-30")


def test_nothing_sent_to_it_breaks_it(cast, client_of):
    goal = goal_of(cast)
    client, address = client_of(cast["saskia"]), goal.get_absolute_url()
    client.raise_request_exception = False
    fine = {**values(cast), "owner": "kim", "body": "steering", "aspect": "intranet", "every": "3", "seen": ""}
    tried = [("/direction/new/", posted) for posted in each_alone(("body", "aspect"), fine)]
    tried += [
        (f"{address}change/", posted)
        for posted in each_alone(("owner", "measure", "start", "begins", "every", "seen"), fine)
    ]
    for on in DAYS:
        tried += [(f"{address}change/", {**fine, "begins": on}), (f"{address}change/", {**fine, "due": on})]
        tried += [(f"{address}result/", {"value": "60", "on": on})]
    for verb, fields in {
        "result": ("value", "on", "text"), "say": ("state", "why"), "link": ("thing",), "unlink": ("thing",),
    }.items():  # fmt: skip
        tried += [(f"{address}{verb}/", posted) for posted in each_alone(fields, {})]
    for thing in ("aspect:", "aspect:²", "aspect:" + "9" * 40, "budget:-1", ":", "goal:1", "\x00:1"):
        tried += [(f"{address}link/", {"thing": thing}), (f"{address}unlink/", {"thing": thing})]
    broken = [(path, posted) for path, posted in tried if client.post(path, posted).status_code >= 500]
    assert broken == []
    assert not Result.objects.exists()
    goal.refresh_from_db()
    assert (goal.services.count(), goal.owner, Goal.objects.count()) == (0, cast["kim"], 1)


def test_nothing_asked_of_it_breaks_it(cast, client_of):
    goal = goal_of(cast)
    client = client_of(cast["kim"])
    client.raise_request_exception = False
    for value in HOSTILE[:-1]:
        for name in ("body", "as", "dropped", "page"):
            assert client.get("/direction/", {name: value}).status_code == 200, (name, value)
    for number in ("0", "9" * 40):
        assert client.get(f"/direction/{number}/").status_code == 404
        assert client.post(f"/direction/{number}/drop/", {"why": "x"}).status_code == 404
    assert client.get(f"{goal.get_absolute_url()}%00/").status_code == 404
    assert Aspect.objects.filter(goals=goal).exists()


def test_what_stands_in_it_is_text(cast, client_of):
    words = "<script>alert(1)</script>"
    goal = goal_of(cast, title=words, why=words, measure=words, unit="<b>%</b>")
    client_of(cast["kim"]).post(f"{goal.get_absolute_url()}result/", {"value": "60", "on": day(0), "text": words})
    for path in (goal.get_absolute_url(), "/direction/", "/direction/?as=table", "/bodies/steering/"):
        shown = client_of(cast["tim"]).get(path).content.decode()
        assert ("<script>alert" in shown, "<b>%</b>" in shown) == (False, False), path
