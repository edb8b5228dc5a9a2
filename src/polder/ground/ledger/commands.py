"""`polder ledger`."""

import click


@click.group()
def ledger() -> None:
    """Prove that no event was changed or dropped (L1)."""
