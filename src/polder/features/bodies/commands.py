"""`polder reply`: answers to invitations, as the mail gateway hands them over."""

import sys
from pathlib import Path
from typing import BinaryIO

import click
from django.utils import timezone

from polder.base.commandline import WRONG, fail


@click.command()
@click.argument("message", type=click.File("rb"), default="-")
@click.option(
    "--maildir", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Take every message in new/."
)
def reply(message: BinaryIO, maildir: Path | None) -> None:
    """Count the answer to an invitation in MESSAGE (standard input when left out).

    \b
      polder reply < message.eml
      polder reply --maildir /var/mail/polder

    What is taken from a maildir goes to cur/, whether it counts or not. Exit status 1 when one was refused.
    """
    from polder.base.errors import PolderError
    from polder.features.bodies.operations import replying

    at = timezone.now()
    refused = 0
    if maildir is None:
        try:
            replying.receive(message.read(replying.MOST_BYTES + 1), at=at)
        except PolderError as why:
            fail(str(why), status=1)
        return
    if not (maildir / "new").is_dir():
        fail(f"{maildir} is no maildir: it has no folder new.", status=WRONG)
    (maildir / "cur").mkdir(exist_ok=True)
    for path in sorted((maildir / "new").iterdir()):
        if not path.is_file() or path.is_symlink():
            continue
        with path.open("rb") as opened:
            content = opened.read(replying.MOST_BYTES + 1)
        try:
            replying.receive(content, at=at)
        except PolderError as why:
            refused += 1
            click.echo(f"{path.name}: {why}", err=True)
        path.rename(maildir / "cur" / f"{path.name}:2,S")
    if refused:
        sys.exit(1)
