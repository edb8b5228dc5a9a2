"""`make look`: start the demo, visit every screen, write contact sheets into var/look/, say what is wrong.

python -m tests.look [--only NAME ...] [--quick] [--no-pictures] [--into FOLDER]
"""

import argparse
import shutil
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.look.chromium import NoBrowser
from tests.look.product import NotReady, demo, sessions
from tests.look.screens import SCREENS, Screen
from tests.look.sheets import write_sheets
from tests.look.visiting import FULL, QUICK, Manner, Visit, visit_all


def main() -> int:
    """0 when nothing is wrong with any screen, 1 when something is, 2 when it could not be looked at."""
    wishes = _read_arguments()
    screens = [screen for screen in SCREENS if not wishes.only or screen.name in wishes.only]
    if unknown := set(wishes.only) - {screen.name for screen in SCREENS}:
        names = ", ".join(screen.name for screen in SCREENS)
        print(f"No screen is called {', '.join(sorted(unknown))}. There are: {names}.", file=sys.stderr)
        return 2
    began = time.monotonic()
    pictures = wishes.into / "pictures"
    shutil.rmtree(pictures, ignore_errors=True)
    pictures.mkdir(parents=True)
    try:
        with demo() as address:
            manners = QUICK if wishes.quick else FULL
            visits = _visit(screens, manners, address, None if wishes.no_pictures else pictures)
    except (NoBrowser, NotReady) as why:
        print(why, file=sys.stderr)
        return 2
    sheets = [] if wishes.no_pictures else write_sheets(visits, wishes.into)
    wrong = report(visits)
    print(f"{len(sheets)} sheets in {wishes.into}/, {len(visits)} visits, {wrong} of them with something wrong; "
          f"{time.monotonic() - began:.0f} s.")  # fmt: skip
    return 1 if wrong else 0


def report(visits: Sequence[Visit]) -> int:
    """Print each trouble once for each screen, with the manners it was met in; the number of visits with troubles."""
    met: dict[tuple[str, str], list[str]] = {}
    for visit in visits:
        for trouble in dict.fromkeys(visit.troubles):
            met.setdefault((visit.screen, trouble), []).append(str(visit.manner))
    for (screen, trouble), manners in sorted(met.items()):
        where = "in all" if len(manners) == len({str(visit.manner) for visit in visits}) else ", ".join(manners)
        print(f"{screen}: {trouble}  [{where}]")
    return sum(bool(visit.troubles) for visit in visits)


def _visit(screens: Sequence[Screen], manners: Sequence[Manner], address: str, folder: Path | None) -> list[Visit]:
    """Half of the manners each for two browsers at a time."""
    opened = sessions(screen.who for screen in screens if screen.who)
    if absent := {screen.who for screen in screens if screen.who} - opened.keys():
        raise NotReady(f"The demo organisation has nobody called {', '.join(sorted(absent))}.")
    halves = [manners[: len(manners) // 2], manners[len(manners) // 2 :]]
    with ThreadPoolExecutor(2) as pool:
        runs = [
            pool.submit(lambda part: list(visit_all(screens, part, address, opened, folder)), half) for half in halves
        ]
        return [visit for run in runs for visit in run.result()]


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make look", description=__doc__)
    parser.add_argument("--only", nargs="*", default=[], metavar="NAME")
    parser.add_argument("--quick", action="store_true", help="1440 light English and 320 dark Dutch only")
    parser.add_argument("--no-pictures", action="store_true", help="only say what is wrong")
    parser.add_argument("--into", type=Path, default=Path("var/look"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
