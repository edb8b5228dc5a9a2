"""`polder matrix import` and `export` as somebody at a terminal meets them."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from polder.governance import operations
from polder.governance.exporting.commands import export
from polder.governance.importing.drafting_command import import_
from polder.governance.models import Assignment, ChangeSet

pytestmark = pytest.mark.django_db

TEXT = "Section,Task,IT,Communicatie,Webshop\nHomepage,Polls,R,A,C\nHomepage,Tips,C,R/A,\n"


@pytest.fixture
def file(cast, tmp_path) -> Path:
    path: Path = tmp_path / "raci.csv"
    path.write_text(TEXT)
    return path


def matrix_import(*arguments: object) -> Result:
    return CliRunner().invoke(import_, [str(each) for each in arguments])


def told(*arguments: object) -> dict[str, Any]:
    done = matrix_import(*arguments, "--json")
    assert (done.exit_code, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_file_becomes_a_draft_that_gives_nobody_a_right(file):
    before = Assignment.objects.count()
    done = told(file)
    assert set(done) == {"change_set", "added", "changed", "ended", "findings", "questions"}
    row = ChangeSet.objects.get(pk=done["change_set"])
    assert (row.state, row.author, len(row.fingerprint)) == ("draft", None, 64)
    assert row.reading is not None
    assert row.reading["format"] == "polder-matrix/1"
    assert {"create_role": {"key": "webshop", "name": "Webshop"}} in row.lines
    assert len(done["added"]) == 5
    assert Assignment.objects.count() == before


def test_the_same_file_again_makes_no_second_draft_and_once_applied_none_at_all(file):
    first = told(file)
    assert told(file)["change_set"] == first["change_set"]
    assert ChangeSet.objects.count() == 1
    assert "no second one was made" in matrix_import(file).stdout
    operations.apply(ChangeSet.objects.get(pk=first["change_set"]), by=None, at=timezone.now())
    again = told(file)
    assert (again["change_set"], again["added"], again["changed"], again["ended"]) == (None, [], [], [])
    assert "No draft was made." in matrix_import(file).stdout


def test_a_draft_may_be_proposed_in_somebodys_name(file, cast):
    done = told(file, "--propose-as", "noor")
    row = ChangeSet.objects.get(pk=done["change_set"])
    assert (row.state, row.author) == ("proposed", cast["noor"])
    assert told(file, "--propose-as", "noor")["change_set"] == row.pk


def test_choices_and_answers_are_given_alike(file):
    done = told(file, "--answer", "party:Webshop=unit:it", "--answer", "letter_meaning:S=C")
    assert {each["party"] for each in done["added"]} >= {"unit:it"}
    assert not any(each["party"] == "role:webshop" for each in done["added"])


def test_an_open_a_is_asked_with_its_choices(tmp_path, cast):
    path = tmp_path / "raci.csv"
    path.write_text("Section,Task,IT,HR,Webshop\nHomepage,Polls,A,A,C\nHomepage,Tips,C,A,R\n")
    asked = told(path)
    (question,) = asked["questions"]
    assert (question["code"], question["choices"], question["row"]) == ("accountable:0", ["IT", "HR"], 2)
    assert "several_accountable" in {each["code"] for each in asked["findings"]}
    decided = told(path, "--answer", "accountable:0=IT")
    assert decided["questions"] == []


def test_what_is_wrong_is_one_line_and_status_2(file, tmp_path):
    for arguments in (
        (tmp_path / "nowhere.csv",),
        (file, "--under", "nowhere"),
        (file, "--propose-as", "nobody"),
        (file, "--answer", "party:Webshp=new"),
        (file, "--answer", "party:Webshop=unit:nowhere"),
        (file, "--answer", "nonsense"),
    ):
        done = matrix_import(*arguments)
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert not ChangeSet.objects.exists()


def test_a_file_without_a_matrix_is_status_1(cast, tmp_path):
    path = tmp_path / "letter.csv"
    path.write_text("Dear all\n")
    done = matrix_import(path, "--json")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
    assert json.loads(done.stdout)["change_set"] is None
    assert not ChangeSet.objects.exists()


def test_what_is_exported_changes_nothing_when_it_is_imported(cast, tmp_path):
    for kind in ("xlsx", "csv", "md"):
        path = tmp_path / f"matrix.{kind}"
        assert CliRunner().invoke(export, [str(path)]).exit_code == 0
        done = told(path, "--complete")
        assert (done["change_set"], done["added"], done["changed"], done["ended"]) == (None, [], [], [])


def test_an_export_can_take_the_layout_of_the_file_it_came_from(file, tmp_path):
    operations.apply(ChangeSet.objects.get(pk=told(file)["change_set"]), by=None, at=timezone.now())
    other = tmp_path / "other.csv"
    other.write_text(TEXT.replace("Polls,R,A,C", "Polls,A,R,"))
    operations.apply(ChangeSet.objects.get(pk=told(other)["change_set"]), by=None, at=timezone.now())
    out = tmp_path / "out.csv"
    done = CliRunner().invoke(export, [str(out), "--like", str(file)])
    assert done.exit_code == 0
    assert out.read_text() == other.read_text()


@pytest.mark.parametrize(
    "arguments", [["x.pdf"], ["x.xlsx", "--like", "x.csv"], ["/nowhere/x.csv"], ["x.csv", "--like", "no.csv"]]
)
def test_an_export_that_cannot_be_is_one_line_and_status_2(cast, arguments, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(export, arguments)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1)
