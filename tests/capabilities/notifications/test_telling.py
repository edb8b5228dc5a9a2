"""Telling people: once each, by the roads they chose, ten thousand at a time."""

import time
from datetime import timedelta

import pytest

from polder.capabilities.notifications import notices
from polder.capabilities.notifications.models import Notice
from polder.ground.organisation.models import Person

pytestmark = pytest.mark.django_db


def test_ten_thousand_people_are_told_within_half_a_second(cast, kinds):
    people = [Person(key=f"p{number}", name=f"P {number}") for number in range(10_000)]
    numbers = [person.pk for person in Person.objects.bulk_create(people)]
    begun = time.process_time()  # what others do beside it does not count
    notices.tell(numbers, "told", thing="page:4", event_at=cast.at, key="1")
    took = time.process_time() - begun
    assert Notice.objects.count() == 10_000
    notices.tell(numbers, "told", thing="page:4", event_at=cast.at + timedelta(hours=1), key="1")
    assert Notice.objects.count() == 10_000
    assert took < 0.5
