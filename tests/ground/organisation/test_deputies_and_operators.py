import pytest

from polder.ground.organisation.errors import Invalid, NotAssigned, WrongState
from polder.ground.organisation.models import Deputyship, Person
from polder.ground.organisation.operations import deputies, operators, people, units


@pytest.mark.parametrize("who", ["kim", "hanna", "olga"])
def test_the_person_their_head_and_an_operator_name_a_deputy(house, who, kinds):
    with kinds() as recorded:
        deputies.deputise(
            house.kim, deputy=house.bas, by=getattr(house, who), at=house.at, valid_until=house.later(days=9)
        )
    assert recorded == ["deputyship.added"]


def test_a_head_further_up_may_too(house):
    units.change(house.top, head=house.bas, by=None, at=house.at)
    deputies.deputise(house.kim, deputy=house.hanna, by=house.bas, at=house.at)


@pytest.mark.parametrize("who", ["bas", "gus"])
def test_others_are_told_whom_to_ask(house, who):
    with pytest.raises(NotAssigned, match="Kim Smit, Hanna Mulder or Olga Visser"):
        deputies.deputise(house.kim, deputy=house.bas, by=getattr(house, who), at=house.at)


def test_nobody_is_their_own_deputy_and_nobody_twice_at_a_time(house):
    with pytest.raises(Invalid):
        deputies.deputise(house.kim, deputy=house.kim, by=house.kim, at=house.at)
    deputies.deputise(house.kim, deputy=house.bas, by=house.kim, at=house.at)
    with pytest.raises(WrongState):
        deputies.deputise(house.kim, deputy=house.bas, by=house.kim, at=house.later(days=1))


def test_a_deputy_does_not_prolong_themselves(house):
    row = deputies.deputise(house.kim, deputy=house.bas, by=house.kim, at=house.at)
    with pytest.raises(NotAssigned):
        deputies.end(row, by=house.bas, at=house.later(days=1))
    deputies.end(row, by=house.hanna, at=house.later(days=1))
    assert Deputyship.objects.get().valid_until == house.later(days=1)
    with pytest.raises(WrongState):
        deputies.end(row, by=house.kim, at=house.later(days=2))


def test_an_operator_names_another_and_the_last_one_stays(house, kinds):
    with pytest.raises(WrongState, match="last operator"):
        operators.dismiss(house.olga, by=house.olga, at=house.at)
    with pytest.raises(NotAssigned):
        operators.name(house.kim, by=house.kim, at=house.at)
    with pytest.raises(Invalid):
        operators.name(house.gus, by=house.olga, at=house.at)
    with kinds() as recorded:
        operators.name(house.bas, by=house.olga, at=house.at)
        operators.dismiss(house.olga, by=house.bas, at=house.at)
    assert recorded == ["operator.added", "operator.removed"]
    with pytest.raises(WrongState):
        operators.dismiss(house.olga, by=house.bas, at=house.at)


def test_one_who_left_does_not_count_as_the_other_operator(house):
    operators.name(house.bas, by=house.olga, at=house.at)
    people.leave(house.bas, by=house.olga, at=house.at)
    with pytest.raises(WrongState, match="last operator"):
        operators.dismiss(house.olga, by=house.olga, at=house.later(days=1))
    assert Person.objects.get(pk=house.olga.pk).operator
