"""The demo organisation, made once for each module that asks for it; every test gives back what it changed."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from polder.demo.making import make_demo
from polder.demo.views import BACKEND
from polder.ground.organisation.models import Person


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker) -> Iterator[datetime]:
    """The moment at which the demo was made, in a transaction that is taken back after the module."""
    at = timezone.now()
    with django_db_blocker.unblock(), transaction.atomic():
        make_demo(at)
        yield at
        transaction.set_rollback(True)


@pytest.fixture
def demo_mode(settings) -> None:
    """As the processes that `polder demo` starts are told."""
    settings.POLDER_DEMO = True


@pytest.fixture
def as_persona(demo_mode):
    """`as_persona("kim-hoekstra")`: a client in which that persona is signed in."""

    def signed_in(key: str) -> Client:
        client = Client()
        client.force_login(Person.objects.get(key=key), backend=BACKEND)
        return client

    return signed_in
