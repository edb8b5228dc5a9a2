from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """The one organisation of this installation; there is a row once it is founded."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    name = models.CharField(_("name"), max_length=200, default="", blank=True)
    zone = models.CharField(_("time zone"), max_length=60, default="Europe/Amsterdam")
    country = models.CharField(_("country"), max_length=10, null=True, blank=True)
    holidays = models.JSONField(_("holidays"), default=list, blank=True)  # ISO dates
    language = models.CharField(_("language"), max_length=10, default="nl")
    founded_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="organisation_is_one", condition=Q(id=1))]

    def __str__(self) -> str:
        return self.name
