"""Somebody asks to come into a project, alone or with all of a proposal."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from polder.features.projects.models.register import Project
from polder.ground.organisation.models import Person


class Ask(models.Model):
    """`people` are places as the roster has them: `{"person", "function", "kind", "ring", "share"}`."""

    class Kind(models.TextChoices):
        JOIN = "join", _("To join")
        MERGE = "merge", _("To go on together")

    project = models.ForeignKey(Project, models.CASCADE, related_name="asks")
    kind = models.CharField(max_length=5, choices=Kind)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(default="", blank=True)
    people = models.JSONField(default=list)
    merged = models.ForeignKey(Project, models.SET_NULL, null=True, related_name="+")
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(null=True)
    answer = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "by", "kind"],
                condition=Q(answered_at=None, merged=None),
                name="asked_once_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.by_id}: {self.project_id}"
