"""What a body is for (B1), in words. What it may decide stands in the body's own charter, which the rules read."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from polder.ground.organisation.models import Body


class Purpose(models.Model):
    """One text for each body, and its newest is the one that holds."""

    body = models.OneToOneField(Body, models.CASCADE, related_name="purpose")
    purpose = models.TextField(_("what it is for"), default="", blank=True)
    mandate = models.TextField(_("what is left to it"), default="", blank=True)

    def __str__(self) -> str:
        return f"{self.body_id}: {self.purpose[:40]}"
