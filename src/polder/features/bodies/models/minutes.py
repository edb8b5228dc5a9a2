"""Minutes (B10): a page under the body's aspect, which goes along the route of every page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models.pages import AbstractPageMeta
from wagtail.search import index

from polder.capabilities.publishing import showing
from polder.capabilities.publishing.blocks import words_of
from polder.capabilities.publishing.fields import Text
from polder.capabilities.publishing.forms import PageForm
from polder.capabilities.publishing.models import Page
from polder.features.bodies.models.meetings import Meeting


class Minutes(Page):
    """What happened in one meeting: drafted from it, then written on by people."""

    meeting = models.OneToOneField(Meeting, models.PROTECT, related_name="minutes", editable=False)
    body = Text(blank=True, verbose_name=_("text"))

    template = "bodies/minutes.html"
    content_panels = [*Page.content_panels, FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("body")]
    base_form_class = PageForm  # on each kind of page: Wagtail sets its own on the base page at start
    is_creatable = False  # they begin with a meeting
    parent_page_types = ["publishing.Page"]
    subpage_types: list[str] = []

    class Meta(AbstractPageMeta):
        verbose_name = _("minutes")
        verbose_name_plural = _("minutes")
        unique_together: list[str] = []

    def readable_text(self) -> str:
        return words_of(self.body)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What `bodies/minutes.html` takes."""
        return {
            **super().get_context(request, *args, **kwargs),
            **showing.around(self, request),
            "nav_key": "bodies",
            "meeting": self.meeting,
        }
