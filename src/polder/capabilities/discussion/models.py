"""What people said about a thing, and how others took it. Nothing that was said is lost: it is taken back or hidden."""

from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


class Comment(models.Model):
    """Something said about `thing` ("page:4"), or in reply to a comment there; replies have no replies of their own."""

    thing = models.CharField(max_length=60)
    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="comments")  # whose R and A moderate
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    author = models.ForeignKey(Person, models.PROTECT, related_name="comments")
    text = models.TextField()
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    taken_back_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    hidden_because = models.CharField(max_length=300, default="")

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["thing", "at", "id"], name="comment_by_thing")]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def shown(self) -> bool:
        """May readers see its text?"""
        return self.taken_back_at is None and self.hidden_at is None


def _place(_enclosure: "Enclosure", name: str) -> str:
    """A name that nobody can guess or choose, in a folder that no address leads to."""
    return f"talk/{uuid4().hex}.{name.rpartition('.')[2].lower()}"


class Enclosure(models.Model):
    """A file with a comment, as it may be kept (enclosing.py). `width` and `height` are those of a picture, else 0."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="enclosures")
    file = models.FileField(upload_to=_place)
    name = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    shows = models.CharField(max_length=200, default="")  # what a picture shows, for who does not see it

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("discussion:file", args=[self.pk])


class Earlier(models.Model):
    """A comment as it was before it was changed."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="earlier")
    text = models.TextField()
    until = models.DateTimeField()

    class Meta:
        ordering = ["until", "pk"]

    def __str__(self) -> str:
        return f"{self.comment_id} until {self.until}"


class Reaction(models.Model):
    """One sign of one person, about a thing or about a comment on it."""

    class Sign(models.TextChoices):
        THANKS = "thanks", _("Thanks")
        AGREE = "agree", _("I agree")
        IDEA = "idea", _("Good idea")
        QUESTION = "question", _("I have a question")

    thing = models.CharField(max_length=60, db_index=True)
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="reactions")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    sign = models.CharField(max_length=10, choices=Sign)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["thing", "person", "sign"], condition=models.Q(comment=None), name="one_sign_about_a_thing"
            ),
            models.UniqueConstraint(
                fields=["comment", "person", "sign"], condition=models.Q(comment__isnull=False),
                name="one_sign_about_a_comment",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person_id} {self.sign} {self.thing}"


class Report(models.Model):
    """Somebody found that a comment should not stand there. Settled when it is hidden or found right."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="reports")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"
