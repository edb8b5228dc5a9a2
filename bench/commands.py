"""`polder` as a user runs it, timed."""

import os
import subprocess
import sys
import time
from pathlib import Path


def seconds(*arguments: str) -> float:
    """How long the command took. Raises `RuntimeError` with what it said when the question itself was wrong."""
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    command = [str(Path(sys.executable).parent / "polder"), *arguments]
    began = time.perf_counter()
    done = subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    taken = time.perf_counter() - began
    if done.returncode not in {0, 1}:  # 1: a no, or findings
        raise RuntimeError(done.stderr.decode())
    return taken
