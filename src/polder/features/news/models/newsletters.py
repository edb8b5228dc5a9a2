"""Newsletters: what was new in some channels since the last issue, for each reader what is for them."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.publishing.models import Audience
from polder.features.news.models.channels import Channel
from polder.features.news.models.items import NewsItem
from polder.governance.models import Aspect

_PERSON = settings.AUTH_USER_MODEL


class Newsletter(models.Model):
    """Assembled from channels in a rhythm, under an aspect: who may publish there keeps it.

    Everybody of its audience gets it until they say no, or `by_default` not until they say yes. `next_at` is when the
    next issue is made, if there is anything to put in it.
    """

    class Rhythm(models.TextChoices):
        DAILY = "daily", gettext_lazy("Every working day")
        WEEKLY = "weekly", gettext_lazy("Every week")
        MONTHLY = "monthly", gettext_lazy("Every month, on its first working day")

    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="newsletters")
    name = models.CharField(gettext_lazy("name"), max_length=80)
    slug = models.SlugField(max_length=60, unique=True)
    about = models.CharField(gettext_lazy("what is in it"), max_length=240, blank=True, default="")
    channels = models.ManyToManyField(Channel, related_name="newsletters")
    audience = models.ForeignKey(
        Audience, models.PROTECT, null=True, related_name="+"
    )  # None: everybody who works here
    by_default = models.BooleanField(gettext_lazy("everybody it is for gets it until they say no"), default=True)
    rhythm = models.CharField(max_length=8, choices=Rhythm, default=Rhythm.WEEKLY)
    weekday = models.PositiveSmallIntegerField(default=3)  # of what comes every week; Monday is 0
    hour = models.TimeField(gettext_lazy("at this hour"), default=time(8))
    begun_at = models.DateTimeField()
    next_at = models.DateTimeField(db_index=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.CheckConstraint(name="newsletter_weekday", condition=Q(weekday__gte=0, weekday__lte=6))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("news:newsletter", args=[self.slug])


class Issue(models.Model):
    """What came out at a moment. Its items are fixed then; which of them somebody sees follows from who they are."""

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="issues")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    items = models.ManyToManyField(NewsItem, through="IssueItem", related_name="issues")
    reached = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["newsletter", "number"], name="issue_number_once")]

    def __str__(self) -> str:
        return _("%(newsletter)s, issue %(number)d") % {"newsletter": self.newsletter, "number": self.number}

    def get_absolute_url(self) -> str:
        return reverse("news:issue", args=[self.newsletter.slug, self.number])


class IssueItem(models.Model):
    """An item in an issue; once in the life of a newsletter, also when it is published anew."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="contents")
    item = models.ForeignKey(NewsItem, models.CASCADE, related_name="+")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["issue", "item"], name="item_once_in_an_issue")]

    def __str__(self) -> str:
        return f"{self.item_id} in {self.issue_id}"


class Reader(models.Model):
    """Somebody who said yes or no to a newsletter; who said nothing gets it as the newsletter says."""

    newsletter = models.ForeignKey(Newsletter, models.CASCADE, related_name="readers")
    person = models.ForeignKey(_PERSON, models.CASCADE, related_name="+")
    wants = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["newsletter", "person"], name="newsletter_chosen_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {'wants' if self.wants else 'declines'} {self.newsletter_id}"
