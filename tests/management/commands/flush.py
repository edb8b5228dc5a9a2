"""Django empties the database after a transactional test; the guards of the ledger refuse that. Tests only."""

from typing import Any

from django.core.management.commands import flush

from polder.base import guards


class Command(flush.Command):
    """Django's `flush`, between lifting the guards of a test database and setting them again."""

    def handle(self, **options: Any) -> None:
        guards.lift_all(options["database"])
        super().handle(**options)
        guards.set_all(options["database"])
