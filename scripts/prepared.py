"""Write src/polder/config/prepared.sql anew: what the migrations make of an empty SQLite database."""

import os
import sys
import tempfile
from pathlib import Path


def main() -> int:
    """Exit code 0 when the file is written."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["POLDER_HOME"] = home
        os.environ["POLDER_DATABASE_URL"] = f"sqlite:///{home}/empty.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "polder.config.settings"
        import django  # after the environment

        django.setup()
        from django.core.management import call_command
        from django.db import connection

        from polder.config import prepared

        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        prepared.write(Path(home) / "empty.sqlite3")
    return 0


if __name__ == "__main__":
    sys.exit(main())
