"""What every test may ask for. Fixtures of one part of the product stand in a conftest.py in that part's folder."""

import os
import shutil
from collections.abc import Callable, Iterator

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import translation

from polder.ground.organisation.models import Person
from tests.waterland import Cast, load_waterland

pytest_plugins = ["tests.browsing"]

hypothesis.settings.register_profile("quick", max_examples=30, deadline=None)
hypothesis.settings.register_profile(
    "ci", max_examples=150, deadline=None, derandomize=True, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Throw this process's POLDER_HOME away."""
    shutil.rmtree(settings.POLDER_HOME, ignore_errors=True)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run what touches the database and no browser; elsewhere all but what only PostgreSQL can show."""
    on_postgresql = settings.DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql"
    wanted = [item for item in items if _belongs(item, on_postgresql)]
    left_out = [item for item in items if item not in wanted]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = wanted


def _belongs(item: pytest.Item, on_postgresql: bool) -> bool:
    if not on_postgresql:
        return item.get_closest_marker("postgresql") is None
    uses_database = item.get_closest_marker("django_db") is not None or bool(
        {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    )
    return uses_database and item.get_closest_marker("browser") is None


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A request leaves its language behind in the thread; each test begins with the same one."""
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """A process keeps what it worked out for somebody; the next test may be about another of the same number."""
    cache.clear()


@pytest.fixture
def count_queries(django_assert_max_num_queries):
    """`with count_queries(8): ...` fails, with the queries, when more than eight are made."""
    return django_assert_max_num_queries


@pytest.fixture
def cast(db) -> Cast:
    """The little organisation of tests/waterland.json, loaded by the product's own operation; people by key."""
    return load_waterland()


@pytest.fixture
def client_of() -> Callable[[Person], Client]:
    """`client_of(person)`: a client in which that person is signed in."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return signed_in
