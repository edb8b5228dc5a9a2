"""Content pages: what is written down for everybody who has to know."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models.pages import AbstractPageMeta
from wagtail.search import index

from polder.capabilities.publishing import showing
from polder.capabilities.publishing.blocks import headings_of, minutes_to_read, words_of
from polder.capabilities.publishing.fields import Text
from polder.capabilities.publishing.forms import UNDER, PageForm
from polder.capabilities.publishing.models import Page


class ContentPage(Page):
    """A page of structured text."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    body = Text(blank=True, verbose_name=_("text"))

    template = "pages/page.html"
    begins_in = "pages"
    content_panels = [*Page.content_panels, UNDER, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]
    base_form_class = PageForm  # on each kind of page: Wagtail sets its own on the base page at start
    parent_page_types = ["publishing.Page", "pages.ContentPage"]
    subpage_types = ["pages.ContentPage"]

    takes_comments = takes_reactions = True

    class Meta(AbstractPageMeta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        unique_together: list[str] = []

    def readable_text(self) -> str:
        return "\n".join(part for part in (self.introduction, words_of(self.body)) if part)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What `pages/page.html` takes."""
        return {
            **super().get_context(request, *args, **kwargs),
            **showing.around(self, request),
            "nav_key": "pages",
            "headings": headings_of(self.body),
            "minutes": minutes_to_read(self.readable_text()),
        }
