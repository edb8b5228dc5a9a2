"""Icons, written into the page on the server: Lucide's outlines by Polder's words, and the logo, which is ours."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist
from lucide.templatetags.lucide import lucide

# What a screen says -> what Lucide calls it. A name that is not here is taken as Lucide's own.
ALIASES = {
    "action": "arrow-right",
    "added": "plus",
    "aspect": "layers",
    "away": "umbrella",
    "body": "landmark",
    "change": "git-compare",
    "close": "x",
    "compare": "git-compare-arrows",
    "decide": "gavel",
    "deputy": "arrow-left-right",
    "eyes": "eye",
    "facet": "layers-2",
    "finding": "flag",
    "health": "chart-column",
    "help": "circle-question-mark",
    "home": "house",
    "import": "file-spreadsheet",
    "ledger": "scroll-text",
    "matrix": "grid-3x3",
    "news": "newspaper",
    "open": "chevron-right",
    "page": "file-text",
    "people": "users",
    "person": "user",
    "role": "id-card",
    "signout": "log-out",
    "theme": "contrast",
    "undo": "undo-2",
    "unit": "network",
    "warn": "triangle-alert",
}

LOGO_PATHS = mark_safe(
    '<path d="M2.5 14.5H9l3.5-7h7l3.5 7h6.5"/>'
    '<path class="water" d="M2.5 20.5h27"/>'
    '<path class="water deep" d="M2.5 26.5h27"/>'
)


@cache
def icon_svg(name: str, size: str = "") -> SafeString:
    """The icon as inline SVG, hidden from assistive technology. `size`: "", "sm" or "lg".

    Raises IconDoesNotExist for a name that is neither Polder's nor Lucide's.
    """
    drawn = " ".join(lucide(ALIASES.get(name, name), size=None).split())
    outlines = drawn[drawn.index(">") + 1 : drawn.rindex("<")].replace("> <", "><").replace(" />", "/>").strip()
    classes = f"icon {size}".strip()
    # Only what CSS cannot say: a matrix carries hundreds of these.
    return mark_safe(  # noqa: S308  the package's own outlines; `size` comes from templates, never from people
        f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true">{outlines}</svg>'
    )


def icon_exists(name: str) -> bool:
    try:
        icon_svg(name)
    except IconDoesNotExist:
        return False
    return True


@cache
def logo_svg() -> SafeString:
    """The dike above two lines of water; decoration, the word Polder stands beside it."""
    return format_html('<svg class="logo" viewBox="0 0 32 32" aria-hidden="true">{}</svg>', LOGO_PATHS)
