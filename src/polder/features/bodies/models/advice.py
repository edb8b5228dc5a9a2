"""Who is asked about a proposal before it is decided, and what they say (B5, B7): as P2, with a clock."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from polder.features.bodies.models.proposals import Proposal
from polder.ground.organisation.models import Party, Person


class Advice(models.Model):
    """One party asked once; any of its people answers. `withdrawn_at`: it held no C any more before it answered (P7). Silence is no objection; an objection is answered in writing."""

    class Verdict(models.TextChoices):
        SUPPORT = "support", _("Supports it")
        OBJECTION = "objection", _("Objects")
        COMMENT = "comment", _("Has a remark")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="advice")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict, default="", blank=True)
    text = models.TextField(default="", blank=True)
    given_at = models.DateTimeField(null=True)
    reply = models.TextField(default="", blank=True)
    replied_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["party", "due_at"], name="advice_waiting", condition=models.Q(given_at=None))]
        constraints = [models.UniqueConstraint(fields=["proposal", "party"], name="asked_once_about_a_proposal")]

    def __str__(self) -> str:
        return f"{self.proposal_id}: {self.party_id}"

    @property
    def is_open_objection(self) -> bool:
        """Does it wait for an answer in writing?"""
        return self.verdict == self.Verdict.OBJECTION and self.replied_at is None
