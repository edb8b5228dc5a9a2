"""What Wagtail finds of ours when it starts: our views of the editor and our colours."""

from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks

from polder.capabilities.publishing.wagtail.editing import PagesViewSet

_SHEETS = (
    "base/css/tokens.css", "base/css/letters.css", "base/css/people.css", "base/css/cards.css",
    "publishing/css/editor.css",
)  # fmt: skip


@hooks.register("register_admin_viewset", order=10)  # after Wagtail's own, which it replaces
def _views() -> PagesViewSet:
    return PagesViewSet()


@hooks.register("insert_global_admin_css")
def _colours() -> SafeString:
    """Tokens and letters of the design system, and what both say to Wagtail's variables."""
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in _SHEETS))
