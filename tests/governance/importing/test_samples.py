"""The sample files read as they should, and bad ones end as they should."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from polder.governance.importing.commands import read_command
from polder.governance.importing.reader import read
from tests.governance.importing.comparing import differences

SAMPLES = Path(__file__).parent / "samples"
GOOD = sorted(path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.expected.json"))
BAD = json.loads((SAMPLES / "bad" / "expected.json").read_text("utf-8"))


@pytest.mark.parametrize("name", GOOD)
def test_a_sample_is_read_as_expected(name):
    expected = json.loads((SAMPLES / f"{name}.expected.json").read_text("utf-8"))
    assert differences(expected, read(SAMPLES / name).as_json()) == []


@pytest.mark.parametrize("name", sorted(BAD))
def test_a_bad_file_gives_one_line_and_its_exit_status(name):
    result = CliRunner().invoke(read_command, [str(SAMPLES / "bad" / name), "--json"])
    assert result.exit_code == BAD[name]["exit"]
    assert len([line for line in result.stderr.splitlines() if line.strip()]) == 1
    if BAD[name]["question"] is None:
        assert result.stdout == ""
    else:
        reading = json.loads(result.stdout)
        assert ([q["code"] for q in reading["questions"]], reading["rows"]) == ([BAD[name]["question"]], [])


@pytest.mark.parametrize("name", GOOD)
def test_every_sample_can_be_shown_to_people(name):
    result = CliRunner().invoke(read_command, [str(SAMPLES / name)])
    assert result.exit_code == 0
    assert str(len(read(SAMPLES / name).rows)) in result.stdout.splitlines()[0]
    assert result.stderr == ""
