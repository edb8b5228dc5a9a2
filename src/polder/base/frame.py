"""What the frame needs to know and base cannot: whose organisation, who is here, what they chose. Filled from above."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from django.http import HttpRequest

Theme = Literal["system", "light", "dark"]
THEMES: Final[tuple[Theme, ...]] = get_args(Theme)
THEME_COOKIE: Final = "polder_theme"
KEYS_COOKIE: Final = "polder_keys"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What somebody chose; None where this choice was not touched."""

    theme: Theme | None = None
    language: str | None = None
    single_keys: bool | None = None


def _no_organisation(request: HttpRequest) -> str:
    return ""


def _by_account(request: HttpRequest) -> str:
    """The account's own name for itself, "" for nobody."""
    user = getattr(request, "user", None)
    return str(user) if user is not None and user.is_authenticated else ""


def _forget(request: HttpRequest, chosen: Preferences) -> None:
    """Nothing beyond the cookies is kept until an app with people registers."""


def _nothing_stored(request: HttpRequest) -> Preferences:
    return Preferences()


# A piece of a page that an app higher up contributes: its HTML for this request, "" for nothing.
Piece = Callable[[HttpRequest], str]


@dataclass
class Frame:
    """Hooks, each replaceable once by the app that knows: `frame.organisation = queries.name_for_frame` in ready()."""

    organisation: Callable[[HttpRequest], str] = _no_organisation
    person: Callable[[HttpRequest], str] = _by_account
    keep_preferences: Callable[[HttpRequest, Preferences], None] = _forget
    stored_preferences: Callable[[HttpRequest], Preferences] = _nothing_stored
    search_url_name: str = ""  # address of the search page; it takes ?q=. Without one the top bar has no search
    sign_out_url_name: str = "account_logout"
    above: list[Piece] = field(default_factory=list)  # above the content of every page in the frame
    top: list[Piece] = field(default_factory=list)  # in the top bar, before one's initials
    beside: list[Piece] = field(default_factory=list)  # beside the sheet of pages without the frame (signing in)


frame = Frame()


def theme_of(request: HttpRequest) -> Theme:
    """The theme to render with: the cookie, then what is stored for the person, then the system's."""
    cookie = request.COOKIES.get(THEME_COOKIE)
    for theme in THEMES:
        if theme == cookie:
            return theme
    return frame.stored_preferences(request).theme or "system"


def single_keys_of(request: HttpRequest) -> bool:
    """Whether single keys (`/`, `g h`, `?`) do something. On unless switched off (WCAG 2.1.4)."""
    cookie = request.COOKIES.get(KEYS_COOKIE)
    if cookie in {"on", "off"}:
        return cookie == "on"
    stored = frame.stored_preferences(request).single_keys
    return True if stored is None else stored
