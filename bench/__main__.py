"""`make bench`: measure, print the table, keep the figures.

python -m bench [--size S|M|L] [--only PART OF A NAME] [--postgresql] [--check]
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

TOP = Path(__file__).resolve().parent.parent
RESULTS = TOP / "bench" / "results"


def main() -> int:
    """0 when every scenario ran, whether it met its goal or not."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--size", choices=["S", "M", "L"], default="S")
    parser.add_argument("--only", default="", metavar="PART OF A NAME")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL that is thrown away")
    parser.add_argument("--check", action="store_true", help="few rounds, nothing kept: does everything run?")
    wishes = parser.parse_args()
    results: list[dict[str, Any]] = []
    status = 0
    for stage in ("sized", "matrix"):
        with _database(wishes.postgresql) as environment:
            command = [sys.executable, "-m", "bench.stage", "--size", wishes.size, "--stage", stage,
                       "--rounds", "5" if wishes.check else "200", "--only", wishes.only]  # fmt: skip
            done = subprocess.run(command, cwd=TOP, env=environment, check=False, stdout=subprocess.PIPE, text=True)
        results += [json.loads(line) for line in done.stdout.splitlines()]
        status = status or done.returncode
    _show(results, wishes.size, "PostgreSQL" if wishes.postgresql else "SQLite")
    if not wishes.check:
        _keep(results, wishes.size, "postgresql" if wishes.postgresql else "sqlite")
    return status


@contextmanager
def _database(postgresql: bool) -> Iterator[dict[str, str]]:
    """The environment of a stage: a home and a database of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("POLDER_")}
    with tempfile.TemporaryDirectory(prefix="polder-bench-") as home:
        environment = {**inherited, "POLDER_HOME": home}
        if not postgresql:
            yield environment
            return
        sys.path.insert(0, str(TOP / "scripts"))
        from postgresql import throwaway

        with throwaway() as url:
            yield {**environment, "POLDER_DATABASE_URL": url}


def _show(results: list[dict[str, Any]], size: str, database: str) -> None:
    table = Table("scenario", "figure", "measured", "goal", "met", title=f"Size {size}, {database}")
    before = ""
    for result in results:
        first = result["name"] != before
        before = result["name"]
        met = {True: "yes", False: "no", None: ""}[result["met"]]
        table.add_row(
            result["name"] if first else "", result["figure"], _written(result["value"], result["unit"]),
            result["goal"] if first else "", met,
        )  # fmt: skip
    Console(width=None if sys.stdout.isatty() else 160).print(table)


def _written(value: float, unit: str) -> str:
    digits = 0 if value >= 1000 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}".strip()


def _keep(results: list[dict[str, Any]], size: str, database: str) -> None:
    RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    path = RESULTS / f"{now:%Y-%m-%d}.json"
    kept = json.loads(path.read_text("utf-8")) if path.exists() else []
    made = {"at": now.isoformat(timespec="seconds"), "size": size, "database": database, "python": platform.python_version(),
            "machine": platform.machine(), "processors": os.cpu_count(), "results": results}  # fmt: skip
    path.write_text(json.dumps([*kept, made], indent=1, ensure_ascii=False) + "\n", "utf-8")
    print(f"Kept in {path.relative_to(TOP)}")


if __name__ == "__main__":
    sys.exit(main())
