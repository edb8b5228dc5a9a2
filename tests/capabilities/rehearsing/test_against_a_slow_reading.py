"""Random organisations and random rehearsals of pages, people and the matrix together: the product plays each as the
slow reading of the two pages does, act by act and look by look. `REHEARSAL_SEEDS=500` plays more of them."""

import json
import os

import pytest

from polder.capabilities.rehearsing import format as rehearsals
from polder.capabilities.rehearsing import playing
from polder.governance import organisation_file
from tests.capabilities.rehearsing.slow.story import Story

SEEDS = range(int(os.environ.get("REHEARSAL_SEEDS", "10")))
ACTS = 25


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_the_product_plays_what_the_page_says(seed):
    story = Story(seed, ACTS)
    facts = organisation_file.parse(story.file)
    text = json.dumps({"format": "polder-rehearsal/1", "organisation": "live", "steps": story.steps})
    rehearsal = rehearsals.parse(text.encode(), folder=None, live=lambda: facts, json=True)
    for played in playing.play(rehearsal):
        assert played.ok, "\n".join([*told(story.steps, played.step), json.dumps(story.file)])


def told(steps, last):
    """What was done up to the step that failed, and that step."""
    return [
        json.dumps(step) for number, step in enumerate(steps, 1) if number <= last and ("do" in step or number == last)
    ]
