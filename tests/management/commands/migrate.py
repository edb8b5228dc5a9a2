"""A test database begins like a new installation: from the prepared one, where that fits. Tests only."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from polder.config import prepared


class Command(migrate.Command):
    """Django's `migrate`, which finds everything made when the database is a new SQLite one."""

    def handle(self, *args: Any, **options: Any) -> None:
        if not connections[options["database"]].introspection.table_names() and prepared.fits():
            prepared.fill()
        super().handle(*args, **options)
