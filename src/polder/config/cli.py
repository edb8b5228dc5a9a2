"""The `polder` command: every app's `commands.py`, put together."""

import os
import sys


def main() -> None:
    """Entry point of the console script. Sets up Django, makes what an empty POLDER_HOME lacks, runs the command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polder.config.settings")
    from polder.config.commands import polder

    sys.exit(polder.main(prog_name="polder", standalone_mode=True))
