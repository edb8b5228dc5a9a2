"""Findings on live data: owner, due day, acceptance, history; and who sees a broken glass."""

from datetime import date, timedelta

import pytest

from polder.governance import drafts, findings, loading, operations, store
from polder.governance.errors import Invalid, NotAuthorised
from polder.governance.models import Aspect, FindingRecord
from polder.ground.ledger import outbox
from polder.ground.ledger.models import Event
from polder.ground.organisation.errors import NotAssigned
from polder.ground.organisation.models import Party, Person
from polder.ground.organisation.operations import people as registry
from tests.governance.cast import at, org

pytestmark = pytest.mark.django_db


def load(*letters, **rest):
    loading.load(org(letters, **rest), by=None, at=at - timedelta(days=30))
    return {person.key: person for person in Person.objects.all()}


def open_codes(moment=at, key="news"):
    listed = findings.open_now(store.reading_now(), moment)
    return {each.found.code: each for each in listed if each.found.aspect == key}


def recorded(code):
    return FindingRecord.objects.filter(code=code, aspect__key="news").order_by("pk")


def test_a_finding_has_an_owner_and_a_day_and_closes_itself():
    people = load("A * root person:chief", "A * news person:nina", "R * root person:rob")
    registry.leave(people["nina"], by=None, at=at)
    found = open_codes()["vacant_accountable"]
    assert found.owner == "person:chief"
    assert found.due == date(2026, 5, 18)
    findings.sync(at)
    findings.sync(at + timedelta(hours=1))
    assert recorded("vacant_accountable").count() == 1
    # The day counts from when it was first seen, not from today.
    assert open_codes(at + timedelta(days=3))["vacant_accountable"].due == date(2026, 5, 18)
    lines = [("unassign", "nina"), ("assign", "rob")]
    for verb, key in lines:
        party = Party.objects.get(ref=f"person:{key}")
        getattr(operations, verb)(
            Aspect.objects.get(key="news"), party=party, letter="A", by=None, at=at + timedelta(days=4)
        )
    findings.sync(at + timedelta(days=4))
    assert recorded("vacant_accountable").get().closed_at == at + timedelta(days=4)
    kinds = list(Event.objects.filter(kind__startswith="finding.").values_list("kind", flat=True))
    assert {"finding.opened", "finding.closed"} <= set(kinds)


def test_time_alone_opens_a_finding_too():
    people = load("A * root person:chief", "A * news person:nina", "R * root person:rob")
    registry.leave(people["nina"], by=None, at=at)
    findings.sync(at)
    assert not recorded("caretaker_too_long").exists()
    findings.sync(at + timedelta(days=31))
    assert recorded("caretaker_too_long").count() == 1


def test_its_owner_accepts_it_with_a_reason_and_an_end():
    people = load("A * root person:chief")
    one = open_codes()["no_responsible"]
    with pytest.raises(NotAuthorised):
        operations.accept_finding(one.found, reason="Fine", until=date(2026, 8, 1), by=people["rob"], at=at)
    with pytest.raises(Invalid):
        operations.accept_finding(one.found, reason=" ", until=date(2026, 8, 1), by=people["chief"], at=at)
    with pytest.raises(Invalid):
        operations.accept_finding(one.found, reason="Fine", until=date(2026, 5, 3), by=people["chief"], at=at)
    before = findings.for_person(store.reading_now(), people["chief"], at)
    findings.sync(at)
    counted = findings.counts(at)["high"]
    operations.accept_finding(one.found, reason="Until the summer", until=date(2026, 8, 1), by=people["chief"], at=at)
    assert open_codes()["no_responsible"].accepted is not None
    assert len(findings.for_person(store.reading_now(), people["chief"], at)) == len(before) - 1
    assert findings.counts(at)["high"] == counted - 1
    assert open_codes(at + timedelta(days=100))["no_responsible"].accepted is None


def test_events_of_one_act_make_one_look_and_a_second_delivery_repeats_nothing():
    load("A * root person:chief")
    outbox.deliver("worker", clock=lambda: at, limit=1_000)
    records = FindingRecord.objects.count()
    assert records
    findings.sync(at)
    assert FindingRecord.objects.count() == records


def test_a_broken_glass_shows_to_whom_it_is_told_as_long_as_it_holds():
    people = load("A * root person:rob", "A * news person:nina")
    with pytest.raises(NotAssigned):
        operations.break_glass(Aspect.objects.get(key="news"), reason="Now", by=people["rob"], at=at)
    with pytest.raises(Invalid):
        operations.break_glass(Aspect.objects.get(key="news"), reason="", by=people["olga"], at=at)
    glass = operations.break_glass(Aspect.objects.get(key="news"), reason="Wrong number", by=people["olga"], at=at)
    assert drafts.glasses_to_know(people["nina"], at) == [glass]
    assert drafts.glass_notices_for(people["rob"], at) == []
    later = at + timedelta(hours=5)
    assert drafts.glasses_to_know(people["nina"], later) == []
    assert drafts.glass_notices_for(people["nina"], later) == [glass]
