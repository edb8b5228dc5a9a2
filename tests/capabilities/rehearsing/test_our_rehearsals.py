"""Every rehearsal under tests/rehearsals passes: played together, in one process, as an organisation's own CI would."""

import json
import os
import resource
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "rehearsals"
SECONDS_EACH = 30 / 50  # fifty run in half a minute


def _worked() -> float:
    """Seconds that a processor worked for the processes of this test: other work beside it does not count."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def test_our_rehearsals_pass_together_and_fifty_in_half_a_minute(tmp_path):
    files = sorted(str(file) for file in FOLDER.glob("*.yaml"))
    assert len(files) > 40
    began = _worked()
    done = subprocess.run(
        [sys.executable, "-m", "polder.config.cli", "rehearse", "--json", *files],
        env=os.environ | {"POLDER_HOME": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert _worked() - began < SECONDS_EACH * len(files)
    failed = {
        each["file"]: [step["trouble"] for step in each["steps"] if not step["ok"]] or each
        for each in json.loads(done.stdout)
        if not each["ok"]
    }
    assert failed == {}
    assert done.returncode == 0


def test_every_rehearsal_says_what_must_hold():
    titles = [file.read_text(encoding="utf-8").splitlines()[1] for file in FOLDER.glob("*.yaml")]
    assert all(title.startswith("title: ") for title in titles)
    assert len(set(titles)) == len(titles)
