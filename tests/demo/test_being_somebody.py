"""One click to be somebody, in a demo and nowhere else; and the tour."""

import pytest
from django.test import Client
from django.urls import reverse

from polder.demo.personas import KEYS, PERSONAS
from polder.demo.tour import STEPS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", sorted(KEYS))
def test_one_click_signs_in_as_a_persona(made, demo_mode, key):
    client = Client()
    assert f"/demo/be/{key}/" in client.get(reverse("account_login")).content.decode()
    client.post(f"/demo/be/{key}/")
    home = client.get("/")
    assert home.status_code == 200
    assert home.wsgi_request.user.key == key


def test_only_the_eight_can_be_chosen(made, demo_mode):
    client = Client()
    assert client.post("/demo/be/peter-dijkgraaf/").status_code == 404
    assert client.get("/demo/be/kim-hoekstra/").status_code == 405
    assert "_auth_user_id" not in client.session


def test_a_click_without_the_token_of_the_page_is_refused(made, demo_mode):
    assert Client(enforce_csrf_checks=True).post("/demo/be/kim-hoekstra/").status_code == 403


def test_whom_one_may_be_is_listed_with_what_they_come_for(made, demo_mode):
    page = Client().get("/demo/").content.decode()
    assert all(str(persona.about) in page for persona in PERSONAS)


def test_each_step_of_the_tour_is_a_page_for_the_one_it_needs(made, as_persona):
    client = as_persona("youssef-el-amrani")
    for number, step in enumerate(STEPS):
        page = client.post(f"/demo/tour/{number}/", follow=True)
        assert page.status_code == 200, step.title
        assert page.wsgi_request.user.key == step.persona
        assert str(step.title) in page.content.decode()
    assert client.post(f"/demo/tour/{len(STEPS)}/")["Location"] == "/"
    assert "Take the tour" in client.get("/").content.decode()


def test_the_steps_show_what_they_say(made, as_persona):
    def page(number: int) -> str:
        return as_persona(STEPS[number].persona).get(STEPS[number].address()).content.decode()

    assert "Who decides here?" in page(0)
    assert "Kim Hoekstra can" in page(1)
    assert "vacant" in page(2)
    assert "caretaker" in page(2)
    assert "A successor for knowledge management" in page(3)
    assert "A successor for knowledge management" in page(4)
    assert 'type="file"' in page(5)


def test_a_tour_can_be_left_and_resumed(made, as_persona):
    client = as_persona("lotte-visser")
    client.post("/demo/tour/2/")
    assert "step 3 of 6" in client.get("/people/").content.decode()
    client.post("/demo/tour/leave/")
    assert "step 3 of 6" not in client.get("/people/").content.decode()
    home = client.get("/").content.decode()
    assert "Resume the tour" in home
    assert 'action="/demo/tour/2/"' in home


def test_the_tour_goes_on_when_one_becomes_who_it_needs(made, as_persona):
    client = as_persona("lotte-visser")
    client.post("/demo/tour/2/")
    assert client.post("/demo/be/kim-hoekstra/")["Location"] == STEPS[2].address()
    assert client.post("/demo/be/ruud-wessels/")["Location"] == "/"
