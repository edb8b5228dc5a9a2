"""Loading over a matrix that is in force names the guardian's chair, who is told (section 11)."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from polder.governance import store
from polder.governance.loading import load
from polder.ground.ledger.models import Event

pytestmark = pytest.mark.django_db


def test_the_guardians_chair_is_named_in_a_load_over_a_matrix_in_force(cast):
    facts = store.facts_now()
    without = replace(facts, assignments=facts.assignments[:-1])
    load(without, by=None, at=datetime(2026, 2, 10, tzinfo=UTC), replace=True)
    event = Event.objects.get(kind="organisation.loaded")
    assert json.loads(event.data)["told"] == [cast["saskia"].pk]
