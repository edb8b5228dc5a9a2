"""What holds for a time: the half-open interval `[valid_from, valid_until)` (G2)."""

from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


def valid_at(at: datetime, prefix: str = "") -> Q:
    """Condition for rows that are valid at `at`; `prefix` reaches through relations (`"seat__"`)."""
    begins, ends = f"{prefix}valid_from", f"{prefix}valid_until"
    return (Q(**{f"{begins}__isnull": True}) | Q(**{f"{begins}__lte": at})) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": at})
    )


class Valid(models.Model):
    """An empty `valid_from` means always, an empty `valid_until` until further notice. Stored in UTC."""

    valid_from = models.DateTimeField(_("from"), null=True, blank=True)
    valid_until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                violation_error_message=_("It must end after it begins."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.valid_from or '…'} – {self.valid_until or '…'}"

    def holds(self, at: datetime) -> bool:
        """Is this valid at `at`?"""
        return (self.valid_from is None or self.valid_from <= at) and (
            self.valid_until is None or at < self.valid_until
        )
