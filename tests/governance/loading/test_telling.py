"""Loading over a matrix that is in force is told to the guardian's chair (section 11)."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core import mail

from polder.governance import reactions, store
from polder.governance.loading import load
from polder.ground.ledger.models import Event

pytestmark = pytest.mark.django_db


def test_the_guardians_chair_is_told_of_a_load_over_a_matrix_in_force(cast):
    facts = store.facts_now()
    without = replace(facts, assignments=facts.assignments[:-1])
    load(without, by=None, at=datetime(2026, 2, 10, tzinfo=UTC), replace=True)
    event = Event.objects.get(kind="organisation.loaded")
    assert json.loads(event.data)["told"] == [cast["saskia"].pk]
    reactions.tell_of_loading(event)
    assert [message.to for message in mail.outbox] == [["saskia@waterland.example"]]
    assert "1 removed" in mail.outbox[0].body or "1 verwijderd" in mail.outbox[0].body
