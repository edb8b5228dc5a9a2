"""Telling ten thousand people takes as many questions as telling three: the author does not wait for each of them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polder.capabilities.notifications.models import Notice
from polder.capabilities.publishing import operations, tree
from polder.capabilities.publishing.models import Told
from polder.features.pages.models import ContentPage
from polder.governance import index
from polder.governance.models import Aspect, Assignment
from polder.ground.ledger import acts
from polder.ground.organisation.models import Party, Person, Unit

pytestmark = pytest.mark.django_db


def join_hr(number, at):
    hr = Unit.objects.get(key="hr")
    with acts.act(alone=True):
        people = Person.objects.bulk_create(
            [Person(key=f"new-{n}", name=f"New {n}", email=f"new-{n}@example.org", unit=hr) for n in range(number)]
        )
        Party.objects.bulk_create([Party(ref=f"person:{one.key}", kind="person", person=one) for one in people])
        index.rebuild()
        acts.record("organisation.loaded", thing="organisation:1", by=None, at=at)


def publish(slug, cast, at):
    page = ContentPage(title=slug, slug=slug, body=[("text", "<p>News.</p>")])
    operations.write(page, parent=tree.part("pages"), aspect=Aspect.objects.get(key="salary"), by=cast["omar"], at=at)
    operations.submit(page, by=cast["omar"], at=at, minor=True)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        operations.approve(page, by=cast["meral"], at=at)
    return len(queries), Told.objects.filter(publication__page=page).count(), page


def test_publishing_to_many_takes_as_many_queries_as_to_few(cast):
    now = timezone.now()
    salary, hr = Aspect.objects.get(key="salary"), Party.objects.get(ref="unit:hr")
    with acts.act(alone=True):
        Assignment.objects.create(aspect=salary, facet="*", party=hr, letter="I")
        index.rebuild()
        acts.record("organisation.loaded", thing="organisation:1", by=None, at=now)
    publish("warm", cast, now)
    few, told_few, _page = publish("few", cast, now)
    join_hr(600, now)
    publish("warm-again", cast, now)
    many, told_many, page = publish("many", cast, now)
    assert told_many == told_few + 600
    assert Notice.objects.filter(kind="published", thing=f"page:{page.pk}").count() == told_many
    assert many <= few + 2  # beyond five hundred, what people chose is read in one piece
