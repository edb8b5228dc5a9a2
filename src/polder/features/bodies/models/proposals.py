"""What is asked of a body, and how its seats voted (B5, B6)."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.governance.models import Aspect
from polder.ground.organisation.models import Body, Person, Seat


class Proposal(models.Model):
    """A question with what would follow from a yes. `changes` is a list as effects.read takes it.

    `body` is the one that decides; `asked` the one it was brought to. It is never edited once it is closed.
    """

    class State(models.TextChoices):
        FORWARDED = "forwarded", _("Passed on")
        OPEN = "open", _("Open")
        NO_QUORUM = "no_quorum", _("No quorum")
        ADOPTED = "adopted", _("Adopted")
        REJECTED = "rejected", _("Rejected")
        FAILED = "failed", _("Did not fit")

    body = models.ForeignKey(Body, models.PROTECT, related_name="proposals")
    asked = models.ForeignKey(Body, models.PROTECT, related_name="+")
    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="proposals")
    title = models.CharField(_("title"), max_length=200)
    question = models.TextField(_("question"), default="", blank=True)
    options = models.JSONField(_("options"), default=list, blank=True)
    cost = models.DecimalField(_("cost"), max_digits=14, decimal_places=2, default=0)
    changes = models.JSONField(default=list)
    effective_at = models.DateTimeField(_("takes effect"), null=True)  # None: at once
    review_on = models.DateField(_("is looked at again on"), null=True)
    supersedes = models.ForeignKey("bodies.Decision", models.PROTECT, null=True, related_name="successors")
    consults = models.BooleanField(default=False)  # whoever is C is asked, as long as it can be decided (P7)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="proposals")
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    waits: Any = None  # steps.Waits, where a list shows it

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["body", "state"], name="proposal_by_body")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("bodies:proposal", args=[self.pk])

    @property
    def votable(self) -> bool:
        """Can it still be decided on, when the body is able to?"""
        return self.state in {self.State.OPEN, self.State.FORWARDED}


class Vote(models.Model):
    """How a seat voted, and who did so for it. A later vote of the seat replaces it, with what was answered to it."""

    class Choice(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        ABSTAIN = "abstain", _("Abstain")
        OBJECTION = "objection", _("Objection")

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="votes")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice)
    text = models.TextField(default="", blank=True)
    at = models.DateTimeField()
    reply = models.TextField(default="", blank=True)
    replied_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "seat"], name="one_vote_a_seat")]

    def __str__(self) -> str:
        return f"{self.seat_id}: {self.choice}"

    @property
    def is_open_objection(self) -> bool:
        """Could it be answered in writing?"""
        return self.choice == self.Choice.OBJECTION and self.replied_at is None
