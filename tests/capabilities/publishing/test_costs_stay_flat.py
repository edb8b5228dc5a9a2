"""Lists cost as many queries for many as for few."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polder.capabilities.publishing import operations
from polder.capabilities.publishing.models import Page
from polder.governance import index
from polder.governance.models import Aspect
from polder.ground.organisation.models import Party, Person

pytestmark = pytest.mark.django_db


def cost(client, path, shown):
    """Queries of the second answer: the first reads what is kept."""
    client.get(path)
    with CaptureQueriesContext(connection) as made:
        answer = client.get(path)
    assert answer.status_code == 200
    assert shown in answer.content.decode()
    return len(made)


def test_the_tree_of_the_editor(cast, page_of, client_of):
    client, top = client_of(cast["meral"]), page_of("leave", by=cast["tim"], live=True)
    counted = []
    for first, last in ((0, 2), (2, 12)):
        for n in range(first, last):
            row = page_of("leave", by=cast["tim"], live=True, parent=top, title=f"under-{n}")
            aspect = Aspect.objects.create(key=f"leave-{n}", name=f"Leave {n}", parent=top.aspect)
            Page.objects.filter(pk=row.pk).update(aspect=aspect)
        index.rebuild()
        counted.append(cost(client, f"/edit/pages/{top.pk}/", "Under-1"))
    assert counted[0] == counted[1]


def test_the_report_of_a_must_read(cast, page_of, client_of):
    client, page = client_of(cast["meral"]), page_of("leave", by=cast["tim"], live=True)
    everybody = list(Party.objects.filter(ref="unit:waterland"))
    operations.require_reading(page, audience=everybody, before=None, by=cast["meral"], at=timezone.now())
    counted = [cost(client, f"/read/{page.pk}/report/", "Tim Vos")]
    Person.objects.bulk_create([Person(key=f"extra-{n}", name=f"Extra {n}", unit=cast["tim"].unit) for n in range(40)])
    counted.append(cost(client, f"/read/{page.pk}/report/", "Tim Vos"))
    assert counted[0] == counted[1]
