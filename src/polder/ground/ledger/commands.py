"""`polder ledger`: verify, anchor, tail."""

import sys

import click

from polder.base.commandline import fail, json_option, show_json
from polder.ground.ledger import queries, verifying


@click.group()
def ledger() -> None:
    """Prove that no event was changed or dropped (L1)."""


@ledger.command()
@click.option("--anchor", "known", metavar="ANCHOR", help="An anchor printed earlier, that the ledger must contain.")
@json_option
def verify(known: str | None, as_json: bool) -> None:
    """Prove that no event was changed or dropped; name the first that was.

    \b
      polder ledger verify
      polder ledger verify --anchor 1234:9f86d081...

    The proof rests on the key in POLDER_HOME/ledger.key (or POLDER_LEDGER_KEY). Who has the database alone can still
    cut off its end unseen: keep an anchor elsewhere (polder ledger anchor). Exit status 1 when something is broken.
    """
    try:
        given = verifying.read_anchor(known) if known is not None else None
    except ValueError as error:
        fail(str(error))
    with click.progressbar(
        length=verifying.anchor().number, label="Events", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        verdict = verifying.verify(known=given, progress=lambda events: bar.update(events - bar.pos))
    if as_json:
        show_json(
            {
                "whole": verdict.whole,
                "events": verdict.events,
                "broken": verdict.broken,
                "why": verdict.why,
                "missing_guards": verdict.missing_guards,
            }
        )
    lines = []
    if verdict.why:
        lines.append(f"Event {verdict.broken} is broken. {verdict.why}")
    if verdict.missing_guards:
        lines.append(
            f"The database does not guard the ledger: {', '.join(verdict.missing_guards)} missing. Mend it with: polder migrate"
        )
    if lines:
        fail(*lines, status=1)
    if not as_json:
        click.echo(f"{verdict.events} events, none changed or dropped.")


@ledger.command()
@json_option
def anchor(as_json: bool) -> None:
    """Print the head of the ledger, to be kept elsewhere: on paper, in another system.

    \b
      polder ledger anchor | mail -s "Polder's anchor" archive@example.org
      polder ledger verify --anchor 1234:9f86d081...
    """
    head = verifying.anchor()
    if as_json:
        show_json({"number": head.number, "digest": head.digest})
    else:
        click.echo(str(head))


@ledger.command()
@click.option("-n", "--lines", type=click.IntRange(1, 10_000), default=20, show_default=True, help="How many events.")
@click.option("--about", metavar="SUBJECT", help="Only those about SUBJECT, as aspect:12 or person:7.")
@json_option
def tail(lines: int, about: str | None, as_json: bool) -> None:
    """The newest events, newest last.

    \b
      polder ledger tail -n 5
      polder ledger tail --about aspect:12 --json
    """
    entries = queries.newest(about=about, limit=lines)
    if as_json:
        show_json([entry.facts() for entry in reversed(entries)])
        return
    for entry in reversed(entries):
        click.echo(f"{entry.number:>7}  {entry.at:%Y-%m-%d %H:%M:%S}  {entry.text}")
