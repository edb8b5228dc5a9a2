"""How a project under way stands: status in three lines, milestones, risks."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polder.features.projects.models.register import Project
from polder.ground.organisation.models import Person


class Report(models.Model):
    """Three lines on a day. Never edited: the next one is the newer."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="reports")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    done = models.CharField(_("done"), max_length=500)
    next = models.CharField(_("next"), max_length=500)
    blocked = models.CharField(_("blocked"), max_length=500, default="", blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["project", "-at"], name="report_newest")]

    def __str__(self) -> str:
        return self.next


class Milestone(models.Model):
    """Something that must be there by a day. `sequence` counts how often it was moved, for calendars of others."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=200)
    due = models.DateField(_("by which day"))
    sequence = models.PositiveIntegerField(default=0)
    reached_on = models.DateField(null=True)
    reached_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due", "pk"]
        indexes = [models.Index(fields=["due", "project"], name="milestone_in_time")]

    def __str__(self) -> str:
        return self.title

    def is_late(self, today: date) -> bool:
        return self.reached_on is None and self.due < today


class Risk(models.Model):
    """What may go wrong: chance times effect, each from 1 to 5, with an owner and what is done about it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="risks")
    title = models.CharField(_("what may go wrong"), max_length=200)
    chance = models.PositiveSmallIntegerField(_("chance"))
    effect = models.PositiveSmallIntegerField(_("effect"))
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("owner"))
    measure = models.CharField(_("what is done about it"), max_length=500)
    noted_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-chance", "-effect", "pk"]
        constraints = [
            models.CheckConstraint(
                name="risk_on_its_scale",
                condition=Q(chance__gte=1, chance__lte=5, effect__gte=1, effect__lte=5),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def weight(self) -> int:
        """From 1 to 25."""
        return self.chance * self.effect

    @property
    def severity(self) -> str:
        """As findings are marked."""
        grades = ((15, "critical"), (10, "high"), (5, "medium"))
        return next((name for least, name in grades if self.weight >= least), "low")
