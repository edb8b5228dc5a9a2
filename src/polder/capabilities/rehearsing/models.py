"""Scenarios that are kept, and each time one was played: on the organisation as it was, or with a draft applied."""

from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.governance.models import ChangeSet
from polder.ground.organisation.models import Person


class Scenario(models.Model):
    """A rehearsal in the words of rehearsal.md, as its author wrote it. `version` counts the times it was saved."""

    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("steps"))
    author = models.ForeignKey(Person, models.PROTECT, related_name="scenarios")
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["title", "pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("rehearsing:scenario", args=[self.pk])


class Run(models.Model):
    """One time that a scenario is played, by a worker. What is kept of it stays as it was when the scenario changes."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        PLAYING = "playing", _("Playing")
        PASSED = "passed", _("As expected")
        FAILED = "failed", _("Not as expected")
        BROKEN = "broken", _("Not played")

    scenario = models.ForeignKey(Scenario, models.CASCADE, related_name="runs")
    version = models.PositiveIntegerField()  # of the scenario
    text = models.TextField()
    change_set = models.ForeignKey(ChangeSet, models.SET_NULL, null=True, related_name="rehearsals")
    organisation = models.TextField()  # polder-organisation/1, as it would be; emptied when it was played
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    language = models.CharField(max_length=10, default="")  # in which the outcome is said: that of who asked
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=7, choices=State, default=State.WAITING, db_index=True)
    steps = models.JSONField(default=list)  # as `Played.as_json` gives them
    trouble = models.TextField(default="")  # why it was not played, a line each

    class Meta:
        ordering = ["-asked_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.scenario_id} {self.state}"

    def played(self) -> list[dict[str, Any]]:
        """The steps as a screen has them: `at` is a moment."""
        return [{**step, "at": datetime.fromisoformat(step["at"])} for step in self.steps]

    @property
    def over(self) -> bool:
        """Was it played, or will it never be?"""
        return self.state in {self.State.PASSED, self.State.FAILED, self.State.BROKEN}
