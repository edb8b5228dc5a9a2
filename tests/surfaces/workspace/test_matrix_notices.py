"""What happens in the matrix reaches people in the one inbox, among their notices, and by mail."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail

from polder.capabilities.notifications import mailing, notices, sending, tasks
from polder.governance import loading, operations, store
from polder.governance.models import Aspect
from polder.governance.operations import drafting
from polder.ground.ledger import outbox
from polder.ground.organisation.models import Person
from tests.governance.cast import Assign, at, org

pytestmark = pytest.mark.django_db


def follow(moment: datetime) -> None:
    """What a worker does: reactions, then mail."""
    outbox.deliver("worker", clock=lambda: moment, limit=1_000)
    mailing.make_due(moment)
    sending.send_due(moment)


@pytest.fixture
def people() -> dict[str, Person]:
    loading.load(org(("A * root person:rob", "A * news person:nina")), by=None, at=at - timedelta(days=30))
    for person in Person.objects.all():
        person.email, person.language = f"{person.key}@example.org", "en"
        person.save()
    return {person.key: person for person in Person.objects.all()}


def test_a_broken_glass_is_told_at_once_once_and_for_good(people):
    operations.break_glass(Aspect.objects.get(key="news"), reason="Wrong number", by=people["olga"], at=at)
    follow(at)
    told = {address for message in mail.outbox for address in message.to}
    assert told == {"nina@example.org", "chief@example.org"}  # who acts as A, and the chair of the guardian
    assert all("Wrong number" in message.body for message in mail.outbox)
    follow(at + timedelta(minutes=1))
    assert len(mail.outbox) == 2
    assert notices.kinds_of(people["nina"], at) == {"break_glass"}
    assert notices.kinds_of(people["rob"], at) == set()
    assert tasks.kinds_for(people["nina"], at) >= {"glass"}
    later = at + timedelta(hours=5)
    assert "glass" not in tasks.kinds_for(people["nina"], later)
    assert notices.kinds_of(people["nina"], later) == {"break_glass"}


def test_who_decides_on_a_change_is_asked_and_its_author_hears_what_became_of_it(people):
    line = Assign("news", "content", "person:rob", "R")
    draft = drafting.draft(title="More hands for news", lines=[line], by=people["olga"], at=at)
    drafting.propose(draft, by=people["olga"], at=at)
    follow(at)
    assert [message.subject for message in mail.outbox if "nina@example.org" in message.to] == ["More hands for news"]
    assert "change_set" in tasks.kinds_for(people["nina"], at)
    drafting.reject(draft, reason="Not now", by=people["nina"], at=at)
    follow(at)
    [told] = [message for message in mail.outbox if "olga@example.org" in message.to]
    assert told.subject == "Your change was not accepted: More hands for news"
    assert "Not now" in told.body
    assert "change_set" not in tasks.kinds_for(people["nina"], at)


def test_a_load_over_the_matrix_is_told_to_the_guardians_chair(cast):
    facts = store.facts_now()
    moment = datetime(2026, 2, 10, tzinfo=UTC)
    Person.objects.update(language="en")
    loading.load(replace(facts, assignments=facts.assignments[:-1]), by=None, at=moment, replace=True)
    follow(moment)
    assert [message.to for message in mail.outbox] == [["saskia@waterland.example"]]
    assert "1 removed" in mail.outbox[0].body
