"""What a machine can say about a page: axe's violations, and whether it is wider than its window."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_RULES = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
}


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule: `color-contrast: #main > p (its text)`."""
    # Evaluated by the debugger, so the content security policy of the page stays as strict as it is.
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(document, rules).then(results => results.violations)", _RULES)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))} ({_short(node['html'])})"
        for violation in found
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window; 0 when it fits."""
    width = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    return int(page.evaluate(f"Math.max(0, {width})"))


def _short(html: str) -> str:
    flat = " ".join(html.split())
    return flat if len(flat) <= 120 else flat[:119] + "…"
