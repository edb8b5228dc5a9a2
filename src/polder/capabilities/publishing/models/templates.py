"""Templates of pages: what authors begin with under an aspect. Which there are is said by its design (M13)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.capabilities.publishing.fields import Text
from polder.governance.models import Aspect


class PageTemplate(models.Model):
    """A prepared text for pages of one kind, under an aspect and those below it. A retired one is offered no more."""

    aspect = models.ForeignKey(
        Aspect, models.PROTECT, editable=False, related_name="page_templates", verbose_name=_("aspect")
    )
    name = models.CharField(_("name"), max_length=80)
    purpose = models.CharField(_("what it is for"), max_length=200, blank=True)
    kind = models.CharField(_("kind of page"), max_length=100)  # `pages.contentpage`
    body = Text(verbose_name=_("text"))
    number = models.PositiveIntegerField(default=1, editable=False)  # of the version
    changed_at = models.DateTimeField(editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+"
    )
    retired_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("template")
        verbose_name_plural = _("templates")
        constraints = [
            models.UniqueConstraint(
                fields=["aspect", "name"],
                condition=Q(retired_at=None),
                name="one_template_of_a_name",
                violation_error_message=_("There is a template of that name under this aspect already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("publishing:template", args=[self.pk])
