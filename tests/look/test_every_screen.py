"""`make look --quick` as a test: every screen in two manners, without a violation, too wide a line, or an error."""

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


@pytest.mark.browser
def test_every_screen_is_accessible_fits_and_fails_in_no_script(tmp_path):
    command = [sys.executable, "-m", "tests.look", "--quick", "--no-pictures", "--into", str(tmp_path)]
    done = subprocess.run(command, cwd=TOP, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
