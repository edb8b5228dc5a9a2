from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.ground.organisation.models.fields import key_field


class Unit(models.Model):
    """A part of the organisation chart; its head acts for it (G8). Trees without cycles (G4), several roots allowed."""

    key = key_field()
    name = models.CharField(_("name"), max_length=200)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    head = models.ForeignKey(
        "organisation.Person", models.PROTECT, null=True, blank=True, related_name="heads", verbose_name=_("head")
    )

    class Meta:
        ordering = ["name", "key"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation:unit", args=[self.key])
