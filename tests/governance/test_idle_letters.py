"""A letter under which nothing is done for a year becomes a finding; what is done under it, as the ledger tells, ends it."""

from datetime import timedelta

import pytest

from polder.governance import findings, loading, mandate, operations, store, using
from polder.governance.models import Aspect, Assignment, Use
from polder.ground.ledger import acts
from polder.ground.organisation.models import Party, Person
from tests.governance.cast import at, org

pytestmark = pytest.mark.django_db

YEAR = timedelta(days=366)


def load(*letters):
    loading.load(org(letters), by=None, at=at)
    using.follow()
    return {person.key: person for person in Person.objects.all()}


def idle(moment):
    using.follow()
    listed = findings.open_now(store.reading_now(), moment, codes=["idle_assignment"])
    return sorted(f"{each.found.aspect} {each.found.party}" for each in listed)


def deed(person, power, key, moment):
    """Something is done there by that power."""
    aspect = Aspect.objects.get(key=key)
    with acts.act():
        granted = mandate.require(person, power, aspect, at=moment)
        acts.record("page.verified", thing="page:1", by=person.pk, at=moment, aspect=aspect.pk, mandate=granted)


def test_a_letter_is_idle_after_a_year_without_a_deed_and_no_longer_when_something_is_done():
    people = load("R * news person:rob", "A * news person:nina")
    assert idle(at + timedelta(days=300)) == []
    deed(people["rob"], "edit", "news", at + timedelta(days=200))
    assert idle(at + YEAR) == ["news person:nina"]
    deed(people["nina"], "publish", "news", at + YEAR)
    assert idle(at + YEAR + timedelta(days=1)) == []
    assert idle(at + YEAR + timedelta(days=201)) == ["news person:rob"]


def test_a_letter_given_lately_has_its_year_whatever_it_says_about_its_beginning():
    people = load("R * news person:rob", "A * root person:chief")
    later = at + YEAR
    operations.assign(
        Aspect.objects.get(key="shop"), party=Party.objects.get(ref="person:cora"), letter="R", by=people["chief"],
        at=later, valid_from=None,
    )  # fmt: skip
    Assignment.objects.filter(party__ref="person:cora").update(valid_from=None)
    assert "shop person:cora" not in idle(later + timedelta(days=30))
    assert "shop person:cora" in idle(later + YEAR + timedelta(days=1))


def test_setting_letters_counts_for_whoever_answers_there():
    people = load("A * root person:chief", "R * news person:rob")
    operations.assign(
        Aspect.objects.get(key="shop"), party=Party.objects.get(ref="person:cora"), letter="R", by=people["chief"],
        at=at + timedelta(days=300),
    )  # fmt: skip
    assert idle(at + YEAR + timedelta(days=1)) == ["news person:rob"]


def test_what_a_deputy_does_counts_for_the_letter():
    people = load("A * news person:nina", "R * root person:rob")
    from polder.ground.organisation.models import Deputyship

    Deputyship.objects.create(acting_for=people["nina"], by=people["cora"])
    deed(people["cora"], "publish", "news", at + timedelta(days=300))
    assert "news person:nina" not in idle(at + YEAR)


def test_following_goes_on_where_it_stopped_and_repeats_nothing():
    people = load("R * news person:rob")
    deed(people["rob"], "edit", "news", at + timedelta(days=1))
    assert using.follow() == 1
    assert using.follow() == 0
    assert Use.objects.get(letter="R").last_at == at + timedelta(days=1)


def test_the_record_of_the_finding_opens_and_closes_with_it():
    people = load("R * news person:rob")
    findings.sync(at + YEAR + timedelta(days=1))
    from polder.governance.models import FindingRecord

    row = FindingRecord.objects.get(code="idle_assignment", party__ref="person:rob")
    deed(people["rob"], "edit", "news", at + YEAR + timedelta(days=1))
    using.follow()
    findings.sync(at + YEAR + timedelta(days=2))
    row.refresh_from_db()
    assert row.closed_at == at + YEAR + timedelta(days=2)


def test_what_was_used_is_one_query_for_few_letters_and_for_many(count_queries):
    load("R * news person:rob", "A * news person:nina", "R * shop person:cora", "A * root person:chief")
    with count_queries(1):
        using.last_activity()
