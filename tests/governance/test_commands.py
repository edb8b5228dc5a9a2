"""`polder org` and `polder mandate` as somebody at a terminal meets them: words, JSON, exit status."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from polder.governance import commands, loading
from polder.governance.models import Membership, Standing
from polder.ground.organisation.models import Person

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
WATERLAND, OTHER = (str(HERE / "organisation_file" / name) for name in ("waterland.json", "org.json"))
FEBRUARY = ("--at", "2026-02-10T10:00:00+01:00")


def org(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(commands.org, arguments, input=stdin)


def mandate(*arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(commands.mandate, arguments, input=stdin)


@pytest.fixture
def waterland(db):
    done = org("load", WATERLAND)
    assert (done.exit_code, done.stderr) == (0, "")


def test_a_load_says_what_was_added():
    done = org("load", WATERLAND)
    assert done.exit_code == 0
    assert done.stdout.startswith("Added: ")
    assert "10 people" in done.stdout
    assert "3 bodies" in done.stdout


def test_an_organisation_may_come_from_standard_input():
    assert org("load", "-", stdin=Path(OTHER).read_bytes()).exit_code == 0
    assert Person.objects.count() == 8


def test_a_wrong_file_is_a_list_of_places_and_nothing_is_loaded():
    document = json.loads(Path(WATERLAND).read_text())
    document["assignments"][3]["letter"] = "X"
    document["units"][1]["hed"] = "anna"
    done = org("load", "-", stdin=json.dumps(document).encode())
    assert done.exit_code == 2
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["$.units[1].hed", "$.assignments[3].letter"]
    assert done.stdout == ""
    assert not Person.objects.exists()


def test_a_second_load_is_refused_and_a_dry_run_only_tells(waterland):
    assert isinstance(org("load", OTHER).exception, loading.AlreadyLoaded)
    told = org("load", OTHER, "--replace", "--dry-run")
    assert told.exit_code == 0
    assert "Would be removed: " in told.stdout
    assert Person.objects.count() == 10


def test_an_export_can_be_loaded_and_changes_nothing(waterland):
    exported = org("export")
    assert exported.exit_code == 0
    done = org("load", "-", "--replace", stdin=exported.stdout.encode())
    assert done.stdout == "Nothing has changed: the organisation says the same already.\n"
    assert org("export").stdout == exported.stdout


def test_an_export_of_a_moment_holds_what_is_valid_then(waterland):
    then = json.loads(org("export", "--at", "2026-07-02").stdout)
    assert {(each["for"], each["by"]) for each in then["deputies"]} == {
        ("joris", "noor"), ("meral", "omar"), ("omar", "tim")
    }  # fmt: skip
    assert then["deputies"][0] == {"for": "joris", "by": "noor", "from": "2026-07-01", "until": "2026-07-15"}


def test_there_is_nothing_to_export_before_the_founding():
    done = org("export")
    assert done.exit_code == 2
    assert done.stderr == "No organisation is loaded. Load one with: polder org load FILE\n"


def test_the_questions_of_waterland_get_their_answers(waterland):
    done = mandate("check", str(HERE / "data" / "questions.jsonl"))
    expected = [json.loads(line) for line in (HERE / "data" / "answers.jsonl").read_text().splitlines()]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert found == [{field: each[field] for field in ("allowed", "code", "for")} for each in expected]
    assert done.exit_code == 0


def test_a_line_that_asks_nothing_makes_the_exit_status_1(waterland):
    question = b'{"person": "kim", "power": "edit", "aspect": "homepage"}\n'
    done = mandate("check", "-", stdin=question + b"nope\n" + question)
    assert done.exit_code == 1
    assert json.loads(done.stdout.splitlines()[1]) == {"error": "line 2: This is not JSON."}
    assert len(done.stdout.splitlines()) == 3


def test_no_questions_are_no_answers(waterland):
    done = mandate("check", "-", stdin=b"")
    assert (done.exit_code, done.stdout) == (0, "")


def test_an_explanation_in_words(waterland):
    done = mandate("explain", "noor", "publish", "homepage", "--at", "2026-07-10T10:00")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "noor may publish homepage (content) at 2026-07-10T10:00:00+02:00: deputy for joris.",
        "  unit:comms has A on homepage for all facets.",
        "  joris is the head of comms.",
        "  noor stands in for joris from 2026-07-01 until 2026-07-15.",
    ]


def test_a_no_says_who_can_and_how_to_reach_them(waterland):
    done = mandate("explain", "kim", "publish", "homepage", *FEBRUARY)
    assert done.exit_code == 1
    assert done.stdout.splitlines()[-1] == "  Who can: Joris Blom <joris@waterland.example>."


def test_an_explanation_as_json(waterland):
    done = mandate("explain", "joris", "publish", "homepage", *FEBRUARY, "--json")
    found = json.loads(done.stdout)
    assert found.keys() == {"allowed", "code", "for", "chain", "who_can"}
    assert [fact["fact"] for fact in found["chain"]] == ["assignment", "membership"]
    refused = mandate("explain", "kim", "publish", "homepage", *FEBRUARY, "--json")
    assert (refused.exit_code, json.loads(refused.stdout)["who_can"]) == (1, ["joris"])


def test_who_may(waterland):
    done = mandate("who", "publish", "homepage", "--at", "2026-07-10", "--json")
    assert json.loads(done.stdout) == [
        {"person": "joris", "code": "assigned", "for": None},
        {"person": "noor", "code": "deputy", "for": "joris"},
    ]
    assert (
        mandate("who", "publish", "homepage", "--at", "2026-07-10").stdout
        == "joris: assigned\nnoor: deputy for joris\n"
    )


@pytest.mark.parametrize(
    ("arguments", "asked"),
    [
        (("explain", "kimm", "publish", "homepage"), "No person “kimm”. Did you mean “kim”?"),
        (("explain", "kim", "publish", "homepagge"), "No aspect “homepagge”. Did you mean “homepage”?"),
        (("who", "publish", "xyz"), "No aspect “xyz”."),
    ],
)
def test_an_unknown_key_is_the_question_that_is_wrong(waterland, arguments, asked):
    done = mandate(*arguments)
    assert (done.exit_code, done.stderr, done.stdout) == (2, asked + "\n", "")


@pytest.mark.parametrize(
    "arguments",
    [
        ("explain", "kim", "destroy", "homepage"),
        ("explain", "kim", "publish", "homepage", "--facet", "*"),
        ("explain", "kim", "publish", "homepage", "--at", "yesterday"),
        ("who", "publish"),
        ("check", "/nowhere/questions.jsonl", "more"),
    ],
)
def test_a_wrong_question_has_exit_status_2(waterland, arguments):
    assert mandate(*arguments).exit_code == 2


def test_the_index_is_verified(waterland):
    done = mandate("verify", *FEBRUARY)
    assert done.exit_code == 0
    assert done.stdout.startswith("The index answers as the rules do: ")


@pytest.mark.parametrize("table", [Membership, Standing])
def test_a_row_that_is_gone_from_the_index_is_noticed(waterland, table):
    table.objects.filter(pk=table.objects.order_by("-pk").values("pk")[:1]).delete()
    done = mandate("verify", *FEBRUARY)
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 1


def test_findings_are_listed_and_make_the_exit_status_1(waterland):
    done = CliRunner().invoke(commands.lint, ["--json", *FEBRUARY])
    found = json.loads(done.stdout)
    assert done.exit_code == 1
    assert found[0].keys() == {"code", "severity", "aspect", "facet", "party", "since", "owner", "due"}
    assert ("vacant_accountable", "search", "role:search-specialist") in {
        (each["code"], each["aspect"], each["party"]) for each in found
    }
    in_words = CliRunner().invoke(commands.lint, [*FEBRUARY])
    assert len(in_words.stdout.splitlines()) == len(found)


@pytest.mark.parametrize(
    ("group", "name"),
    [(commands.org, name) for name in commands.org.commands]
    + [(commands.mandate, name) for name in commands.mandate.commands],
)
def test_every_help_has_examples(group, name):
    shown = CliRunner().invoke(group, [name, "--help"]).stdout
    assert f"polder {group.name} {name}" in shown
