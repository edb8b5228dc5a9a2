"""Questions, and the words by which questions and articles find each other. Answers are comments on a question."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.capabilities.discussion.models import Comment
from polder.features.knowledge.models.articles import Article
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person


class Question(models.Model):
    """What somebody wants to know. Its words are the `opening` of the talk about it, the title their first line.

    While `waits_since` is set, those who keep the aspect are asked to answer, until `due_at`. `answers` counts what is
    shown. A question that was asked before is the `same_as` another, and closed.
    """

    title = models.CharField(_("question"), max_length=160)
    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="questions")
    language = models.CharField(max_length=10)
    asker = models.ForeignKey(Person, models.PROTECT, related_name="questions")
    asked_at = models.DateTimeField()
    opening = models.OneToOneField(Comment, models.PROTECT, null=True, related_name="+")
    gone = models.BooleanField(default=False)  # its opening was taken back or hidden
    answers = models.PositiveIntegerField(default=0)
    waits_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    accepted = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="+")
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    verified = models.ForeignKey(Comment, models.SET_NULL, null=True, related_name="+")
    verified_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="asked_before_as")
    article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="written_for")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="question_newest"),
            models.Index(fields=["aspect", "due_at"], name="question_waiting", condition=Q(waits_since__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("knowledge:question", args=[self.pk])

    @property
    def ref(self) -> str:
        """Its name as a thing that is talked about."""
        return f"question:{self.pk}"


class Word(models.Model):
    """A word that says what an article or a question is about, without its ending (near.py)."""

    word = models.CharField(max_length=40)
    article = models.ForeignKey(Article, models.CASCADE, null=True, related_name="about")
    question = models.ForeignKey(Question, models.CASCADE, null=True, related_name="about")

    class Meta:
        indexes = [models.Index(fields=["word"], name="word_lookup")]
        constraints = [
            models.CheckConstraint(
                name="word_of_one_thing", condition=Q(article=None, question__isnull=False) | Q(article__isnull=False, question=None)
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.word
