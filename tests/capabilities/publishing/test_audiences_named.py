"""Who is named in an audience is not removed: which things are for them is said, by title only what may be seen."""

from dataclasses import replace

import pytest
from django.utils import timezone

from polder.capabilities.publishing import audiences, audiences_named, operations
from polder.capabilities.publishing.models import Audience, Page
from polder.governance import loading, store
from polder.governance.models import Aspect
from polder.ground.organisation.errors import WrongState
from polder.ground.organisation.models import Party, Person, Role, Unit
from polder.ground.organisation.operations import bodies, operators, people, roles, units

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(cast) -> Person:
    """Kim registers, and holds nothing in HR."""
    return operators.name(cast["kim"], by=None, at=timezone.now())


@pytest.fixture
def crew(cast) -> Role:
    return roles.add(name="Night crew", by=None, at=timezone.now())


def aim(page: Page, *parties: Party, by: Person) -> None:
    operations.aim(page, parties=parties, by=by, at=timezone.now())
    page.refresh_from_db()


def test_it_says_how_many_things_are_for_them_and_which_of_these_one_may_see(cast, published, crew, operator):
    for title in ("rota", "bonus"):
        aim(published(title), crew.party, by=cast["meral"])
    roles.hold(crew, person=cast["tim"], by=None, at=timezone.now())
    with pytest.raises(WrongState) as refused:
        roles.remove(crew, by=operator, at=timezone.now())
    said = " ".join(map(str, refused.value.details))
    assert "2 pages" in said
    assert "Rota" not in said
    operators.name(cast["tim"], by=None, at=timezone.now())
    with pytest.raises(WrongState) as refused:
        roles.remove(crew, by=cast["tim"], at=timezone.now())
    assert "“Bonus” and “Rota”" in " ".join(map(str, refused.value.details))
    assert Role.objects.filter(pk=crew.pk).exists()


def test_the_screen_says_it_too(cast, published, crew, operator, client_of):
    aim(published("rota"), crew.party, by=cast["meral"])
    answer = client_of(operator).post(f"/roles/{crew.key}/remove/")
    assert answer.status_code == 409
    assert "1 page" in answer.content.decode()


def test_an_audience_that_nothing_has_any_more_holds_nobody(cast, published, crew, operator):
    page = published("rota")
    aim(page, crew.party, by=cast["meral"])
    aim(page, by=cast["meral"])
    assert Audience.objects.exists()
    roles.remove(crew, by=operator, at=timezone.now())
    assert not Audience.objects.exists()


def test_what_was_for_a_unit_and_others_stays_for_the_others_when_both_are_named(cast, published, operator):
    empty = units.add(name="Old team", by=None, at=timezone.now())
    page = published("rota")
    aim(page, empty.party, cast["tim"].party, by=cast["meral"])
    with pytest.raises(WrongState):
        units.remove(empty, by=operator, at=timezone.now())
    aim(page, cast["tim"].party, by=cast["meral"])
    units.remove(empty, by=operator, at=timezone.now())
    assert {person.key for person in audiences.readers(page, timezone.now())} == {"tim"}
    assert not Unit.objects.filter(pk=empty.pk).exists()


def test_who_leaves_reads_nothing_more_and_the_page_is_for_nobody_else(cast, published, client_of):
    page = published("rota")
    aim(page, cast["tim"].party, by=cast["meral"])
    assert client_of(cast["tim"]).get(page.url).status_code == 200
    people.leave(cast["tim"], by=None, at=timezone.now())
    people.forget(cast["tim"], by=None, at=timezone.now())
    assert not audiences.readers(page, timezone.now()).exists()
    assert client_of(cast["kim"]).get(page.url).status_code == 404
    assert client_of(cast["meral"]).get(f"/route/{page.pk}/").status_code == 200


def test_a_body_that_ended_takes_nobody_in_and_widens_nothing(cast, published, client_of):
    body = bodies.add(name="Works council", kind="working_group", by=None, at=timezone.now())
    bodies.seat(body, person=cast["bas"], kind="member", function="IT", by=None, at=timezone.now())
    page = published("rota")
    aim(page, body.party, by=cast["meral"])
    assert client_of(cast["bas"]).get(page.url).status_code == 200
    bodies.end(body, by=None, at=timezone.now())
    assert client_of(cast["bas"]).get(page.url).status_code == 404
    seen = client_of(cast["meral"]).get(f"/route/{page.pk}/").content.decode()
    assert 'value="body:works-council" selected' in seen


def test_a_file_that_leaves_out_a_unit_named_in_an_audience_loads_nothing(cast, published):
    old = units.add(name="Old team", by=None, at=timezone.now())
    before = store.facts_now()
    aim(published("rota"), old.party, by=cast["meral"])
    without = replace(before, units={key: unit for key, unit in before.units.items() if key != old.key})
    with pytest.raises(loading.CannotLoad) as refused:
        loading.load(without, by=None, at=timezone.now(), replace=True)
    assert "1 page" in " ".join(map(str, refused.value.details))
    assert Unit.objects.filter(key=old.key).exists()


def test_a_file_that_leaves_out_an_aspect_with_pages_says_so(cast, published):
    published("rota", aspect="leave")
    facts = store.facts_now()
    aspects = {key: aspect for key, aspect in facts.aspects.items() if key != "leave"}
    letters = [row for row in facts.assignments if row.aspect != "leave"]
    with pytest.raises(loading.CannotLoad) as refused:
        loading.load(replace(facts, aspects=aspects, assignments=letters), by=None, at=timezone.now(), replace=True)
    assert "1 page" in " ".join(map(str, refused.value.details))
    assert Aspect.objects.filter(key="leave").exists()


def test_a_page_in_the_bin_that_keeps_an_aspect_says_where_it_lies(published):
    page = published("rota")
    Page.objects.filter(pk=page.pk).update(binned_at=timezone.now())
    said = audiences_named.in_the_bin([Page.objects.get(pk=page.pk)], None, timezone.now())
    assert "lies in the bin" in said[0]
    assert audiences_named.in_the_bin([page], None, timezone.now()) == []
