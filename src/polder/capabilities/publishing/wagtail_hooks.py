"""What Wagtail finds of ours when it starts: our views of the editor, our colours, and what a chooser may offer."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSet

from polder.capabilities.publishing.models import Page
from polder.capabilities.publishing.wagtail import choosers
from polder.capabilities.publishing.wagtail.editing import PagesViewSet
from polder.capabilities.publishing.wagtail.knowing import known
from polder.capabilities.publishing.wagtail.templating import templates
from polder.capabilities.publishing.wagtail.text_links import (
    FileLinks,
    PageLinks,
    written_file_links,
    written_page_links,
)
from polder.ground.organisation.views.acting import asker_of

_SHEETS = (
    "base/css/tokens.css", "base/css/letters.css", "base/css/people.css", "base/css/cards.css",
    "publishing/css/editor.css",
)  # fmt: skip


@hooks.register("register_admin_viewset", order=10)  # after Wagtail's own, which it replaces
def _views() -> list[ViewSet]:
    return [PagesViewSet(), choosers.people, choosers.aspects, templates]


@hooks.register("construct_page_chooser_queryset")
def _only_known(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    return pages.filter(known(asker_of(request), timezone.now()))


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own
def _links(features: Any) -> None:
    features.register_link_type(FileLinks)
    features.register_link_type(PageLinks)
    features.register_converter_rule("contentstate", "link", written_page_links)
    features.register_converter_rule("contentstate", "document-link", written_file_links)


@hooks.register("insert_global_admin_css")
def _colours() -> SafeString:
    """Tokens and letters of the design system, and what both say to Wagtail's variables."""
    return format_html_join("", '<link rel="stylesheet" href="{}">', ((static(sheet),) for sheet in _SHEETS))
