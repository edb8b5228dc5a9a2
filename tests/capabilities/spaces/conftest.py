"""Spaces of Waterland: that of the unit HR, of its working group."""

import pytest

from polder.capabilities.spaces import operations
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party


@pytest.fixture
def of_hr(cast):
    """The unit HR under what it answers for: Meral is its head, Omar in it, Tim in the unit below."""
    return opened("unit:hr", "hr-content", cast["meral"], cast.at)


@pytest.fixture
def of_group(cast):
    """The working group under strategy: Kim its chair, Bas a member, Omar an advisor, Anna nobody there."""
    return opened("body:working-group", "strategy", cast["kim"], cast.at)


def opened(ref, aspect, by, at):
    party = Party.objects.get(ref=ref)
    return operations.open_space(party, aspect=Aspect.objects.get(key=aspect), by=by, at=at)
