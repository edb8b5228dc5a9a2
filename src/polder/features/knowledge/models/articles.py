"""Articles, and what readers found of them."""

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
from polder.capabilities.publishing.queries import visit_of
from polder.ground.organisation.models import Person


class Article(Page):
    """What somebody knows, written so that others can use it."""

    summary = models.CharField(_("the answer in one sentence"), max_length=240)
    body = Text(blank=True, verbose_name=_("text"))

    template = "knowledge/article.html"
    begins_in = "knowledge"
    content_panels = [*Page.content_panels, UNDER, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]
    base_form_class = PageForm  # on each kind of page: Wagtail sets its own on the base page at start
    parent_page_types = ["publishing.Page"]
    subpage_types: list[str] = []
    takes_comments = takes_reactions = True

    class Meta(AbstractPageMeta):
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        unique_together: list[str] = []

    def readable_text(self) -> str:
        return "\n".join(part for part in (self.summary, words_of(self.body)) if part)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What `knowledge/article.html` takes."""
        from polder.features.knowledge import queries  # which knows the models

        visit = visit_of(request)
        context = {**super().get_context(request, *args, **kwargs), **showing.around(self, request)}
        return {
            **context,
            "nav_key": "knowledge",
            "headings": headings_of(self.body),
            "minutes": minutes_to_read(self.readable_text()),
            "words": queries.words_in(self.readable_text()),
            "related": queries.related(self, visit) if self.pk else [],
            "opinion": None if context["previewed"] else queries.opinion_of(self, visit.person),
            "answers": queries.answered(self) if self.pk else [],
        }


class Opinion(models.Model):
    """Was an article useful to somebody, and what did they miss? One for each person; the newest counts."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="opinions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    useful = models.BooleanField()
    text = models.CharField(max_length=500, default="")
    at = models.DateTimeField()
    answer = models.CharField(max_length=1000, default="")
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["article", "person"], name="one_opinion_each")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.useful}"
