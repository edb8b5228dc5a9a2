"""What every test may ask for. Fixtures of one part of the product stand in a conftest.py in that part's folder."""

import shutil

import pytest
from django.conf import settings


def pytest_unconfigure(config: pytest.Config) -> None:
    """Throw this process's POLDER_HOME away."""
    shutil.rmtree(settings.POLDER_HOME, ignore_errors=True)


@pytest.fixture
def count_queries(django_assert_max_num_queries):
    """`with count_queries(8): ...` fails, with the queries, when more than eight are made."""
    return django_assert_max_num_queries
