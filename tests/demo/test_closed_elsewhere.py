"""Where this is no demo, by its first event or by the environment, its addresses do not exist."""

import pytest
from django.test import Client
from django.urls import reverse

from polder.demo.mode import is_demo
from polder.ground.ledger.models import Event

pytestmark = pytest.mark.django_db
ADDRESSES = ["/demo/", "/demo/be/kim-hoekstra/", "/demo/tour/0/", "/demo/tour/leave/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_real_organisation_is_no_demo_whatever_the_environment_says(cast, demo_mode, client_of, address):
    assert Event.objects.exists()
    assert not is_demo()
    client = client_of(cast["noor"])
    assert {client.get(address).status_code, client.post(address).status_code} == {404}
    assert {answer.status_code for answer in (Client().get(address), Client().post(address))} <= {302, 404}


def test_the_sign_in_page_and_home_of_a_real_organisation_speak_of_no_personas_and_no_tour(cast, demo_mode, client_of):
    assert "personas" not in Client().get(reverse("account_login")).content.decode()
    assert 'class="card tour"' not in client_of(cast["noor"]).get("/").content.decode()
