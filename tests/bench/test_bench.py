"""`make bench` at the smallest size: every scenario runs. How fast is not asked here."""

import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]


def test_every_scenario_runs():
    command = [sys.executable, "-m", "bench", "--size", "S", "--check"]
    done = subprocess.run(command, cwd=TOP, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
