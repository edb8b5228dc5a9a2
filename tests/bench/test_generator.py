"""The generator makes what bench/README.md says, the same every time."""

import pytest

from bench.generator import AT, generate
from bench.sizes import SIZES
from polder.governance import index
from polder.governance.models import Aspect, Assignment
from polder.ground.organisation.models import Body, Person, Role, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def small():
    generate(SIZES["S"])
    return SIZES["S"]


def test_there_is_as_much_as_the_size_says(small):
    assert Person.objects.count() == small.people
    assert Unit.objects.count() == small.units
    assert Role.objects.count() + Body.objects.count() == small.roles_and_bodies
    assert Aspect.objects.count() == small.aspects
    assert Assignment.objects.count() == small.assignments


def test_every_aspect_knows_its_line(small):
    for aspect in Aspect.objects.select_related("parent"):
        above = aspect.parent.path if aspect.parent else "/"
        assert aspect.path == f"{above}{aspect.pk}/"
        assert aspect.depth == aspect.path.count("/") - 2


def test_some_may_publish_and_some_may_not(small):
    people = Person.objects.values_list("pk", flat=True)
    aspect = Aspect.objects.get(parent=None)
    answers = {index.answer(person, "publish", aspect.pk, "content", at=AT).allowed for person in people}
    assert answers == {True, False}
