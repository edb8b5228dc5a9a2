"""Change sets: drafted, changed by several hands, proposed, applied, planned; and what the ledger says of them."""

import json
from datetime import timedelta

import pytest

from polder.governance import drafts, loading, mandate, operations, store, verifying
from polder.governance.errors import (
    Cycle,
    Invalid,
    NotAuthorised,
    NotFound,
    OwnMandate,
    SecondAccountable,
    Stale,
    WrongState,
)
from polder.governance.facts import PersonKey
from polder.governance.models import Aspect, Assignment, ChangeSet
from polder.ground.ledger import acts
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Party, Person
from tests.governance import cast as known
from tests.governance.cast import Assign, ChangeAspect, CreateAspect, CreateRole, Unassign, at, org

pytestmark = pytest.mark.django_db


def load(*letters, **rest):
    """The cast of tests/governance/cast.py in the database; people by key."""
    loading.load(org(letters, **rest), by=None, at=at - timedelta(days=30))
    return {person.key: person for person in Person.objects.all()}


def aspect(key):
    return Aspect.objects.get(key=key)


def party(ref):
    return Party.objects.get(ref=ref)


def may(person, power, key, facet="content", t=at):
    return mandate.may(person, power, aspect(key), facet, at=t).code


def events(kind):
    return list(Event.objects.filter(kind=kind))


def test_a_letter_that_is_assigned_holds_at_once_and_is_in_the_ledger():
    people = load("A * root person:chief")
    operations.assign(aspect("news"), party=party("person:nina"), letter="A", by=people["chief"], at=at)
    assert may(people["nina"], "publish", "item") == "assigned"
    (added,) = events("assignment.added")[-1:]
    assert added.actor == people["chief"].pk
    assert json.loads(added.mandate)["code"] == "assigned"
    assert json.loads(added.data)["party"] == f"person:{people['nina'].pk}"
    assert events("change_set.applied")
    assert index_is_as_made_anew()


def test_what_ends_goes_before_what_begins():
    people = load("A * root person:chief", "A * news person:nina")
    lines = [Assign("news", "*", "person:rob", "A"), Unassign("news", "*", "person:nina", "A")]
    operations.apply_lines(lines, title="Rob takes over", by=people["chief"], at=at)
    assert may(people["rob"], "publish", "news") == "assigned"
    assert may(people["nina"], "publish", "news") == "not_assigned"
    assert [row.valid_until for row in Assignment.objects.filter(party__ref="person:nina")] == [at]
    assert index_is_as_made_anew()


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (Assign("news", "*", "person:nobody", "R"), NotFound),
        (Assign("nowhere", "*", "person:rob", "R"), NotFound),
        (Assign("news", "*", "person:nina", "A"), WrongState),
        (Assign("news", "*", "person:rob", "A"), SecondAccountable),
        (Unassign("news", "*", "person:rob", "R"), WrongState),
        (Assign("news", "*", "person:rob", "R", at - timedelta(1)), Invalid),
        (ChangeAspect("news", {"parent": "item"}), Cycle),
    ],
)
def test_what_does_not_fit_changes_nothing(line, error):
    people = load("A * root person:chief", "A * news person:nina")
    before, told = store.facts_now(), Event.objects.count()
    good = Assign("shop", "*", "person:rob", "R")
    with pytest.raises(error):
        operations.apply_lines([good, line], title="Wrong", by=people["chief"], at=at)
    assert store.facts_now() == before
    assert Event.objects.count() == told
    assert not ChangeSet.objects.exists()


def test_who_may_not_assign_is_refused_and_nobody_widens_their_own_mandate():
    people = load("A * root person:chief", "A * news person:nina", "R * shop person:rob")
    with pytest.raises(NotAuthorised):
        operations.assign(aspect("news"), party=party("person:rob"), letter="R", by=people["rob"], at=at)
    with pytest.raises(OwnMandate):  # without the A of news it would fall to chief
        operations.unassign(aspect("news"), party=party("person:nina"), letter="A", by=people["chief"], at=at)
    operations.unassign(aspect("news"), party=party("person:nina"), letter="A", by=None, at=at)
    assert may(people["chief"], "publish", "news") == "assigned"


def test_an_aspect_is_made_set_moved_and_removed():
    people = load("A * root person:chief", "R * root role:editor", roles=known.holding("editor", "rob"))
    chief = people["chief"]
    made = operations.aspects.create(name="Vacancies", parent=aspect("news"), by=chief, at=at)
    assert made.path == f"{aspect('news').path}{made.pk}/"
    assert may(people["rob"], "edit", "vacancies") == "assigned"
    operations.aspects.change(made, inherits=False, name="Jobs", by=chief, at=at)
    assert may(people["rob"], "edit", "vacancies") == "not_assigned"
    operations.aspects.change(made, inherits=True, by=chief, at=at)
    operations.aspects.move(aspect("news"), parent=aspect("shop"), by=chief, at=at)
    made.refresh_from_db()
    assert [Aspect.objects.get(pk=n).key for n in made.path.strip("/").split("/")] == [
        "root",
        "shop",
        "news",
        "vacancies",
    ]
    assert made.depth == 3
    with pytest.raises(WrongState):
        operations.aspects.remove(aspect("news"), by=chief, at=at)
    operations.aspects.remove(made, by=chief, at=at)
    assert not Aspect.objects.filter(key="vacancies").exists()
    kinds = set(Event.objects.values_list("kind", flat=True))
    assert {"aspect.added", "aspect.changed", "aspect.moved", "aspect.removed"} <= kinds
    assert index_is_as_made_anew()


def test_a_change_set_brings_its_own_roles_and_aspects():
    people = load("A * root person:chief")
    lines = [
        CreateRole("web-editor", "Web editor"),
        CreateAspect(known.Aspect("jobs", "Jobs", "news")),
        CreateAspect(known.Aspect("jobs-it", "Jobs in IT", "jobs")),
        Assign("jobs-it", "content", "role:web-editor", "R"),
        Assign("jobs", "*", "unit:office", "A"),
    ]
    operations.apply_lines(lines, title="From a file", by=people["chief"], at=at)
    assert may(people["nina"], "publish", "jobs-it") == "assigned"
    assert party("role:web-editor").role.name == "Web editor"
    assert index_is_as_made_anew()
    assert {a.decision is None for a in store.facts_now().assignments if a.aspect != "root"} == {False}


def test_of_two_people_in_one_draft_the_second_is_told_what_changed():
    people = load("A * root person:chief", "A * news person:nina")
    draft = operations.draft([Assign("news", "*", "person:ivo", "I")], title="Spring", by=people["nina"], at=at)
    mine = operations.add_line(draft, Assign("item", "*", "person:rob", "R"), version=1, by=people["chief"], at=at)
    assert mine.version == 2
    with pytest.raises(Stale) as told:
        operations.replace_lines(draft, [Assign("item", "*", "person:cora", "C")], version=1, by=people["nina"], at=at)
    assert told.value.version == 2
    assert "Rob becomes R on “Item”." in told.value.differences
    again = operations.replace_lines(
        draft, [Assign("item", "*", "person:cora", "C")], version=2, by=people["nina"], at=at
    )
    assert len(again.lines) == 1


def test_who_changes_a_cell_that_somebody_else_just_changed_is_told():
    people = load("A * root person:chief", "A * news person:nina")
    seen = acts.matrix_version()
    operations.assign(aspect("item"), party=party("person:rob"), letter="R", by=people["nina"], at=at, seen=seen)
    with pytest.raises(Stale) as told:
        operations.assign(aspect("item"), party=party("person:rob"), letter="C", by=people["chief"], at=at, seen=seen)
    assert "Nina" in str(told.value.differences[0])
    # Another cell is no concern.
    operations.assign(aspect("item"), party=party("person:cora"), letter="C", by=people["chief"], at=at, seen=seen)


def test_a_proposal_is_applied_by_somebody_else_or_rejected_with_a_reason():
    people = load("A * root person:chief", "R * news person:rob")
    lines = [Assign("news", "*", "person:rob", "A")]
    draft = operations.draft(lines, title="Let me", by=people["rob"], at=at)
    proposed = operations.propose(draft, by=people["rob"], at=at)
    with pytest.raises(NotAuthorised):
        operations.apply(proposed, by=people["rob"], at=at)
    assert drafts.waiting_for(people["chief"], at) == [proposed]
    assert drafts.waiting_for(people["cora"], at) == []
    assert [person.key for person in drafts.who_could_apply(proposed, at)] == ["chief"]
    with pytest.raises(Invalid):
        operations.reject(proposed, reason=" ", by=people["chief"], at=at)
    done = operations.apply(proposed, by=people["chief"], at=at)
    assert done.state == "applied"
    assert may(people["rob"], "publish", "news") == "assigned"
    with pytest.raises(WrongState):
        operations.apply(proposed, by=people["chief"], at=at)


def test_a_plan_takes_effect_at_its_own_moment_however_late_the_worker_is():
    people = load("A * root person:chief")
    due = at + timedelta(days=7)
    draft = operations.draft([Assign("news", "*", "person:nina", "A")], title="June", by=people["chief"], at=at)
    with pytest.raises(Invalid):
        operations.plan(draft, effective_at=at, by=people["chief"], at=at)
    operations.plan(draft, effective_at=due, by=people["chief"], at=at)
    assert operations.run_planned(due - timedelta(seconds=1)) == []
    (done,) = operations.run_planned(due + timedelta(days=2))
    assert done.state == "applied"
    assert Assignment.objects.get(aspect__key="news").valid_from == due
    assert may(people["nina"], "publish", "news", t=due) == "assigned"
    assert may(people["nina"], "publish", "news", t=due - timedelta(seconds=1)) == "not_assigned"
    assert operations.run_planned(due + timedelta(days=3)) == []


def test_a_plan_that_no_longer_fits_is_told_and_not_half_applied():
    people = load("A * root person:chief")
    due = at + timedelta(days=7)
    lines = [Assign("shop", "*", "person:rob", "R"), Assign("news", "*", "person:nina", "A")]
    draft = operations.draft(lines, title="June", by=people["chief"], at=at)
    operations.plan(draft, effective_at=due, by=people["chief"], at=at)
    operations.assign(aspect("news"), party=party("person:cora"), letter="A", by=None, at=at)
    (failed,) = operations.run_planned(due)
    assert failed.state == "failed"
    assert failed.trouble
    assert not Assignment.objects.filter(aspect__key="shop").exists()
    (told,) = events("change_set.failed")
    assert json.loads(told.data)["code"] == "second_accountable"
    assert operations.run_planned(due) == []


def test_simulating_writes_nothing_and_says_who_gains():
    people = load("A * root person:chief")
    told = Event.objects.count()
    lines = [Assign("news", "*", "person:nina", "A")]
    preview = operations.simulate(lines, at=at, by=people["nina"])
    assert isinstance(preview.refusal, NotAuthorised)
    assert preview.simulation is not None
    assert preview.simulation.by_person[PersonKey("nina")]["gained", "publish"] == 2
    assert operations.simulate(lines, at=at, by=people["chief"]).refusal is None
    assert operations.simulate([Unassign("news", "*", "person:rob", "R")], at=at).problems
    assert Event.objects.count() == told


def index_is_as_made_anew() -> bool:
    """The rows of the index are those that a rebuild makes."""
    rows, difference = verifying._tables()
    assert not difference, difference
    return rows > 0
