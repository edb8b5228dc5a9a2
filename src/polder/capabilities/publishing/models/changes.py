"""A change to a page on its way (P1-P7), what came of it, and who has read what."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polder.capabilities.publishing.models.audiences import Audience
from polder.capabilities.publishing.models.pages import Page
from polder.ground.organisation.models import Party


class Change(models.Model):
    """What is being done to a page: at most one at a time. Closed when it was published.

    `settled_at` is the moment up to which time was followed (P6, P7), `settled_version` the matrix it was followed in,
    `next_at` the next moment at which something happens by itself.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        CONSULTING = "consulting", _("Being advised on")
        APPROVING = "approving", _("Waiting for approval")
        RETURNED = "returned", _("Sent back")
        SCHEDULED = "scheduled", _("Scheduled")
        PUBLISHED = "published", _("Published")

    page = models.ForeignKey(Page, models.CASCADE, related_name="changes")
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    begun_at = models.DateTimeField()
    minor = models.BooleanField(default=False)  # P5
    round = models.PositiveIntegerField(default=0)
    approving_since = models.DateTimeField(null=True)
    publish_at = models.DateTimeField(null=True)
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    returned_with = models.TextField(default="", blank=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField()
    settled_version = models.PositiveBigIntegerField(default=0)
    next_at = models.DateTimeField(null=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page"], condition=Q(closed_at=None), name="one_open_change_of_a_page")
        ]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.state}"


class Author(models.Model):
    """Somebody who wrote in a change or submitted it: barred from approving it under four eyes (G12).

    `returned_title` is what it was called when it was sent back to them, "" who could not see it then; `laid_aside_at` when
    they, who can no longer go on with it, put that away.
    """

    change = models.ForeignKey(Change, models.CASCADE, related_name="authors")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    returned_title = models.CharField(max_length=255, default="", blank=True)
    laid_aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "person"], name="one_author_once")]

    def __str__(self) -> str:
        return f"{self.person_id} wrote {self.change_id}"


class Request(models.Model):
    """A party asked for advice in one round, with its clock (P2). Withdrawn when it lost the letter (P7)."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="requests")
    round = models.PositiveIntegerField()
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.party_id} on {self.change_id}"

    def runs(self, at: datetime) -> bool:
        """Is it still waited for? At the moment a clock ends it has ended."""
        return self.answered_at is None and self.withdrawn_at is None and at < self.ends_at


class Addition(models.Model):
    """A party that is asked about this one change beside the C's of the matrix, and by whom; until it is withdrawn."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="additions")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "party"], condition=Q(withdrawn_at=None), name="one_addition_of_a_party"
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_id} on {self.change_id}"


class Advice(models.Model):
    """What somebody said of a change. An objection is open until it is answered or the adviser says otherwise later."""

    class Verdict(models.TextChoices):
        SUPPORT = "support", _("Good as it is")
        COMMENT = "comment", _("A remark")
        OBJECTION = "objection", _("An objection")

    change = models.ForeignKey(Change, models.CASCADE, related_name="advice")
    round = models.PositiveIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=10, choices=Verdict)
    text = models.TextField(default="", blank=True)
    at = models.DateTimeField()
    answer = models.TextField(default="", blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)  # advised otherwise in a later round

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.verdict}"

    @property
    def is_open(self) -> bool:
        return self.verdict == self.Verdict.OBJECTION and self.answered_at is None and self.lifted_at is None


class Waiting(models.Model):
    """Somebody with an open request for a change: what inboxes list. Follows from the change (routing.py)."""

    change = models.ForeignKey(Change, models.CASCADE, related_name="waiting")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)  # consult, approve
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["change", "person"], name="waits_once")]

    def __str__(self) -> str:
        return f"{self.change_id} waits for {self.person_id}"


class Publication(models.Model):
    """A change that went live."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="publications")
    change = models.ForeignKey(Change, models.CASCADE, related_name="publications")
    number = models.PositiveIntegerField()  # of the revision
    minor = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.page_id} version {self.number}"


class Told(models.Model):
    """Somebody informed by a publication (P4)."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="told")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "person"], name="told_once")]

    def __str__(self) -> str:
        return f"{self.person_id} of {self.publication_id}"


class Duty(models.Model):
    """A page that everybody in the audience must read. `asked` counts how often it was asked anew."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="duty")
    audience = models.ForeignKey(Audience, models.PROTECT, null=True, related_name="+")  # None: every active employee
    before = models.DateField(null=True)
    since = models.DateTimeField()
    asked = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.page_id} before {self.before}"


class Acknowledgement(models.Model):
    """Somebody has read what they must, as it was when `asked`."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="acknowledgements")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    asked = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "person", "asked"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.person_id} read {self.duty_id}"
