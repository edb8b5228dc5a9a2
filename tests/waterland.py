"""Gemeente Waterland, ten people with a matrix: the organisation that examples in tests speak of."""

from datetime import UTC, datetime
from pathlib import Path

from polder.governance import organisation_file
from polder.ground.organisation.models import Person

FILE = Path(__file__).parent / "governance" / "organisation_file" / "waterland.json"
FOUNDED = datetime(2026, 1, 5, 8, tzinfo=UTC)
NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)  # a Monday


class Cast(dict[str, Person]):
    """People by key. `at` is a moment at which the matrix is in force, `founded` the one it was loaded at."""

    at = NOW
    founded = FOUNDED


def load_waterland() -> Cast:
    """Load the file as `polder org load` does; the database must be empty."""
    from polder.governance import loading  # the operations need Django to be set up

    loading.load(organisation_file.read(FILE.read_bytes()), by=None, at=FOUNDED)
    return Cast({person.key: person for person in Person.objects.all()})
