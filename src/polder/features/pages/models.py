"""Content pages: what is written down for everybody who has to know."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models.pages import AbstractPageMeta
from wagtail.search import index

from polder.capabilities.publishing.blocks import Body, words_of
from polder.capabilities.publishing.models import Page


class ContentPage(Page):
    """A page of structured text."""

    introduction = models.CharField(_("introduction"), max_length=300, blank=True)
    body = StreamField(Body(), blank=True, verbose_name=_("text"))

    template = "pages/content_page.html"
    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    class Meta(AbstractPageMeta):
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        unique_together: list[str] = []

    def readable_text(self) -> str:
        return "\n".join(part for part in (self.introduction, words_of(self.body)) if part)
