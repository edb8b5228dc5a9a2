"""The register of projects (B11): what each touches, who is in it, and what was foreseen when it was proposed."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.governance.models import Aspect, FacetChoice
from polder.ground.organisation.models import Body, Person, Seat
from polder.ground.organisation.models.fields import key_field


class Project(models.Model):
    """`begins` and `ends` are its first and last day. `body` is its team, made when it is accepted.

    A restricted one is there for its people and for who answers for `aspect`; for others it does not exist.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        RUNNING = "running", _("Running")
        PAUSED = "paused", _("Paused")
        ENDED = "ended", _("Ended")
        DROPPED = "dropped", _("Not started")

    key = key_field()
    name = models.CharField(_("name"), max_length=200)
    goal = models.TextField(_("goal"))
    aspect = models.ForeignKey(
        Aspect, models.PROTECT, related_name="projects", verbose_name=_("aspect under which it is governed")
    )
    owner = models.ForeignKey(Person, models.PROTECT, related_name="projects", verbose_name=_("owner"))
    begins = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    restricted = models.BooleanField(_("restricted"), default=False)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    body = models.OneToOneField(Body, models.PROTECT, null=True, related_name="project")
    stems = models.PositiveSmallIntegerField(default=0)  # different words of name and goal: for the nearness of goals
    in_spite = models.TextField(_("why it goes on beside the others"), default="", blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    closing_asked_at = models.DateTimeField(null=True)  # its owner says that it is done
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    outcome = models.TextField(_("why it was not started, or what came of it"), default="", blank=True)

    class Meta:
        ordering = ["begins", "pk"]
        verbose_name_plural = _("projects")
        indexes = [models.Index(fields=["state", "begins", "ends"], name="project_in_time")]
        constraints = [
            models.CheckConstraint(
                name="project_ends_after_it_begins",
                condition=Q(ends__gte=F("begins")),
                violation_error_message=_("A project ends on the day it begins or later."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("projects:project", args=[self.key])

    @property
    def ref(self) -> str:
        """Its name as a thing."""
        return f"project:{self.pk}"

    @property
    def is_live(self) -> bool:
        """Proposed or under way: it counts when others are proposed."""
        return self.state in LIVE


LIVE = (Project.State.PROPOSED, Project.State.RUNNING, Project.State.PAUSED)
UNDER_WAY = (Project.State.RUNNING, Project.State.PAUSED)


class Touch(models.Model):
    """An aspect that a project works on, whole (`*`) or in one facet; the governing one is among them."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="touches")
    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="+")
    facet = models.CharField(max_length=10, choices=FacetChoice, default=FacetChoice.ALL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "aspect", "facet"], name="touched_once")]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.aspect_id}/{self.facet}"


class Place(models.Model):
    """Somebody in a project, for a function and a share of their week (percent). `seat` is theirs in the team.

    One that was left stays, with the moment: the register tells who was in it.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="places")
    person = models.ForeignKey(Person, models.PROTECT, related_name="project_places")
    function = models.CharField(_("function"), max_length=100)
    kind = models.CharField(max_length=10, choices=Seat.Kind, default=Seat.Kind.MEMBER)
    ring = models.CharField(_("ring"), max_length=10, choices=Seat.Ring, default=Seat.Ring.CORE)
    share = models.PositiveSmallIntegerField(_("share of the week"), default=20)
    seat = models.OneToOneField(Seat, models.SET_NULL, null=True, related_name="+")
    left_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(name="share_of_a_week", condition=Q(share__lte=100)),
            models.UniqueConstraint(
                fields=["project", "person", "function"], condition=Q(left_at=None), name="one_place_a_function"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.project_id}"


class GoalWord(models.Model):
    """A word of a project's name and goal without its ending (base/likeness.py): near goals are found by them."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="words")
    stem = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["stem", "project"], name="goal_word_lookup")]
        constraints = [models.UniqueConstraint(fields=["project", "stem"], name="goal_word_once")]

    def __str__(self) -> str:
        return self.stem


class Foreseen(models.Model):
    """What its proposer was told of another project and went on in spite of, for whoever accepts."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="foreseen")
    other = models.ForeignKey(Project, models.CASCADE, related_name="+")
    kinds = models.JSONField(default=list)  # of near.KINDS

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "other"], name="foreseen_once")]

    def __str__(self) -> str:
        return f"{self.project_id} beside {self.other_id}"
