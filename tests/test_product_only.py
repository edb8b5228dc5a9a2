"""What is in the repository is the product: nothing of one machine, nothing fetched from somebody else's host."""

import re
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parent.parent
TEXTS = {".py", ".html", ".css", ".js", ".svg", ".md", ".toml", ".yaml", ".yml", ".json", ".po", ".sh", ".txt", ""}
NOT_OURS = {"uv.lock"}  # the lock file names where the packages come from; that is its task
MACHINE = re.compile(r"/(?:root|home|Users|work|tmp/bash_jobs)/[\w.]")
REGISTRY = re.compile(r"pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian\.org|proxy\.golang|files\.pythonhosted")
LOADED = re.compile(
    r"""(?:src|srcset|action|poster)\s*=\s*["']?(?:https?:)?//  # a tag that loads
      | <link\b[^>]*href\s*=\s*["']?(?:https?:)?//
      | url\(\s*["']?(?:https?:)?//
      | @import\s+["'](?:https?:)?//
      | (?:fetch|import)\(\s*["'](?:https?:)?//""",
    re.VERBOSE,
)
OURSELVES = Path(__file__).name


def tracked() -> list[Path]:
    """Every text file that git knows, or would take in."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=TOP, check=True, capture_output=True, text=True).stdout.splitlines()
    paths = [TOP / name for name in listed if name not in NOT_OURS and Path(name).name != OURSELVES]
    return [path for path in paths if path.suffix in TEXTS and path.is_file()]


def finds(pattern: re.Pattern[str]) -> list[str]:
    """`path:line: text` of each line that the pattern is in."""
    return [
        f"{path.relative_to(TOP)}:{number}: {line.strip()[:120]}"
        for path in tracked()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_a_folder_of_one_machine():
    assert finds(MACHINE) == []


def test_no_file_names_a_package_registry():
    assert finds(REGISTRY) == []


def test_no_page_loads_anything_from_another_host():
    assert finds(LOADED) == []


@pytest.mark.parametrize("mark", ["TO" + "DO", "FIX" + "ME", "XX" + "X"])
def test_nothing_is_marked_as_unfinished(mark):
    assert finds(re.compile(rf"\b{mark}\b")) == []
