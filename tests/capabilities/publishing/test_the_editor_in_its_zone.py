"""Moments beside and above the text are said in the organisation's zone, not in that of the machine."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from wagtail.models import Revision

from polder.ground.organisation.models import Organisation

pytestmark = pytest.mark.django_db


def test_the_editor_says_moments_in_the_zone_of_the_organisation(page_of, cast, client_of):
    Organisation.objects.update(zone="Pacific/Auckland")
    page = page_of("salary", by=cast["meral"])
    first = page.latest_revision
    Revision.objects.update(created_at=datetime(2026, 1, 15, 10, 20, tzinfo=UTC))
    address = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    said = client_of(cast["meral"]).get(address).content.decode()
    assert "11:20 p.m." in said
    assert "10:20 a.m." not in said
