"""Rehearsals on the web: kept scenarios, played by a worker, also with a draft of the matrix."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from polder.capabilities.rehearsing import example, scenarios, worker
from polder.capabilities.rehearsing.errors import NotFound
from polder.capabilities.rehearsing.models import Run, Scenario
from polder.capabilities.rehearsing.scenarios import Busy, NotYours, WrongScenario
from polder.governance import operations, store
from polder.governance.changes import Assign, Unassign
from polder.governance.facts import AspectKey, PartyKey
from polder.ground.organisation.models import Person

pytestmark = pytest.mark.django_db

TEXT = """format: polder-rehearsal/1
organisation: live
steps:
  - {at: 2027-03-01T09:00, by: null, do: nothing}
  - expect: {accountable: hr-content, person: [meral]}
"""


@pytest.fixture
def scenario(cast):
    return scenarios.save("The head of HR answers for HR", TEXT, by=cast["noor"], at=cast.at)


def _line(kind, party):
    return kind(AspectKey("hr-content"), "*", PartyKey(party), "A")


def _run(scenario, change_set, by, at):
    scenarios.ask(scenario, change_set, by=by, at=at)
    return worker.play_next(at)


def test_a_draft_shows_what_it_would_do_and_the_matrix_stays_as_it_is(cast, scenario):
    at = cast.at + timedelta(hours=1)
    draft = operations.draft(
        [_line(Unassign, "unit:hr"), _line(Assign, "person:noor")], title="HR", by=cast["noor"], at=at
    )
    before = store.facts_now()

    plain = _run(scenario, None, cast["noor"], at)
    assert [step["trouble"] for step in plain.steps] == ["", ""]
    assert (plain.state, plain.trouble, plain.organisation) == (Run.State.PASSED, "", "")
    assert [step["ok"] for step in plain.steps] == [True, True]

    with translation.override("nl"):
        changed = _run(scenario, draft, cast["noor"], at + timedelta(minutes=1))
    assert changed.state == Run.State.FAILED
    assert changed.steps[1]["trouble"] == "verwacht: person [meral], gevonden: [noor]"
    assert store.facts_now() == before


def test_a_scenario_reads_no_file_whatever_it_names(cast, tmp_path):
    secret = tmp_path / "secret.json"
    secret.write_text('{"format": "polder-organisation/1"}')
    with pytest.raises(WrongScenario) as refused:
        scenarios.save("x", TEXT.replace("live", str(secret)), by=cast["tim"], at=cast.at)
    assert refused.value.details == (
        "Line 2: organisation: here a rehearsal is played with this organisation; write live.",
    )
    assert not Scenario.objects.exists()


def test_what_is_wrong_is_said_in_the_readers_language(cast):
    with translation.override("nl"), pytest.raises(WrongScenario) as refused:
        scenarios.save("x", TEXT.replace("do: nothing", "do: fly"), by=cast["tim"], at=cast.at)
    assert refused.value.details == ("Regel 4: do: er is geen handeling “fly”.",)


@pytest.mark.parametrize("text", ["", "steps: [", TEXT.replace("nothing", "fly"), "a" * 200_000], ids=len)
def test_what_cannot_be_played_is_not_kept(cast, text):
    with pytest.raises(WrongScenario):
        scenarios.save("x", text, by=cast["tim"], at=cast.at)
    assert not Scenario.objects.exists()


def test_only_its_author_changes_or_removes_a_scenario(cast, scenario):
    with pytest.raises(NotYours):
        scenarios.save("Mine now", TEXT, scenario=scenario, by=cast["tim"], at=cast.at)
    with pytest.raises(NotYours):
        scenarios.remove(scenario, by=cast["tim"], at=cast.at)
    scenarios.remove(scenario, by=cast["noor"], at=cast.at)
    with pytest.raises(NotFound):
        scenarios.remove(scenario, by=cast["noor"], at=cast.at)


def test_one_run_at_a_time_for_everybody(cast, scenario):
    scenarios.ask(scenario, None, by=cast["noor"], at=cast.at)
    with pytest.raises(Busy):
        scenarios.ask(scenario, None, by=cast["noor"], at=cast.at)
    scenarios.ask(scenario, None, by=cast["tim"], at=cast.at)


def test_a_draft_of_somebody_else_is_not_there(cast, scenario, client_of):
    draft = operations.draft(title="Secret plan", by=cast["noor"], at=cast.at)
    with pytest.raises(NotFound):
        scenarios.ask(scenario, draft, by=cast["tim"], at=cast.at)
    run = scenarios.ask(scenario, draft, by=cast["noor"], at=cast.at)
    assert client_of(cast["tim"]).get(f"/rehearsals/runs/{run.pk}/").status_code == 404
    for address in ("/rehearsals/", scenario.get_absolute_url()):
        assert "Secret plan" not in client_of(cast["tim"]).get(address).content.decode()
        assert "Secret plan" in client_of(cast["noor"]).get(address).content.decode()


def test_a_run_whose_worker_was_lost_is_played_again(cast, scenario):
    run = scenarios.ask(scenario, None, by=cast["noor"], at=cast.at)
    Run.objects.update(state=Run.State.PLAYING, begun_at=cast.at)
    assert worker.play_next(cast.at + timedelta(minutes=1)) is None
    assert worker.play_next(cast.at + timedelta(minutes=4)) == run


def test_the_example_names_what_is_there(cast):
    text = example.text(store.reading_now(), cast.at)
    assert scenarios.read(text, store.facts_now()).steps[0].at > cast.at
    saved = scenarios.save("An example", text, by=cast["tim"], at=cast.at)
    assert _run(saved, None, cast["tim"], cast.at).state == Run.State.PASSED


def test_the_list_asks_no_more_for_more_scenarios(cast, client_of):
    client = client_of(cast["tim"])

    def counted() -> int:
        with CaptureQueriesContext(connection) as made:
            client.get("/rehearsals/")
        return len(made)

    scenarios.ask(scenarios.save("First", TEXT, by=cast["noor"], at=cast.at), None, by=cast["noor"], at=cast.at)
    counted()
    few = counted()
    for number in range(10):
        scenarios.save(f"More {number}", TEXT, by=cast["noor"], at=cast.at)
    assert counted() == few


def test_a_newcomer_writes_plays_and_looks(cast, client_of):
    client = client_of(cast["noor"])
    assert "polder-rehearsal/1" in client.get("/rehearsals/new/").content.decode()
    wrong = client.post("/rehearsals/new/", {"title": "x", "text": "nothing"})
    assert wrong.status_code == 422
    saved = client.post("/rehearsals/new/", {"title": "HR", "text": TEXT})
    assert saved.status_code == 302
    asked = client.post(f"{saved['Location']}play/", {"against": ""})
    assert asked.status_code == 302
    page = client.get(asked["Location"].partition("#")[0])
    assert page.status_code == 200
    assert 'hx-trigger="load delay:1s"' in page.content.decode()


def test_for_a_guest_there_are_no_rehearsals(cast, scenario, client_of):
    guest = Person.objects.create(
        key="gus", name="Gus", kind=Person.Kind.GUEST, sponsor=cast["kim"], left_on=timezone.now() + timedelta(days=9)
    )
    client = client_of(guest)
    assert client.get("/rehearsals/").status_code == client.get("/rehearsals/new/").status_code == 404
    assert client.get(f"/rehearsals/{scenario.pk}/").status_code == 404
    assert "/rehearsals/" not in client.get("/").content.decode()
    with pytest.raises(NotFound):
        scenarios.save("Mine", TEXT, by=guest, at=cast.at)
