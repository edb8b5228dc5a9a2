from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from polder.ground.organisation.models.people import Person


class Invitation(models.Model):
    """A one-time code with which somebody signs in for the first time, or again after losing what they signed in with.

    The code itself is not kept: it is a keyed hash of `nonce` (signin/codes.py), so that whoever reads the database
    cannot sign in with it. It counts once, until `expires_at`; a newer one for the same person withdraws it.
    """

    class Channel(models.TextChoices):
        MAIL = "mail", _("By mail")
        LETTER = "letter", _("By a printed letter")

    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    channel = models.CharField(max_length=10, choices=Channel)
    nonce = models.CharField(max_length=43)
    made_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="invited")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(used_at=None, withdrawn_at=None),
                name="one_open_invitation_each",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.channel} {self.made_at:%Y-%m-%d}"

    def counts(self, at: datetime) -> bool:
        """Can its code still be used at `at`?"""
        return self.used_at is None and self.withdrawn_at is None and at < self.expires_at
