"""When a body meets, who comes, what is on the table, and who does what afterwards (B3, B10)."""

from datetime import time

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.ground.organisation.models import Body, Person


class Rhythm(models.Model):
    """From which day and at which hour the rhythm of a body counts, and which rule it was set for.

    A moved, called off or unplanned meeting shifts nothing of it.
    """

    body = models.OneToOneField(Body, models.CASCADE, related_name="rhythm")
    rule = models.CharField(max_length=200)
    since = models.DateField()
    clock = models.TimeField(default=time(10))
    minutes = models.PositiveSmallIntegerField(default=90)
    place = models.CharField(max_length=200, default="", blank=True)

    def __str__(self) -> str:
        return f"{self.body_id}: {self.rule}"


class Meeting(models.Model):
    """Planned while it has no `opened_at`, open while it has no `adjourned_at`. One at a time is open in a body.

    `sequence` counts how often it was moved: calendars of others know by it which of two invitations is the newer.
    """

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, default="", blank=True)
    sequence = models.PositiveIntegerField(default=0)
    slot = models.DateField(null=True)  # its day in the rhythm, wherever it was moved
    planned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")  # None: by its cadence
    cancelled_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    adjourned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["begins_at", "pk"]
        indexes = [models.Index(fields=["body", "begins_at"], name="meeting_by_body")]
        constraints = [
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(opened_at__isnull=False, adjourned_at=None),
                name="one_meeting_open_in_a_body",
            )
        ]

    def __str__(self) -> str:
        return str(self.body)

    def get_absolute_url(self) -> str:
        return reverse("bodies:meeting", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.opened_at is not None and self.adjourned_at is None

    @property
    def is_planned(self) -> bool:
        return self.opened_at is None and self.cancelled_at is None


class Presence(models.Model):
    """Somebody is there."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="present")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.meeting_id}"


class Answer(models.Model):
    """Whether somebody who is invited comes. The newest counts."""

    class Comes(models.TextChoices):
        YES = "yes", _("Comes")
        NO = "no", _("Does not come")
        MAYBE = "maybe", _("Perhaps")

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    comes = models.CharField(max_length=5, choices=Comes)
    sequence = models.PositiveIntegerField(default=0)  # of the invitation that was answered
    at = models.DateTimeField()
    stamp = models.DateTimeField(null=True)  # when their own calendar wrote it, of an answer by mail

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="one_answer_each")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.comes}"


class Item(models.Model):
    """A point that somebody put on the agenda by hand; proposals and what is late come there by themselves."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    title = models.CharField(_("point"), max_length=200)
    text = models.TextField(_("paper"), default="", blank=True)
    noted = models.TextField(_("what was said"), default="", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Action(models.Model):
    """Something one person does by a day, with a trail to where it was agreed (B10)."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="actions")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, related_name="actions")
    proposal = models.ForeignKey("bodies.Proposal", models.SET_NULL, null=True, related_name="actions")
    title = models.CharField(_("what"), max_length=200)
    owner = models.ForeignKey(Person, models.PROTECT, related_name="body_actions")
    due = models.DateField(_("by"))
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["owner", "due"], name="action_open", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return self.title
