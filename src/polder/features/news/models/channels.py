"""A channel: an aspect under which news appears, and what holds for all of it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.governance.models import Aspect


class Channel(models.Model):
    """An aspect under which news appears. What may be said back, who hears of must-reads
    left unread, and under which aspect urgent messages fall, it says."""

    aspect = models.OneToOneField(Aspect, models.PROTECT, related_name="channel")
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    comments = models.BooleanField(_("readers may comment"), default=True)
    reactions = models.BooleanField(_("readers may react"), default=True)
    urgent_under = models.ForeignKey(
        Aspect, models.SET_NULL, null=True, blank=True, related_name="urgent_channels", verbose_name=_("urgent messages"),
        help_text=_("Who may publish under this aspect may send urgent messages."),
    )  # fmt: skip
    escalates = models.BooleanField(_("line managers hear who has not read a must-read in time"), default=False)

    class Meta:
        ordering = ["aspect__name"]

    def __str__(self) -> str:
        return self.aspect.name

    def get_absolute_url(self) -> str:
        return reverse("news:channel", args=[self.slug])
