"""Look into a PDF in a process of its own, with little memory and time: a hostile one ends that process and no other."""

import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final, get_args

from polder.capabilities.publishing.models import Attachment
from polder.capabilities.publishing.quality.known import FileState

LARGEST: Final = 64_000_000
_SECONDS: Final = 20
_CHILD: Final = Path(__file__).with_name("pdf_child.py")


def state_of(document: Attachment) -> FileState:
    """What is found in it. What cannot be opened, takes too long or is too large is `unreadable`."""
    try:
        with NamedTemporaryFile(prefix="polder-pdf-", suffix=".pdf") as copy, document.file.open("rb") as file:
            if document.file.size > LARGEST:
                return "unreadable"
            for part in file.chunks():
                copy.write(part)
            copy.flush()
            return look_into(Path(copy.name))
    except OSError:  # the file is not where it was
        return "unreadable"


def look_into(path: Path) -> FileState:
    """The same of a file on this disk."""
    command = [sys.executable, "-I", str(_CHILD), str(path), str(_SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603  # our own script, with a path of ours
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False,
            timeout=_SECONDS + 5, env={},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return "unreadable"
    said = done.stdout.strip()
    return next((state for state in get_args(FileState) if state == said), "unreadable")
