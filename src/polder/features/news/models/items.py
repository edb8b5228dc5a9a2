"""News: what happened or is about to. Every item falls under the aspect of its channel."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models.pages import AbstractPageMeta
from wagtail.search import index

from polder.capabilities.publishing import showing
from polder.capabilities.publishing.blocks import minutes_to_read, words_of
from polder.capabilities.publishing.errors import Invalid
from polder.capabilities.publishing.fields import Text
from polder.capabilities.publishing.models import Page, Picture
from polder.features.news.forms import IN_CHANNEL, ItemForm
from polder.features.news.models.channels import Channel
from polder.governance.models import Aspect


class NewsItem(Page):
    """One item of news."""

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="items", editable=False)
    summary = models.CharField(_("in one sentence"), max_length=240)
    picture = models.ForeignKey(
        Picture, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("picture")
    )
    body = Text(blank=True, verbose_name=_("text"))
    highlighted_until = models.DateTimeField(null=True, editable=False, db_index=True)
    closed = models.BooleanField(default=False, editable=False)  # no comments and reactions on this item

    template = "news/item.html"
    begins_in = "news"
    content_panels = [
        *Page.content_panels,
        IN_CHANNEL,
        FieldPanel("summary"),
        FieldPanel("picture"),
        FieldPanel("body"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    base_form_class = ItemForm  # on each kind of page: Wagtail sets its own on the base page at start
    parent_page_types = ["publishing.Page"]
    subpage_types: list[str] = []
    of_the_page = (*Page.of_the_page, "highlighted_until", "closed")
    exclude_fields_in_copy = ["highlighted_until", "closed"]

    class Meta(AbstractPageMeta):
        verbose_name = _("news item")
        verbose_name_plural = _("news items")
        unique_together: list[str] = []

    @property
    def takes_comments(self) -> bool:
        return self.channel.comments and not self.closed

    @property
    def takes_reactions(self) -> bool:
        return self.channel.reactions and not self.closed

    @property
    def escalates(self) -> bool:
        """Do line managers hear who has not read it in time?"""
        return self.channel.escalates

    def require_place_for(self, aspect: Aspect) -> None:
        if aspect != self.channel.aspect:
            raise Invalid(
                _("An item of news falls under the aspect of its channel. Write it in the other channel instead.")
            )

    def readable_text(self) -> str:
        return "\n".join(part for part in (self.summary, words_of(self.body)) if part)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What `news/item.html` takes."""
        return {
            **super().get_context(request, *args, **kwargs),
            **showing.around(self, request),
            "nav_key": "news",
            "minutes": minutes_to_read(self.readable_text()),
        }
