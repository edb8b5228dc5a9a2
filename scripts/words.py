"""Gather the sentences of every app into its own Dutch catalogue, and compile all catalogues. Needs GNU gettext."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib

_DATE = re.compile(r'^"POT-Creation-Date: .*"\n', re.MULTILINE)
SOURCE = Path(__file__).resolve().parent.parent / "src" / "polder"


def main() -> int:
    """Ends with 2 and one line when gettext is missing, with 1 when a sentence has no translation yet."""
    if shutil.which("xgettext") is None:
        print("xgettext is missing. Mend it with: sudo apt install gettext, or brew install gettext", file=sys.stderr)
        return 2
    open_ones = 0
    for catalogue in sorted(SOURCE.glob("**/locale/nl/LC_MESSAGES/django.po")):
        app = catalogue.parents[3]
        command = [sys.executable, "-m", "django", "makemessages", "--locale", "nl", "--no-location", "--no-wrap"]
        inner = [str(found.parent.relative_to(app)) for found in app.glob("*/**/locale")]  # apps within apps
        ignores = [option for folder in inner for option in ("--ignore", f"{folder}/*")]
        subprocess.run([*command, *ignores], cwd=app, check=True)
        _drop_date(catalogue)
        subprocess.run(["msgfmt", "--output-file", catalogue.with_suffix(".mo"), catalogue], check=True)
        missing = [
            entry
            for entry in polib.pofile(str(catalogue))
            if not entry.obsolete and (entry.fuzzy or not entry.translated())
        ]
        open_ones += len(missing)
        for entry in missing:
            print(f"{catalogue.relative_to(SOURCE)}: no Dutch yet for “{entry.msgid}”")
    return 1 if open_ones else 0


def _drop_date(catalogue: Path) -> None:
    """The moment of gathering is no news: a catalogue in which nothing changed stays as it was."""
    catalogue.write_text(_DATE.sub("", catalogue.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    sys.exit(main())
