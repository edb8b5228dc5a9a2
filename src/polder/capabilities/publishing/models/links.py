"""Links that are written as addresses: which pages have them, and how those of other sites answered."""

from django.db import models

from polder.capabilities.publishing.models.pages import Page


class WrittenLink(models.Model):
    """A page, as readers see it, has a link written as this address: of ours without what follows the path, or outside."""

    page = models.ForeignKey(Page, models.CASCADE, related_name="written_links", db_index=False)
    digest = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "digest"], name="one_written_link_once")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.digest[:8]}"


class OutsideLink(models.Model):
    """An address of another site, and on how many nights in a row nothing answered there. Kept while a page has it."""

    digest = models.CharField(max_length=64, primary_key=True)
    address = models.TextField()
    host = models.CharField(max_length=255)
    due = models.DateTimeField(db_index=True)
    nights = models.PositiveIntegerField(default=0)
    failed_on = models.DateField(null=True)
    trouble = models.CharField(max_length=200, default="", blank=True)

    def __str__(self) -> str:
        return self.address
