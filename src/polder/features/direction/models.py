"""The roadmap of a body: goals with a measure, what was measured, and what serves them."""

from datetime import date
from typing import Final

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.features.direction import rules
from polder.governance.models import Aspect
from polder.ground.organisation.models import Body, Person

LONGEST_TEXT: Final = 2_000


class Goal(models.Model):
    """`body` keeps it, under an `aspect` for which it stands. `start` and `target` are numbers with a `unit`.

    `newest` is its newest result, `next_on` the day by which the next is asked; None when no more is asked. While `said` is
    set it holds instead of what the line says, because of `said_why`: until the next result. `dropped_at`: given up.
    """

    class Said(models.TextChoices):
        ON_COURSE = "on_course", _("on course")
        BEHIND = "behind", _("behind")

    class Every(models.IntegerChoices):
        MONTH = 1, _("every month")
        QUARTER = 3, _("every three months")
        HALF = 6, _("every half year")
        YEAR = 12, _("every year")

    title = models.CharField(_("goal"), max_length=200)
    why = models.TextField(_("why"), default="", blank=True)
    body = models.ForeignKey(Body, models.PROTECT, related_name="goals", verbose_name=_("kept by"))
    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="goals", verbose_name=_("aspect"))
    owner = models.ForeignKey(Person, models.PROTECT, related_name="goals", verbose_name=_("owner"))
    measure = models.CharField(_("what is measured"), max_length=200)
    unit = models.CharField(_("unit"), max_length=20, default="", blank=True)
    start = models.DecimalField(_("at the beginning"), max_digits=14, decimal_places=2)
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2)
    begins = models.DateField(_("first day"))
    due = models.DateField(_("target date"))
    every = models.PositiveSmallIntegerField(_("a result is asked"), choices=Every, default=Every.QUARTER)
    newest = models.ForeignKey("direction.Result", models.PROTECT, null=True, related_name="+")
    next_on = models.DateField(null=True)
    said = models.CharField(max_length=9, choices=Said, default="", blank=True)
    said_why = models.TextField(default="", blank=True)
    said_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    dropped_why = models.TextField(default="", blank=True)
    sequence = models.PositiveIntegerField(default=0)  # of its entry in calendars
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["due", "pk"]
        indexes = [
            models.Index(fields=["body", "due"], name="goal_of_a_body"),
            models.Index(fields=["owner", "next_on"], name="goal_to_measure", condition=Q(next_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(name="goal_is_due_after_it_begins", condition=Q(due__gt=F("begins"))),
            models.CheckConstraint(name="goal_goes_somewhere", condition=~Q(start=F("target"))),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("direction:goal", args=[self.pk])

    @property
    def ref(self) -> str:
        """Its name as a thing."""
        return f"goal:{self.pk}"

    @property
    def line(self) -> rules.Line:
        """From start to target."""
        return rules.Line(self.begins, self.due, self.start, self.target)

    @property
    def reading(self) -> rules.Reading | None:
        """The newest result, as the rules take it; `newest` must be loaded with it in lists."""
        return None if self.newest is None else rules.Reading(self.newest.on, self.newest.value)

    def state(self, today: date) -> rules.State:
        """How it stands on a day."""
        if self.dropped_at is not None:
            return "dropped"
        if self.said and self.line_state(today) != "reached":
            return "behind" if self.said == self.Said.BEHIND else "on_course"
        return self.line_state(today)

    def line_state(self, today: date) -> rules.State:
        """How it stands by the line alone."""
        return rules.state_of(self.line, self.reading, today, every=self.every)

    def is_overdue(self, today: date) -> bool:
        """Is a result asked that nobody gave?"""
        return self.next_on is not None and self.next_on < today


class Result(models.Model):
    """What was measured on a day. Never changed: another one of the same day takes its place."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="results")
    on = models.DateField(_("measured on"))
    value = models.DecimalField(_("result"), max_digits=14, decimal_places=2)
    text = models.CharField(max_length=500, default="", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [models.Index(fields=["goal", "-on", "-id"], name="newest_result")]

    def __str__(self) -> str:
        return f"{self.goal_id} {self.on}: {self.value}"


class Service(models.Model):
    """Something serves a goal: `thing` is `project:4`, `aspect:7`, of a kind that somebody registered (governance/serving.py)."""

    goal = models.ForeignKey(Goal, models.CASCADE, related_name="services")
    thing = models.CharField(max_length=60)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["thing"], name="what_a_thing_serves")]
        constraints = [models.UniqueConstraint(fields=["goal", "thing"], name="serves_once")]

    def __str__(self) -> str:
        return f"{self.thing} serves {self.goal_id}"
