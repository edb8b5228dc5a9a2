"""What was found wrong in published pages, when each was looked at, and what was found in files."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polder.capabilities.publishing.models.files import Attachment
from polder.capabilities.publishing.models.pages import Page


class Look(models.Model):
    """When a page was last looked at and when it is looked at again. `asked`: something changed, so it goes first."""

    page = models.OneToOneField(Page, models.CASCADE, related_name="look", primary_key=True)
    looked_at = models.DateTimeField(null=True)
    due = models.DateTimeField(null=True)  # None: readers do not see it
    asked = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["-asked", "due"], name="looks_by_turn")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.due}"


class PageFinding(models.Model):
    """One kind of remark (quality/remarks.py) on what readers see of a page, with all its places; closed when it is gone.

    `places` are facts, not sentences: `{"where", "block", "facts"}` of each, the first few of `number`. Accepted, it is
    nobody's task until `accepted_until`.
    """

    page = models.ForeignKey(Page, models.CASCADE, related_name="findings")
    code = models.CharField(max_length=30)
    theme = models.CharField(max_length=12)
    weight = models.CharField(max_length=4)
    number = models.PositiveIntegerField()
    places = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    accepted_until = models.DateTimeField(_("until"), null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    accepted_reason = models.CharField(_("reason"), max_length=500, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "code"], condition=Q(closed_at=None), name="one_open_finding_of_a_kind"
            ),
            models.CheckConstraint(
                name="an_accepted_page_finding_has_an_end_and_a_reason",
                condition=Q(accepted_at=None, accepted_by=None, accepted_until=None, accepted_reason="")
                | Q(accepted_at__isnull=False, accepted_by__isnull=False, accepted_until__isnull=False)
                & ~Q(accepted_reason=""),
            ),
        ]
        indexes = [models.Index(fields=["weight", "page"], condition=Q(closed_at=None), name="open_findings_by_weight")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.code}"


class FileLook(models.Model):
    """What was found in a document, once for each content of it."""

    document = models.OneToOneField(Attachment, models.CASCADE, related_name="look", primary_key=True)
    digest = models.CharField(max_length=40)  # Wagtail's hash of the file that was looked into
    state = models.CharField(max_length=12)  # quality/known.py: FileState
    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"
