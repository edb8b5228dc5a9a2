"""Addresses that lead to a page beside its own: those it had, and short ones given to it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from polder.capabilities.publishing.models.pages import Page


class Address(models.Model):
    """A path (`pages/leave/`, without the first slash) that leads to a page, wherever that page stands by now.

    Each points at the page itself and at no other address, so there are no chains.
    """

    class Kind(models.TextChoices):
        FORMER = "former", _("former address")
        SHORT = "short", _("short address")

    digest = models.CharField(
        max_length=64, unique=True, editable=False
    )  # of the path, which may be longer than an index takes
    path = models.TextField()
    page = models.ForeignKey(Page, models.CASCADE, related_name="addresses")
    kind = models.CharField(max_length=6, choices=Kind)
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["path"]

    def __str__(self) -> str:
        return f"/{self.path}"
