"""scripts/postgresql.py, where there is a PostgreSQL: made for the occasion, gone afterwards. Marked for that run."""

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from tests.scripts.loading import script

postgresql = script("postgresql")


@pytest.mark.postgresql
@pytest.mark.django_db  # runs where the tests run on PostgreSQL, so that there is one to be found
def test_a_throwaway_server_answers_and_leaves_nothing_behind():
    with postgresql.throwaway() as url:
        home = Path(parse_qs(urlsplit(url).query)["host"][0])
        with psycopg.connect(url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
        assert home.exists()
    assert not home.exists()


def test_the_newest_version_comes_first():
    folders = [
        Path("/usr/lib/postgresql/9.6/bin"),
        Path("/usr/lib/postgresql/17/bin"),
        Path("/usr/lib/postgresql/9.10/bin"),
    ]
    assert [str(folder).split("/")[4] for folder in sorted(folders, key=postgresql.version_of, reverse=True)] == [
        "17", "9.10", "9.6",
    ]  # fmt: skip
