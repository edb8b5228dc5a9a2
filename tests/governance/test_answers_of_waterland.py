"""The small organisation of governance.md's examples gives the answers written beside it."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from polder.governance.organisation_file import parse
from polder.governance.resolution import Reading, answer

DATA = Path(__file__).parent / "data"
CASES = list(
    zip(
        map(json.loads, (DATA / "questions.jsonl").read_text().splitlines()),
        map(json.loads, (DATA / "answers.jsonl").read_text().splitlines()),
        strict=True,
    )
)


@pytest.fixture(scope="module")
def waterland():
    return Reading(parse(json.loads((DATA / "waterland.json").read_text())))


@pytest.mark.parametrize(("question", "expected"), CASES, ids=[expected["why"] for _, expected in CASES])
def test_waterland(waterland, question, expected):
    given = answer(
        waterland,
        question["person"],
        question["power"],
        question["aspect"],
        question["facet"],
        datetime.fromisoformat(question["at"]),
        [question["author"]] if question["author"] else (),
    )
    assert (given.allowed, given.code, given.acting_for) == (expected["allowed"], expected["code"], expected["for"])
