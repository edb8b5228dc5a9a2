from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.base.validity import Valid
from polder.ground.organisation.models.fields import key_field


class Body(Valid):
    """Steering group, working group, project team or community of practice (B1). Ends with its interval."""

    class Kind(models.TextChoices):
        STEERING_GROUP = "steering_group", _("Steering group")
        WORKING_GROUP = "working_group", _("Working group")
        PROJECT_TEAM = "project_team", _("Project team")
        COMMUNITY_OF_PRACTICE = "community_of_practice", _("Community of practice")

    class ActsBy(models.TextChoices):
        CHAIR = "chair", _("Its chair")
        ANY_MEMBER = "any_member", _("Every chair, secretary and member")
        DECISION = "decision", _("Only an adopted decision")

    key = key_field()
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=30, choices=Kind)
    acts_by = models.CharField(_("acts by"), max_length=12, choices=ActsBy, default=ActsBy.CHAIR)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent body")
    )
    charter = models.JSONField(_("charter"), null=True, blank=True)  # as in governance.md section 11 / rehearsal.md
    cadence = models.CharField(_("cadence"), max_length=200, null=True, blank=True)  # RFC 5545 recurrence rule
    requires = models.JSONField(_("required functions"), default=list, blank=True)

    class Meta(Valid.Meta):
        ordering = ["name", "key"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation:body", args=[self.key])


class Seat(Valid):
    """A person's place in a body, for a function (B2). The alternate gets no party by it."""

    class Kind(models.TextChoices):
        CHAIR = "chair", _("Chair")
        SECRETARY = "secretary", _("Secretary")
        MEMBER = "member", _("Member")
        ADVISOR = "advisor", _("Advisor")

    class Ring(models.TextChoices):
        CORE = "core", _("Core")
        EXTENDED = "extended", _("Extended ring")

    body = models.ForeignKey(Body, models.CASCADE, related_name="seats")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="seats")
    seat = models.CharField(_("seat"), max_length=10, choices=Kind)
    function = models.CharField(_("function"), max_length=100)
    alternate = models.ForeignKey(
        "organisation.Person",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="alternates_for",
        verbose_name=_("alternate"),
    )
    ring = models.CharField(_("ring"), max_length=10, choices=Ring, null=True, blank=True)

    class Meta(Valid.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.person}: {self.seat}, {self.body}"
