"""What was decided (B7). Never edited: the day it takes effect is the only thing that is added."""

from typing import Any

from django.db import models

from polder.features.bodies.models.meetings import Meeting
from polder.features.bodies.models.proposals import Proposal
from polder.governance.models import ChangeSet
from polder.ground.organisation.models import Person


class Decision(models.Model):
    """The outcome of a proposal. Its number is the order of closing, in which decisions of one moment take effect (B8).

    `count` holds what was counted: seats, present, missing functions, votes by choice.
    """

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="decision")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="decisions")  # None: in writing
    adopted = models.BooleanField()
    method = models.CharField(max_length=12)
    count = models.JSONField(default=dict)
    closed_at = models.DateTimeField()
    closed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    effective_at = models.DateTimeField()
    in_effect_at = models.DateTimeField(null=True)
    effect_year = models.PositiveSmallIntegerField(null=True)  # of the organisation's calendar; for what is left (B9)
    failed_at = models.DateTimeField(null=True)
    trouble = models.TextField(default="", blank=True)
    change_set = models.ForeignKey(ChangeSet, models.PROTECT, null=True, related_name="decisions")
    conditions = models.TextField(default="", blank=True)
    review_on = models.DateField(null=True)
    done = models.JSONField(default=list)  # what it changed, as operations.applying keeps it

    changed: Any = ()  # said.Changed, where a list shows it

    class Meta:
        ordering = ["-closed_at", "-pk"]
        indexes = [
            models.Index(
                fields=["review_on"], name="decision_to_review", condition=models.Q(adopted=True, failed_at=None)
            ),
            models.Index(
                fields=["effective_at"],
                name="decision_to_take_effect",
                condition=models.Q(adopted=True, in_effect_at=None, failed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.proposal)


class Review(models.Model):
    """A decision looked at again: it stays as it was, this stands beside it. `again_on`: the next look."""

    decision = models.ForeignKey(Decision, models.CASCADE, related_name="reviews")
    text = models.TextField()
    again_on = models.DateField(null=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.decision_id}: {self.at}"
