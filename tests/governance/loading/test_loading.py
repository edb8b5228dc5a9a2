"""Founding an organisation from a file, replacing it, and reading it back from the database."""

import json
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from polder.governance import index, loading, organisation_file, resolution, store
from polder.governance.models import Aspect, Assignment, ChangeSet, Glass, Membership, Standing
from polder.ground.ledger.models import Event, Head
from polder.ground.organisation.errors import NotAssigned
from polder.ground.organisation.models import Organisation, Party, Person, Unit
from tests.governance.organisation_file.organisations import organisations

pytestmark = pytest.mark.django_db

SAMPLES = Path(__file__).parents[1] / "organisation_file"
AT = datetime(2026, 3, 16, 9, tzinfo=UTC)


def sample(name: str = "waterland", **changes: object):
    document = json.loads((SAMPLES / f"{name}.json").read_text())
    return organisation_file.parse(document | changes)


def kinds() -> Counter[str]:
    return Counter(Event.objects.values_list("kind", flat=True))


@pytest.mark.parametrize("name", ["waterland", "org"])
def test_what_is_loaded_is_read_back(name):
    facts = sample(name)
    done = loading.load(facts, by=None, at=AT)
    assert store.facts_now() == facts
    assert done.founding
    assert done.added["person"] == len(facts.people)
    assert not done.changed
    assert not done.removed


def test_founding_writes_an_event_for_each_thing_and_one_for_itself():
    facts = sample()
    loading.load(facts, by=None, at=AT)
    found = kinds()
    assert found.pop("organisation.founded") == 1
    assert found == {
        "person.added": 10, "unit.added": 5, "role.added": 3, "holding.added": 3, "body.added": 3, "seat.added": 8,
        "aspect.added": 10, "assignment.added": 20, "deputyship.added": 4,
    }  # fmt: skip


def test_events_of_a_load_hold_no_names():
    loading.load(sample(), by=None, at=AT)
    texts = " ".join(f"{event.data} {event.about} {event.thing}" for event in Event.objects.all())
    for word in ("saskia", "Saskia", "waterland.example", "hr-content", "Homepage"):
        assert word not in texts


def test_everything_has_its_party_and_every_aspect_its_path():
    loading.load(sample(), by=None, at=AT)
    assert Party.objects.count() == 10 + 5 + 3 + 3
    carousel = Aspect.objects.get(key="carousel")
    line = [Aspect.objects.get(key=key).pk for key in ("intranet", "homepage", "carousel")]
    assert carousel.path == "/" + "/".join(map(str, line)) + "/"
    assert carousel.depth == 2


def test_the_index_answers_as_soon_as_it_is_loaded():
    loading.load(sample(), by=None, at=AT)
    joris, homepage = Person.objects.get(key="joris"), Aspect.objects.get(key="homepage")
    assert index.answer(joris.pk, "publish", homepage.pk, "content", at=AT).allowed


def test_a_loaded_organisation_is_not_replaced_by_accident():
    loading.load(sample(), by=None, at=AT)
    before = Event.objects.count()
    with pytest.raises(loading.AlreadyLoaded):
        loading.load(sample("org"), by=None, at=AT)
    assert Event.objects.count() == before
    assert store.facts_now() == sample()


def test_loading_an_export_changes_nothing():
    loading.load(sample(), by=None, at=AT)
    numbers = {(row.pk, row.party_id) for row in Assignment.objects.all()}
    events, head = Event.objects.count(), Head.objects.get().digest
    export = organisation_file.parse(organisation_file.write(store.facts_now()))
    assert not loading.load(export, by=None, at=AT, replace=True)
    assert (Event.objects.count(), Head.objects.get().digest) == (events, head)
    assert {(row.pk, row.party_id) for row in Assignment.objects.all()} == numbers


def test_another_organisation_takes_its_place_altogether():
    loading.load(sample(), by=None, at=AT)
    done = loading.load(sample("org"), by=None, at=AT, replace=True)
    assert store.facts_now() == sample("org")
    assert not done.founding
    assert done.removed["person"] == 10
    assert Person.objects.count() == 8
    loading.load(sample(), by=None, at=AT, replace=True)
    assert store.facts_now() == sample()


def test_a_dry_run_says_what_would_happen_and_writes_nothing():
    loading.load(sample(), by=None, at=AT)
    events = Event.objects.count()
    done = loading.load(sample("org"), by=None, at=AT, replace=True, dry_run=True)
    assert done.removed["person"] == 10
    assert store.facts_now() == sample()
    assert Event.objects.count() == events


def test_a_change_is_told_to_the_guardians_chair():
    loading.load(sample(), by=None, at=AT)
    facts = sample(deputies=[])
    loading.load(facts, by=None, at=AT, replace=True)
    event = Event.objects.get(kind="organisation.loaded")
    chair, body = Person.objects.get(key="saskia"), Aspect.objects.get(key="intranet").guardian_id
    assert {f"person:{chair.pk}", f"body:{body}"} <= set(json.loads(event.about))
    assert json.loads(event.data)["removed"] == {"deputyship": 4}
    assert json.loads(event.mandate) == {"code": "operator"}


def test_who_is_no_operator_loads_nothing():
    loading.load(sample(operators=["anna"]), by=None, at=AT)
    with pytest.raises(NotAssigned):
        loading.load(sample(), by=Person.objects.get(key="kim"), at=AT, replace=True)
    assert loading.load(sample(), by=Person.objects.get(key="anna"), at=AT, replace=True)


def test_an_interval_that_changes_keeps_its_row():
    loading.load(sample(), by=None, at=AT)
    facts = store.facts_now()
    last = facts.assignments[-1]
    row = Assignment.objects.get(
        aspect__key=last.aspect, facet=last.facet, letter=last.letter, party__ref=last.party, valid_from=last.valid_from
    )
    ended = replace(last, valid_until=AT + timedelta(days=30))
    loading.load(replace(facts, assignments=(*facts.assignments[:-1], ended)), by=None, at=AT, replace=True)
    row.refresh_from_db()
    assert row.valid_until == ended.valid_until
    assert Event.objects.filter(kind="assignment.ended", thing=f"assignment:{row.pk}").count() == 1


def test_two_accountables_may_exchange_their_times():
    def matrix(first: tuple[str | None, str | None], second: tuple[str | None, str | None]):
        line: dict[str, str | None] = {"aspect": "intranet", "facet": "*", "letter": "A"}
        return sample(
            assignments=[
                line | {"party": "person:kim", "from": first[0], "until": first[1]},
                line | {"party": "person:anna", "from": second[0], "until": second[1]},
            ]
        )

    loading.load(matrix((None, "2026-06-01"), ("2026-06-01", None)), by=None, at=AT)
    swapped = matrix(("2026-06-01", None), (None, "2026-06-01"))
    loading.load(swapped, by=None, at=AT, replace=True)
    assert store.facts_now() == swapped
    assert kinds()["assignment.changed"] + kinds()["assignment.ended"] == 2


def test_two_people_may_exchange_their_addresses():
    loading.load(sample(), by=None, at=AT)
    facts = store.facts_now()
    anna, kim = (facts.people[key] for key in sorted(facts.people) if key in ("anna", "kim"))
    people = dict(facts.people) | {
        anna.key: replace(anna, email=kim.email, number="7"),
        kim.key: replace(kim, email=anna.email),
    }
    loading.load(replace(facts, people=people), by=None, at=AT, replace=True)
    assert Person.objects.get(key="anna").email == kim.email


def test_a_newcomer_may_take_the_address_of_who_is_left_out():
    document = json.loads((SAMPLES / "org.json").read_text())
    loading.load(organisation_file.parse(document), by=None, at=AT)
    document["people"][5] |= {"key": "wilma"}
    text = json.dumps(document).replace('"wies"', '"wilma"').replace("person:wies", "person:wilma")
    loading.load(organisation_file.read(text), by=None, at=AT, replace=True)
    assert not Person.objects.filter(key="wies").exists()
    assert Person.objects.get(key="wilma").email == "wies@noorderdijk.example"


def test_the_tree_may_be_turned_upside_down():
    loading.load(sample(), by=None, at=AT)
    document = json.loads((SAMPLES / "waterland.json").read_text())
    for aspect in document["aspects"]:
        if aspect["key"] == "carousel":
            aspect["parent"] = None
        elif aspect["key"] == "intranet":
            aspect["parent"] = "homepage"
        elif aspect["key"] == "homepage":
            aspect["parent"] = "carousel"
    facts = organisation_file.parse(document)
    loading.load(facts, by=None, at=AT, replace=True)
    assert store.facts_now() == facts
    assert {row.key: row.depth for row in Aspect.objects.all()}["strategy"] == 3


def test_a_guest_may_become_an_employee_and_back():
    guest = {"key": "gus", "name": "Gus", "email": None, "kind": "guest", "sponsor": "gil", "left_on": "2027-01-01"}
    other = {"key": "gil", "name": "Gil", "email": None, "kind": "guest", "sponsor": "gus", "left_on": "2027-01-01"}
    aspects = [{"key": "intranet", "name": "Intranet", "kind": "root"}]
    head = {"format": "polder-organisation/1", "timezone": "UTC", "aspects": aspects}
    employee = {"key": "gus", "name": "Gus", "email": None}
    for people in ([guest, other], [employee, other], [guest, other], [employee], [employee, other]):
        facts = organisation_file.parse(head | {"people": people})
        loading.load(facts, by=None, at=AT, replace=True)
        assert store.facts_now() == facts


def test_what_somebody_did_does_not_keep_them():
    loading.load(sample(), by=None, at=AT)
    kim = Person.objects.get(key="kim")
    ChangeSet.objects.create(title="Draft", author=kim, decided_by=kim, made_at=AT)
    Glass.objects.create(
        person=kim, aspect=Aspect.objects.get(key="homepage"), valid_from=AT, valid_until=AT + timedelta(hours=4)
    )
    loading.load(sample("org"), by=None, at=AT, replace=True)
    assert not Person.objects.filter(key="kim").exists()
    assert ChangeSet.objects.get().author is None


def test_the_way_to_sign_in_survives_a_load():
    loading.load(sample(), by=None, at=AT)
    kim = Person.objects.get(key="kim")
    assert not kim.has_usable_password()
    kim.set_password("correct horse battery staple")
    kim.save()
    loading.load(sample(deputies=[]), by=None, at=AT, replace=True)
    assert Person.objects.get(key="kim").check_password("correct horse battery staple")


def test_people_who_were_there_first_stay_who_they_are():
    ravi = Person.objects.create(key="ravi", name="Ravi", operator=True)
    Party.objects.create(ref="person:ravi", kind="person", person=ravi)
    done = loading.load(sample("org"), by=None, at=AT)
    assert done.founding
    assert Person.objects.get(key="ravi").pk == ravi.pk
    assert store.facts_now() == sample("org")


def test_nobody_is_removed_by_a_founding_unless_it_is_said():
    Person.objects.create(key="olga", name="Olga", operator=True)
    with pytest.raises(loading.AlreadyLoaded, match="people already"):
        loading.load(sample("org"), by=None, at=AT)
    loading.load(sample("org"), by=None, at=AT, replace=True)
    assert not Person.objects.filter(key="olga").exists()


def test_nobody_loads_a_file_that_leaves_them_out():
    loading.load(sample(operators=["anna"]), by=None, at=AT)
    with pytest.raises(loading.CannotLoad, match="leaves you out"):
        loading.load(sample("org"), by=Person.objects.get(key="anna"), at=AT, replace=True)


def test_the_organisation_is_named_after_its_only_root_unit():
    loading.load(sample(), by=None, at=AT)
    row = Organisation.objects.get()
    assert (row.name, row.founded_at, row.zone) == ("Gemeente Waterland", AT, "Europe/Amsterdam")


def test_a_tree_that_does_not_fit_is_refused():
    aspects = [{"key": "a0", "name": "Root", "kind": "root"}]
    aspects += [{"key": f"a{n}", "name": "Below", "kind": "area", "parent": f"a{n - 1}"} for n in range(1, 400)]
    facts = organisation_file.parse({"format": "polder-organisation/1", "timezone": "UTC", "aspects": aspects})
    with pytest.raises(loading.CannotLoad):
        loading.load(facts, by=None, at=AT)
    assert not Aspect.objects.exists()


def test_facts_cost_the_same_for_few_and_for_many(count_queries):
    loading.load(sample(), by=None, at=AT)
    store.forget()
    with count_queries(14):
        store.facts_now()
    with count_queries(1):
        kept = store.reading_now()
    assert store.reading_now() is kept


def test_facts_follow_the_matrix():
    loading.load(sample(), by=None, at=AT)
    first = store.facts_now()
    loading.load(sample(deputies=[]), by=None, at=AT, replace=True)
    assert (len(first.deputyships), len(store.facts_now().deputyships)) == (4, 0)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(first=organisations(), second=organisations())
def test_any_organisation_takes_the_place_of_any_other(first, second):
    for facts in (first, second, first):
        loading.load(facts, by=None, at=AT, replace=True)
        found = store.facts_now()
        assert organisation_file.write(found) == organisation_file.write(facts)
        assert replace(found, glasses=()) == facts


def test_the_index_is_the_one_that_a_fresh_load_gives():
    loading.load(sample("org"), by=None, at=AT)
    loading.load(sample(), by=None, at=AT, replace=True)
    reading = store.reading_now()
    for person in Person.objects.all():
        for aspect in Aspect.objects.all():
            for power in ("edit", "publish"):
                plain = resolution.answer(reading, person.key, power, aspect.key, "content", AT)
                quick = index.answer(person.pk, power, aspect.pk, "content", at=AT)
                assert (quick.allowed, quick.code) == (plain.allowed, plain.code)
    assert Membership.objects.exists()
    assert Standing.objects.exists()
    assert Unit.objects.count() == 5
