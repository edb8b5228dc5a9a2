"""Chromium as this machine has it."""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge")
APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = [
    "--no-sandbox",  # in a container or as root there is no sandbox to be had; it only ever sees our own pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class NoBrowser(Exception):
    """There is no Chromium; the message is one line that says how to get one."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium: on the PATH, else an installed application, else Playwright's own. Raises `NoBrowser`."""
    with sync_playwright() as playwright:
        installed = _installed()
        try:
            browser = playwright.chromium.launch(executable_path=installed, args=FLAGS)
        except Error as error:
            if installed is not None:
                raise
            remedy = "brew install --cask chromium" if sys.platform == "darwin" else "sudo apt install chromium"
            raise NoBrowser(
                f"No Chromium was found. Get one with: {remedy}; or: .venv/bin/playwright install chromium"
            ) from error
        try:
            yield browser
        finally:
            browser.close()


def _installed() -> str | None:
    on_path = next((path for path in map(shutil.which, NAMES) if path), None)
    return on_path or next((path for path in APPLICATIONS if Path(path).exists()), None)
