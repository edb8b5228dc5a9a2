"""A demo whose processes were not told so: nobody signs in with one click."""

import pytest
from django.test import Client
from django.urls import reverse

from polder.demo.mode import is_demo, was_made
from polder.ground.organisation.models import Person

pytestmark = pytest.mark.django_db


def test_the_first_event_alone_makes_no_demo(made, client_of):
    assert was_made()
    assert not is_demo()
    assert Client().post("/demo/be/kim-hoekstra/").status_code == 404
    assert Client().get("/demo/").status_code == 404
    kim = client_of(Person.objects.get(key="kim-hoekstra"))
    assert kim.post("/demo/tour/0/").status_code == 404
    assert "personas" not in Client().get(reverse("account_login")).content.decode()
    assert 'class="card tour"' not in kim.get("/").content.decode()
