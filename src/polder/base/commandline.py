"""What the commands of every app share: exit statuses, errors as one line, JSON, moments.

Exit status 0 done or yes; 1 a no, a finding, a difference; 2 the question or the file itself is wrong.
"""

import json
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from difflib import get_close_matches
from typing import Any, NoReturn

import click
from django.utils.translation import gettext as _

YES, NO, WRONG = 0, 1, 2


def fail(*sentences: str, status: int = WRONG) -> NoReturn:
    """End the command: each sentence one line on stderr, never a traceback."""
    for sentence in sentences:
        click.echo(" ".join(sentence.split()), err=True)
    sys.exit(status)


def show_json(value: Any) -> None:
    """One JSON value on stdout, in UTF-8, keys as given."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2 if sys.stdout.isatty() else None))


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """` Did you mean “x”?`, or nothing when no name is near."""
    near = get_close_matches(wrong, list(known), n=1, cutoff=0.6)
    return " " + _("Did you mean “%(name)s”?") % {"name": near[0]} if near else ""


def json_option[F: Callable[..., Any]](function: F) -> F:
    """`--json`, as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for machines.")(function)


def at_option(parse: Callable[[str], datetime]) -> "Callable[[Callable[..., Any]], Callable[..., Any]]":
    """`--at MOMENT`, read by `parse` (which raises `ValueError` with a sentence); None when left out."""

    def convert(_context: click.Context, _parameter: click.Parameter, value: str | None) -> datetime | None:
        if value is None:
            return None
        try:
            return parse(value)
        except ValueError as error:
            fail(_("--at %(value)s: %(why)s") % {"value": value, "why": error})

    return click.option(
        "--at", callback=convert, metavar="MOMENT", help="A past or planned moment, as 2026-03-01 or 2026-03-01T09:00."
    )
