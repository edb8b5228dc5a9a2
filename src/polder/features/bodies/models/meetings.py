"""When a body meets, and who is there."""

from django.db import models
from django.db.models import Q

from polder.ground.organisation.models import Body, Person


class Meeting(models.Model):
    """Planned while it has no `opened_at`, open while it has no `adjourned_at`. One at a time is open in a body."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    opened_at = models.DateTimeField(null=True)
    opened_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    adjourned_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["body"],
                condition=Q(opened_at__isnull=False, adjourned_at=None),
                name="one_meeting_open_in_a_body",
            )
        ]

    def __str__(self) -> str:
        return f"{self.body_id} on {self.opened_at}"


class Presence(models.Model):
    """Somebody is there."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="present")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "person"], name="present_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.meeting_id}"
