"""What an aspect may cost in a year (B9)."""

from django.db import models

from polder.governance.models import Aspect


class Budget(models.Model):
    """The plan of one aspect and year, as last decided."""

    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="budgets")
    year = models.PositiveSmallIntegerField()
    planned = models.DecimalField(max_digits=14, decimal_places=2)
    decision = models.ForeignKey("bodies.Decision", models.PROTECT, null=True, related_name="+")  # that signed it off

    class Meta:
        ordering = ["-year", "aspect__name"]
        constraints = [
            models.UniqueConstraint(fields=["aspect", "year"], name="one_budget_a_year"),
            models.CheckConstraint(name="budget_is_not_below_zero", condition=models.Q(planned__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.aspect_id} {self.year}: {self.planned}"
