import pytest

from polder.ground.organisation.errors import Inactive, Invalid, NotAssigned, Stale, WrongState
from polder.ground.organisation.models import Party, Person
from polder.ground.organisation.operations import editing, people


def test_somebody_joins_from_now_with_a_party_and_one_event(house, kinds):
    with kinds() as recorded:
        ann = people.register(name="Ann-Sofie Ødegård", unit=house.it, by=house.olga, at=house.at)
    assert (ann.key, ann.active_from, ann.has_usable_password()) == ("ann-sofie-odegard", house.at, False)
    assert Party.objects.get(person=ann).ref == "person:ann-sofie-odegard"
    assert recorded == ["person.added"]


def test_a_second_of_the_same_name_gets_a_number(house):
    keys = [people.register(name="Jan Jansen", by=None, at=house.at).key for _ in range(3)]
    assert keys == ["jan-jansen", "jan-jansen-2", "jan-jansen-3"]


def test_a_key_never_stands_in_the_way_of_an_address_of_the_product(house):
    assert people.register(name="New", by=None, at=house.at).key == "new-2"


@pytest.mark.parametrize("who", ["hanna", "kim", "gus"])
def test_only_the_registration_registers(house, who):
    with pytest.raises(NotAssigned, match="Ask Olga Visser"):
        people.register(name="Ann", by=getattr(house, who), at=house.at)
    assert not Person.objects.filter(name="Ann").exists()


def test_who_has_left_does_nothing_not_even_as_operator(house):
    people.leave(house.olga, by=None, at=house.at)
    with pytest.raises(Inactive):
        people.register(name="Ann", by=house.olga, at=house.later(minutes=1))


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "Ann", "email": "OLGA@example.org"}, "email"),
        ({"name": "Ann", "email": "ann at home"}, "email"),
        ({"name": "Ann", "number": "1001"}, "number"),
        ({"name": "Ann", "kind": "robot"}, "kind"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(house, fields, field):
    with pytest.raises(Invalid) as refused:
        people.register(**fields, by=house.olga, at=house.at)
    assert refused.value.field == field


def test_a_guest_has_a_sponsor_who_works_here_and_an_end(house):
    guest = {"name": "Ann", "kind": "guest", "by": house.olga, "at": house.at}
    for more, field in (
        ({"left_on": house.later(days=9)}, "sponsor"),
        ({"sponsor": house.bas}, "left_on"),
        ({"sponsor": house.gus, "left_on": house.later(days=9)}, "sponsor"),
        ({"sponsor": house.bas, "left_on": house.later(days=-9)}, "left_on"),
    ):
        with pytest.raises(Invalid) as refused:
            people.register(**guest, **more)
        assert refused.value.field == field
    with pytest.raises(Invalid, match="Only a guest"):
        people.register(name="Ann", sponsor=house.bas, by=house.olga, at=house.at)


def test_a_number_is_not_what_somebody_else_signs_in_with(house):
    people.register(name="3003", by=None, at=house.at)
    with pytest.raises(Invalid, match="signs in with this"):
        people.register(name="Ann", number="3003", by=None, at=house.at)


def test_a_change_says_what_changed_and_nothing_when_nothing_does(house, kinds):
    with kinds() as recorded:
        people.change(house.kim, name="Kim  Smit ", by=house.olga, at=house.at)
    assert recorded == []
    with kinds() as recorded:
        people.change(house.kim, name="Kim Smit-Bos", unit=house.it, by=house.olga, at=house.at)
    assert recorded == ["person.changed"]


def test_who_is_second_is_told_what_changed_and_nothing_is_lost(house):
    seen = editing.as_seen(house.kim, people.FIELDS)
    people.change(house.kim, unit=house.it, by=house.olga, at=house.at)
    with pytest.raises(Stale) as refused:
        people.change(house.kim, name="Kim Bos", by=house.olga, at=house.at, seen=seen)
    assert [(d.field, d.was, d.now) for d in refused.value.differences] == [("unit", "Human resources", "IT")]
    now = editing.as_seen(Person.objects.get(pk=house.kim.pk), people.FIELDS)
    assert people.change(house.kim, name="Kim Bos", by=house.olga, at=house.at, seen=now).name == "Kim Bos"


def test_leaving_is_never_blocked_and_ends_what_counts(house):
    gone = people.leave(house.hanna, by=house.olga, at=house.at)
    assert not gone.counts(house.at)
    assert gone.counts(house.later(seconds=-1))
    with pytest.raises(WrongState):
        people.leave(house.hanna, by=house.olga, at=house.later(days=1))


def test_a_planned_leave_can_be_moved(house):
    people.leave(house.kim, by=house.olga, at=house.at, left_on=house.later(days=30))
    assert people.leave(house.kim, by=house.olga, at=house.at, left_on=house.later(days=10)).left_on == house.later(
        days=10
    )
    with pytest.raises(Invalid):
        people.leave(house.kim, by=house.olga, at=house.at, left_on=house.later(days=-1))


def test_who_comes_back_counts_again_but_not_for_the_time_away(house):
    people.leave(house.kim, by=house.olga, at=house.at)
    with pytest.raises(WrongState):
        people.readmit(house.bas, by=house.olga, at=house.at)
    back = people.readmit(house.kim, by=house.olga, at=house.later(days=5))
    assert [back.counts(house.later(days=day)) for day in (1, 4, 5)] == [False, False, True]


def test_forgetting_empties_the_person_and_leaves_the_rest(house):
    with pytest.raises(WrongState):
        people.forget(house.kim, by=house.olga, at=house.at)
    people.leave(house.kim, by=house.olga, at=house.at)
    emptied = people.forget(house.kim, by=house.olga, at=house.later(days=1))
    assert (emptied.number, emptied.email, emptied.location) == (None, None, None)
    assert "Kim" not in emptied.name
    assert Party.objects.get(person=emptied).ref == f"person:{emptied.key}"
