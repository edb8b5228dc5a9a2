"""An urgent message: at once to everybody it is for, on every page until it is over."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.base.words import say_day
from polder.capabilities.publishing.models import Audience
from polder.features.news.models.channels import Channel
from polder.governance.models import Aspect

_PERSON = settings.AUTH_USER_MODEL


class Broadcast(models.Model):
    """Proposed, then sent (at once by who may, else by somebody else: G12) or taken back; over at `ends_at` or before.

    It falls under the aspect that its channel named for urgent messages when it was proposed, not under the channel's.
    """

    channel = models.ForeignKey(Channel, models.PROTECT, related_name="broadcasts")
    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="broadcasts")
    audience = models.ForeignKey(
        Audience, models.PROTECT, null=True, related_name="+"
    )  # None: everybody who works here
    title = models.CharField(gettext_lazy("in one line"), max_length=120)
    text = models.TextField(gettext_lazy("what people must know and do"), max_length=1000)
    ends_at = models.DateTimeField(gettext_lazy("until"))
    proposed_by = models.ForeignKey(_PERSON, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    sent_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    reached = models.PositiveIntegerField(default=0)  # people who were told
    ended_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)  # before its time
    withdrawn_by = models.ForeignKey(_PERSON, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="broadcast_ends_after_it_begins", condition=Q(ends_at__gt=F("proposed_at"))),
            models.CheckConstraint(
                name="broadcast_sent_or_taken_back", condition=Q(sent_at=None) | Q(withdrawn_at=None)
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_at"], name="broadcast_standing", condition=Q(sent_at__isnull=False, ended_at=None)
            )
        ]

    def __str__(self) -> str:
        """Not its title: the ledger names it to people for whom it was not."""
        return _("the urgent message of %(day)s") % {"day": say_day(self.proposed_at.date(), None, weekday=False)}

    def get_absolute_url(self) -> str:
        return reverse("news:broadcast", args=[self.pk])

    @property
    def over_at(self) -> datetime:
        return self.ended_at or self.ends_at

    def stands(self, at: datetime) -> bool:
        """Do those it is for see it on every page at `at`?"""
        return self.sent_at is not None and self.sent_at <= at < self.over_at

    def waits(self, at: datetime) -> bool:
        """Does somebody else have to look at it?"""
        return self.sent_at is None and self.withdrawn_at is None and at < self.ends_at


class PutAway(models.Model):
    """Somebody has seen it and wants it no longer on their pages."""

    broadcast = models.ForeignKey(Broadcast, models.CASCADE, related_name="put_away")
    person = models.ForeignKey(_PERSON, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["broadcast", "person"], name="put_away_once")]

    def __str__(self) -> str:
        return f"{self.person_id} put away {self.broadcast_id}"
