"""A page that somebody read is remembered for them until anything happens, and for nobody else (decision 0014)."""

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from polder.capabilities.publishing import operations
from polder.ground.organisation.models import Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(cast, page_of):
    return page_of("leave", by=cast["tim"], live=True)


def cost(client, path, status=200):
    with CaptureQueriesContext(connection) as made:
        answer = client.get(path)
    assert answer.status_code == status
    return len(made), answer.content.decode()


def test_the_second_look_costs_next_to_nothing(cast, page, client_of):
    client = client_of(cast["tim"])
    client.get(page.url)  # gives the proof that forms carry
    first, shown = cost(client, page.url)
    second, again = cost(client, page.url)
    assert second <= 5 < first
    assert page.title in shown
    assert page.title in again


def ask_to_read(cast, page):
    everybody = [Party.objects.get(ref="unit:waterland")]
    operations.require_reading(page, audience=everybody, before=None, by=cast["meral"], at=timezone.now())


def test_what_is_asked_of_the_reader_is_there_at_once(cast, page, client_of):
    client = client_of(cast["kim"])
    for _ in range(2):
        assert 'name="csrfmiddlewaretoken"' not in main_of(client.get(page.url))
    ask_to_read(cast, page)
    assert 'name="csrfmiddlewaretoken"' in main_of(client.get(page.url))


def main_of(answer):
    return answer.content.decode().split("<main")[1].split("</main>")[0]


def test_who_is_left_out_of_the_audience_finds_nothing_more(cast, page, client_of):
    reader, keeper = client_of(cast["kim"]), client_of(cast["tim"])
    for client in (reader, reader, keeper, keeper):
        client.get(page.url)
    operations.aim(page, parties=[Party.objects.get(person=cast["tim"])], by=cast["meral"], at=timezone.now())
    assert reader.get(page.url).status_code == 404
    assert keeper.get(page.url).status_code == 200


def test_what_one_may_do_is_not_shown_to_another(cast, page, client_of):
    keeper, reader = client_of(cast["tim"]), client_of(cast["kim"])
    for client in (keeper, keeper):
        assert f"/edit/pages/{page.pk}/edit/" in client.get(page.url).content.decode()
    for client in (reader, reader):
        assert f"/edit/pages/{page.pk}/edit/" not in client.get(page.url).content.decode()


def test_forms_carry_the_proof_of_the_browser_that_shows_them(cast, page):
    ask_to_read(cast, page)
    sent = []
    for _ in range(2):  # the same person in two browsers, of which the second shows what the first one has not sent yet
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(cast["kim"], backend=settings.AUTHENTICATION_BACKENDS[0])
        for _ in range(2):
            shown = main_of(browser.get(page.url))
        token = shown.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        sent.append((browser, token))
    (first, _token), (second, other) = sent
    assert first.post(f"/read/{page.pk}/", {"csrfmiddlewaretoken": other}).status_code == 403
    assert second.post(f"/read/{page.pk}/", {"csrfmiddlewaretoken": other}).status_code != 403
