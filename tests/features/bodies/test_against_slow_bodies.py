"""Random organisations and random acts in their bodies: the product does what the page says, act by act."""

import json
import os
from pathlib import Path

import pytest

from polder.capabilities.rehearsing import format as rehearsals
from polder.capabilities.rehearsing import playing
from tests.capabilities.rehearsing.test_against_slow_matrix import story_of
from tests.features.bodies.plays import BodyStory

SEEDS = range(*map(int, os.environ.get("BODY_SEEDS", "0-5").split("-")))


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_bodies_do_what_the_page_says(seed):
    story = BodyStory(seed)
    steps = story.tell()
    text = json.dumps({"format": "polder-rehearsal/1", "organisation": "live", "steps": steps})
    rehearsal = rehearsals.parse(text.encode(), folder=Path(), live=lambda: story.start, json=True)
    for step in playing.play(rehearsal):
        found = f"{step.at} {steps[step.step - 1]}\n  {step.trouble}\n"
        assert step.ok, found + story_of(steps[: step.step]) + "\n" + "\n".join(map(str, story.start.bodies.values()))
