"""`polder migrate`."""

import click

from polder.config import state


@click.command()
def migrate() -> None:
    """Bring the database up to this version of Polder.

    On SQLite every command does so by itself. On PostgreSQL, which several machines may share, run this once after an
    upgrade, with a backup made before.
    """
    before = state.standing()
    state.migrate()
    click.echo(
        "The database was up to date." if before is state.Standing.CURRENT else "The database is up to date now."
    )
