"""The newest version as readers would see it: for those who may see drafts or are asked, and for nobody else (G11)."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_who_writes_and_who_advises_see_the_draft_and_others_see_nothing(cast, page_of, client_of):
    page = page_of("salary", by=cast["meral"])
    address = reverse("publishing:draft", args=[page.pk])
    for key in ("meral", "saskia"):  # R, and C by the steering group
        answer = client_of(cast[key]).get(address)
        assert answer.status_code == 200
        assert "About salary" in answer.content.decode()
    assert client_of(cast["bas"]).get(address).status_code == 404
    assert client_of(cast["meral"]).post(address).status_code == 405
