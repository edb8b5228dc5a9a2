"""One visit: a screen in one width, theme and language; the picture, and what is wrong with it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.look.chromium import chromium
from tests.look.inspection import overflow, violations
from tests.look.screens import Screen

type Theme = Literal["light", "dark"]
HEIGHTS: Mapping[int, int] = {320: 640, 390: 844, 820: 1180, 1440: 900}
WIDTHS = (390, 820, 1440)  # of the pictures; the narrowest of all is only in the quick look, where nothing may overflow
_SHOWN = 1.8  # of a window's height: what lies further down is not in the picture


@dataclass(frozen=True, slots=True)
class Manner:
    """How a screen is looked at."""

    width: int
    theme: Theme
    language: str

    def __str__(self) -> str:
        return f"{self.width}-{self.theme}-{self.language}"


FULL = tuple(
    Manner(width, theme, language)
    for theme in ("light", "dark")
    for language in ("en", "nl")
    for width in WIDTHS
)  # fmt: skip
QUICK = (Manner(1440, "light", "en"), Manner(320, "dark", "nl"))


@dataclass(frozen=True, slots=True)
class Visit:
    """`troubles` are lines: the status, a failing script, axe's violations, too wide."""

    screen: str
    manner: Manner
    picture: Path | None
    troubles: tuple[str, ...]


def visit_all(
    screens: Iterable[Screen], manners: Iterable[Manner], address: str, sessions: Mapping[str, str], folder: Path | None
) -> Iterator[Visit]:
    """Every screen in every manner, in one Chromium of its own; a `folder` gets a picture of each."""
    with chromium() as browser:
        for manner in manners:
            for who in sorted({screen.who or "" for screen in screens}):
                context = _context(browser, manner, address, sessions.get(who, ""))
                window = Window(context.new_page())  # one for all: opening one costs as much as a visit
                for screen in screens:
                    if (screen.who or "") == who:
                        yield _visit(window, screen, manner, folder)
                context.close()


def _context(browser: Browser, manner: Manner, address: str, session: str) -> BrowserContext:
    context = browser.new_context(
        base_url=address,
        viewport={"width": manner.width, "height": HEIGHTS[manner.width]},
        color_scheme=manner.theme,
        locale={"en": "en-GB", "nl": "nl-NL"}[manner.language],
        reduced_motion="reduce",
    )
    cookies = {"polder_theme": manner.theme, "polder_language": manner.language}
    if session:
        cookies["polder_session"] = session
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
    context.set_default_timeout(15_000)
    return context


class Window:
    """A page, and what its scripts complained of since it was last asked."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._troubles: list[str] = []
        page.on("pageerror", lambda error: self._troubles.append(f"script: {error}"))
        page.on("console", lambda message: _listen(message, self._troubles))

    def take_troubles(self) -> list[str]:
        taken, self._troubles[:] = list(self._troubles), []
        return taken


def _visit(window: Window, screen: Screen, manner: Manner, folder: Path | None) -> Visit:
    page = window.page
    page.goto("about:blank")  # nothing of the screen before is left
    page.set_viewport_size({"width": manner.width, "height": HEIGHTS[manner.width]})
    window.take_troubles()
    troubles: list[str] = []
    answer = page.goto(screen.path, wait_until="networkidle")
    if answer is None or not answer.ok:
        troubles.append(f"{screen.path} answers {answer.status if answer else 'nothing'}")
    if screen.first:
        screen.first(page)
        page.wait_for_load_state("networkidle")
    troubles += _looked_at(page) + window.take_troubles()
    picture = None if folder is None else _taken(page, manner, folder / f"{screen.name}-{manner}.png")
    return Visit(screen.name, manner, picture, tuple(troubles))


def _taken(page: Page, manner: Manner, picture: Path) -> Path:
    """In a taller window rather than of the whole page: bars that stick to an edge stay there."""
    content = int(page.evaluate("document.documentElement.scrollHeight"))
    window = HEIGHTS[manner.width]
    page.set_viewport_size({"width": manner.width, "height": max(window, min(content, round(window * _SHOWN)))})
    page.screenshot(path=picture, animations="disabled")
    return picture


def _looked_at(page: Page) -> list[str]:
    too_wide = overflow(page)
    return violations(page) + ([f"{too_wide} px wider than the window"] if too_wide else [])


def _listen(message: ConsoleMessage, troubles: list[str]) -> None:
    if message.type == "error":
        troubles.append(f"console: {message.text}")
