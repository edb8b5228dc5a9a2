"""The matrix is shown to who works here; to a guest only who has a part in it (P10)."""

from datetime import timedelta

import pytest
from django.urls import get_resolver, reverse
from django.utils import timezone

from polder.governance import operations
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person
from polder.ground.organisation.operations import people

pytestmark = pytest.mark.django_db

FILLED = {"key": "salary", "token": "abcdefgh", "kind": "csv", "number": 1}


@pytest.fixture
def guest(cast) -> Person:
    """Somebody from outside, a guest of Meral for a month."""
    now = timezone.now()
    return people.register(
        key="gast", name="Gast", kind="guest", sponsor=cast["meral"], left_on=now + timedelta(days=30), by=None, at=now
    )


def addresses() -> list[str]:
    """Every address of the matrix, its aspects and its findings."""
    [routes] = [each for each in get_resolver().url_patterns if getattr(each, "app_name", "") == "governance"]
    named = [route for route in routes.url_patterns if not route.name.startswith("found")]
    return [
        reverse(
            f"governance:{route.name}",
            kwargs={name: FILLED[name] for name in route.pattern.converters if name in FILLED},
        )
        for route in named
    ]


def test_for_a_guest_the_matrix_is_at_no_address_and_in_no_menu(guest, cast, client_of):
    client = client_of(guest)
    assert len(addresses()) > 15
    for address in [*addresses(), "/findings/"]:
        assert client.get(address).status_code == 404, address
        assert client.post(address).status_code in {404, 405}, address
    home = client.get("/").content.decode()
    for address in ("/matrix/", "/findings/", "/matrix/history/", "/matrix/changes/"):
        assert f'href="{address}' not in home
        assert f'action="{address}' not in home


def test_a_guest_who_is_asked_first_about_something_has_it(guest, cast, client_of):
    salary = Aspect.objects.get(key="salary")
    operations.assign(salary, party=guest.party, letter="C", facet="content", by=None, at=timezone.now())
    client = client_of(guest)
    assert client.get("/aspects/salary/").status_code == 200
    assert client.get("/matrix/").status_code == 200
    assert 'href="/matrix/"' in client.get("/").content.decode()


def test_whoever_works_here_has_it_without_any_letter(cast, client_of):
    for address in ("/matrix/", "/aspects/salary/", "/findings/"):
        assert client_of(cast["tim"]).get(address).status_code == 200
