"""A space: whose it is, under which aspect, and until when it is used."""

from datetime import datetime

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.governance.models import Aspect
from polder.ground.organisation.models import Party, Person


class Space(models.Model):
    """Of one unit or body, whose members work in it. Whoever answers for its aspect is its steward."""

    party = models.OneToOneField(Party, models.PROTECT, related_name="space")
    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="spaces", verbose_name=_("aspect"))
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_because = models.CharField(max_length=300, default="")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.party.name

    def get_absolute_url(self) -> str:
        return reverse("spaces:space", args=[self.party.ref])

    def is_open(self, at: datetime) -> bool:
        """May anything in it be changed? Not once it is closed, or its body has ended."""
        body = self.party.body
        return self.closed_at is None and (body is None or body.holds(at))


class Muted(models.Model):
    """Somebody wants to hear no more of what is said in a space; what is for them by name they do."""

    space = models.ForeignKey(Space, models.CASCADE, related_name="muted")
    person = models.ForeignKey(Person, models.CASCADE, related_name="muted_spaces")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "space"], name="space_muted_once")]

    def __str__(self) -> str:
        return f"{self.space_id} by {self.person_id}"
