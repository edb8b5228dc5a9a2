"""`polder rehearse`. The process has a home of its own by now (config/throwaway.py)."""

import logging
import sys
from pathlib import Path

import click
from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from polder.base.commandline import NO, WRONG, json_option, show_json
from polder.capabilities.rehearsing import format as rehearsals
from polder.capabilities.rehearsing import live, playing, reporting
from polder.capabilities.rehearsing.databases import thrown_away
from polder.capabilities.rehearsing.errors import Mistake, WrongFile
from polder.capabilities.rehearsing.reporting import Result

logger = logging.getLogger(__name__)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--verbose", is_flag=True, help="Say what happened at every step.")
@click.option(
    "--live",
    "organisation",
    type=click.Path(),
    help="An organisation file for rehearsals that say `organisation: live`.",
)
@click.option("--language", default="en", hidden=True)  # of what is said about steps; on the web that of who asked
@json_option
def rehearse(files: tuple[str, ...], *, verbose: bool, organisation: str | None, language: str, as_json: bool) -> None:
    """Play the written scenarios in FILES (YAML or JSON) through Polder's own operations, with simulated time.

    \b
      polder rehearse agreement/*.yaml
      polder rehearse leaving.yaml --verbose

    Everything happens in a database that is thrown away, and no mail leaves. Exit status 1 when an expectation fails,
    2 when a file is wrong; each error names its line.
    """
    if organisation is not None:
        live.source = live.of_file(Path(organisation))
    hidden = as_json or verbose or not sys.stderr.isatty()
    results: list[Result] = []
    with (
        translation.override(language),
        click.progressbar(files, label="Rehearsing", file=sys.stderr, hidden=hidden or len(files) == 1) as bar,
    ):
        for file in bar:
            results.append(result := played(file))
            for line in result.errors():
                click.echo(line, err=True)
            if verbose and not as_json:
                click.echo("\n".join(result.verbose()))
    _show(results, as_json=as_json, verbose=verbose)
    if any(result.mistakes for result in results):
        sys.exit(WRONG)
    if not all(result.ok for result in results):
        sys.exit(NO)


def _show(results: list[Result], *, as_json: bool, verbose: bool) -> None:
    if as_json:
        show_json([result.as_json() for result in results])
        return
    if not verbose:
        for result in results:
            click.echo(result.line)
    click.echo(reporting.total(results))


def played(file: str) -> Result:
    """One file, read and played."""
    try:
        rehearsal = rehearsals.read(Path(file), live=live.organisation)
    except WrongFile as wrong:
        return Result(file, mistakes=wrong.mistakes)
    except OSError as error:
        return Result(file, mistakes=(Mistake(1, _("The file cannot be read: %(why)s.") % {"why": error.strerror}),))
    steps: list[playing.Played] = []
    crashed = ""
    with thrown_away(Path(str(connection.settings_dict["NAME"]))):
        try:
            for step in playing.play(rehearsal):
                steps.append(step)  # noqa: PERF402  # those that were played are kept when a later one crashes
        except Exception as error:  # what one file meets must not keep the others from being played
            logger.exception("%s came upon something that Polder did not foresee", file)
            what = {"after": len(steps), "error": f"{type(error).__name__}: {error}"}
            crashed = _("After step %(after)d came something that Polder did not foresee: %(error)s") % what
    return Result(file, rehearsal.title, tuple(steps), crashed=crashed)
