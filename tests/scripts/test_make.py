"""`make` alone lists every target."""

import re
import subprocess
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
MAKEFILE = (TOP / "Makefile").read_text("utf-8")


def test_help_lists_every_target():
    listed = subprocess.run(
        ["make", "--no-print-directory"], cwd=TOP, check=True, capture_output=True, text=True
    ).stdout
    targets = re.findall(r"^([a-z-]+):(?!=)", MAKEFILE, re.MULTILINE)
    assert re.findall(r"make ([a-z-]+)", listed) == targets


def test_every_target_is_phony():
    declared = re.search(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)
    assert declared is not None
    assert sorted(declared[1].split()) == sorted(re.findall(r"^([a-z-]+):(?!=)", MAKEFILE, re.MULTILINE))
