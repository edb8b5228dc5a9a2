"""Wishes, as they are made in Waterland."""

from datetime import timedelta

import pytest

from polder.features.wishes import operations
from polder.ground.organisation.models import Person
from tests.features.wishes.wishing import aspect, now


@pytest.fixture
def wished(cast):
    def wish(title="A dark theme for those who work at night", text="", by="tim", about="homepage", at=None):
        return operations.wish(title, text, aspect=aspect(about), by=cast[by], at=at or now())

    return wish


@pytest.fixture
def guest(cast):
    return Person.objects.create(
        key="gast", name="Gast", kind="guest", sponsor=cast["meral"], left_on=now() + timedelta(days=30)
    )
