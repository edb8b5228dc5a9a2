"""What an aspect is bound to pay and has paid, and what those who know expect of the year (B9)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


class Entry(models.Model):
    """An order or a contract (what one is bound to), or an invoice that was paid. Never changed: taken back, said anew.

    A payment may be `for_commitment`: so much of it is no longer outstanding.
    """

    class Kind(models.TextChoices):
        COMMITMENT = "commitment", _("Committed")
        ACTUAL = "actual", _("Paid")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="money")
    year = models.PositiveSmallIntegerField()
    on = models.DateField(_("date"))
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=2)
    title = models.CharField(_("for what"), max_length=200)
    reference = models.CharField(_("reference"), max_length=60, default="", blank=True)
    for_commitment = models.ForeignKey("self", models.PROTECT, null=True, related_name="payments")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["year", "aspect"], name="money_of_a_year", condition=Q(withdrawn_at=None))]
        constraints = [
            models.CheckConstraint(name="money_is_above_zero", condition=Q(amount__gt=0)),
            models.UniqueConstraint(
                fields=["aspect", "kind", "reference"],
                condition=Q(withdrawn_at=None) & ~Q(reference=""),
                name="one_entry_of_a_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.amount}"


class Forecast(models.Model):
    """What somebody who answers for it expects the whole year to cost. The newest counts."""

    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="forecasts")
    year = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)
    text = models.CharField(max_length=500, default="", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["year", "aspect", "-at"], name="newest_forecast")]
        constraints = [
            models.CheckConstraint(name="forecast_is_not_below_zero", condition=Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.aspect_id} {self.year}: {self.amount}"
