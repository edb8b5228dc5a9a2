"""What every template knows about the frame around it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property
from django.utils.translation import get_language_bidi

from polder.base.frame import frame, single_keys_of, theme_of


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell.organisation`, `.person`, `.theme`, `.single_keys`, `.demo`: each when first asked."""
    return {"shell": Shell(request)}


class Shell:
    """Lazy facts of the frame for one request. The hooks may query; a page that shows no frame pays nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self.organisation = SimpleLazyObject(lambda: frame.organisation(request))
        self.person = SimpleLazyObject(lambda: frame.person(request))

    @cached_property
    def theme(self) -> str:
        return theme_of(self._request)

    @cached_property
    def single_keys(self) -> bool:
        return single_keys_of(self._request)

    @property
    def demo(self) -> bool:
        return bool(settings.POLDER_DEMO)

    @property
    def above(self) -> list[str]:
        """What apps put above the content, as HTML."""
        return [piece(self._request) for piece in frame.above]

    @property
    def top(self) -> list[str]:
        """What apps put in the top bar, as HTML."""
        return [piece(self._request) for piece in frame.top]

    @property
    def beside(self) -> list[str]:
        """What apps put beside the sheet of a page without the frame, as HTML."""
        return [piece(self._request) for piece in frame.beside]

    @property
    def direction(self) -> str:
        return "rtl" if get_language_bidi() else "ltr"

    @property
    def search_url_name(self) -> str:
        return frame.search_url_name

    @property
    def sign_out_url_name(self) -> str:
        return frame.sign_out_url_name

    @cached_property
    def languages(self) -> list[tuple[str, str]]:
        """(code, name in that language)."""
        return [(code, OWN_NAMES.get(code, str(name))) for code, name in settings.LANGUAGES]


OWN_NAMES = {"en": "English", "nl": "Nederlands"}
