"""The organisation changes, and the matrix with it: nobody widens their own mandate (G14), the index keeps step."""

import random
from contextlib import suppress
from datetime import timedelta

import pytest

from polder.base.errors import PolderError
from polder.governance import loading, mandate, verifying
from polder.governance.errors import OwnMandate
from polder.governance.models import Aspect
from polder.ground.ledger.models import Event
from polder.ground.organisation.models import Body, Deputyship, Holding, Person, Role, Seat, Unit
from polder.ground.organisation.operations import bodies, deputies, people, roles, units
from polder.ground.organisation.operations import seats as seating
from tests.governance.cast import at, holding, org

pytestmark = pytest.mark.django_db


def load(*letters, **rest):
    loading.load(org(letters, **rest), by=None, at=at - timedelta(days=30))
    return {person.key: person for person in Person.objects.all()}


def code(person, power="publish", key="news", moment=at):
    return mandate.may(person, power, Aspect.objects.get(key=key), at=moment).code


def test_an_operator_cannot_appoint_themselves_to_a_role_that_gives_a_power():
    cast = load("A * news role:editor")
    before = Event.objects.count()
    with pytest.raises(OwnMandate):
        roles.hold(Role.objects.get(key="editor"), person=cast["olga"], by=cast["olga"], at=at)
    assert not Holding.objects.exists()
    assert Event.objects.count() == before
    roles.hold(Role.objects.get(key="editor"), person=cast["olga"], by=None, at=at)
    assert code(cast["olga"]) == "assigned"


def test_also_not_for_later_and_not_through_a_deputyship():
    cast = load("A * news person:nina")
    with pytest.raises(OwnMandate):
        deputies.deputise(cast["nina"], deputy=cast["olga"], by=cast["olga"], at=at, valid_from=at + timedelta(days=9))
    deputies.deputise(cast["nina"], deputy=cast["dina"], by=cast["nina"], at=at)
    assert code(cast["dina"]) == "deputy"


def test_who_holds_letters_elsewhere_may_still_register():
    cast = load("A * shop person:olga", "A * news role:editor")
    roles.hold(Role.objects.get(key="editor"), person=cast["rob"], by=cast["olga"], at=at)
    assert code(cast["rob"]) == "assigned"


def test_dismissing_who_stands_between_is_widening():
    cast = load("A * root person:olga", "A * news role:editor", roles=holding("editor", "rob"))
    with pytest.raises(OwnMandate):
        roles.dismiss(Role.objects.get(key="editor"), person=cast["rob"], by=cast["olga"], at=at)
    assert code(cast["rob"]) == "assigned"


def test_a_leave_is_never_blocked_by_what_falls_to_the_operator():
    cast = load("A * root person:olga", "A * news person:rob")
    people.leave(cast["rob"], by=cast["olga"], at=at)
    assert code(cast["olga"]) == "caretaker"
    assert code(cast["rob"]) == "inactive"


@pytest.mark.parametrize("seed", range(12))
def test_after_any_changes_the_index_is_what_a_rebuild_makes(seed):
    cast = load(
        "A * root unit:house", "R * news role:editor", "A * shop body:crew", "C * item unit:office",
        deputies=[("nina", "dina")], roles=holding("editor", "rob", "cora"),
    )  # fmt: skip
    rng, moment = random.Random(seed), at
    for _ in range(12):
        moment += timedelta(hours=1)
        with suppress(PolderError, IndexError):
            _something(rng, cast, moment)
    rows, difference = verifying._tables()
    assert not difference, difference
    assert rows


def _something(rng, cast, moment):
    one, other = rng.sample(list(cast.values()), 2)
    unit, another = rng.sample(list(Unit.objects.all()), 2)
    body, role = rng.choice(list(Body.objects.all())), Role.objects.get(key="editor")
    until = rng.choice([None, moment + timedelta(days=3)])
    choice = rng.randrange(13)
    if choice == 0:
        units.change(unit, parent=another, by=None, at=moment)
    elif choice == 1:
        units.change(unit, head=rng.choice([one, None]), by=None, at=moment)
    elif choice == 2:
        people.change(one, unit=unit, by=None, at=moment)
    elif choice == 3:
        people.leave(one, by=None, at=moment, left_on=until)
    elif choice == 4:
        roles.hold(role, person=one, by=None, at=moment, valid_until=until)
    elif choice == 5:
        roles.dismiss(role, person=rng.choice([h.person for h in Holding.objects.all()]), by=None, at=moment)
    elif choice == 6:
        kind = rng.choice(["chair", "secretary", "member", "advisor"])
        seating.seat(body, person=one, kind=kind, function="IT", by=None, at=moment, valid_until=until)
    elif choice == 7:
        seating.end_seat(rng.choice(list(Seat.objects.all())), by=None, at=moment, valid_until=until)
    elif choice == 8:
        bodies.change(body, acts_by=rng.choice(["chair", "any_member", "decision"]), by=None, at=moment)
    elif choice == 9:
        deputies.deputise(one, deputy=other, by=None, at=moment, valid_until=until)
    elif choice == 10:
        deputies.end(rng.choice(list(Deputyship.objects.all())), by=None, at=moment)
    elif choice == 11:
        bodies.end(body, by=None, at=moment, valid_until=until)
    else:
        cast[f"new{moment.timestamp()}"] = people.register(name="New", unit=unit, by=None, at=moment)


def test_a_unit_that_moves_takes_its_people_along():
    cast = load("R * news unit:cellar")
    assert code(cast["nina"], "edit") == "not_assigned"
    units.change(Unit.objects.get(key="office"), parent=Unit.objects.get(key="cellar"), by=None, at=at)
    assert code(cast["nina"], "edit") == "assigned"
