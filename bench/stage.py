"""One stage in a process of its own: make the organisation, run the scenarios that need it, print results as JSON."""

import argparse
import dataclasses
import json
import os
import sys
import time
import traceback
from pathlib import Path


def main() -> int:
    """Expects POLDER_HOME, and POLDER_DATABASE_URL of an empty database or none."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--size", required=True)
    parser.add_argument("--stage", required=True)
    parser.add_argument("--rounds", type=int, required=True)
    parser.add_argument("--only", default="")
    wishes = parser.parse_args()
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.settings"
    import django

    django.setup()
    from django.core.management import call_command

    from bench import scenarios
    from bench.content import fill
    from bench.generator import generate
    from bench.measuring import SCENARIOS, Bench
    from bench.server import serving
    from bench.sizes import SIZES

    assert scenarios
    chosen = [one for one in SCENARIOS if one.stage == wishes.stage and wishes.only in one.name]
    if not chosen:
        return 0
    size = SIZES["matrix" if wishes.stage == "matrix" else wishes.size]
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    generate(size)
    fill(size.things)
    print(f"made {wishes.stage} {wishes.size} in {time.perf_counter() - began:.1f} s", file=sys.stderr)
    bench = Bench(wishes.size, size, wishes.rounds, Path(os.environ["POLDER_HOME"]))
    failed = 0
    with serving(_session()) as bench.server:
        for scenario in chosen:
            try:
                for result in scenario.run(bench):
                    print(json.dumps(dataclasses.asdict(result)), flush=True)
            except Exception:  # noqa: BLE001  # the other scenarios are measured all the same; the status tells
                failed += 1
                print(f"{scenario.name}:\n{traceback.format_exc()}", file=sys.stderr)
    return 1 if failed else 0


def _session() -> str:
    """Of somebody in the middle of the organisation."""
    from bench.server import session_of
    from polder.ground.organisation.models import Person

    people = Person.objects.filter(left_on=None).order_by("pk")
    return session_of(people[people.count() // 2])


if __name__ == "__main__":
    sys.exit(main())
