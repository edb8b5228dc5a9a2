"""Wishes: what somebody would like, who would like it too, and what was answered."""

from collections.abc import Mapping
from typing import Final

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.governance import becoming
from polder.governance.becoming import Begun, Turn
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

LONGEST_TITLE, LONGEST_TEXT = 160, 4_000


class Wish(models.Model):
    """For everybody who works here, unless who keeps its aspect took it down (`hidden_at`).

    While `waits_since` is set, those who keep the aspect are asked to answer, until `due_at`. `votes` counts the different
    people behind it and behind all that are the `same_as` it. `became` names what it was taken over into (`project:4`).
    `reworded`: how often its wisher put it in other words.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        TAKEN = "taken", _("Taken over")
        WILL_DO = "will_do", _("Will be done")
        NOT_NOW = "not_now", _("Not now")
        DONE = "done", _("Done")

    title = models.CharField(_("wish"), max_length=LONGEST_TITLE)
    text = models.TextField(_("what for"), default="", blank=True)
    aspect = models.ForeignKey(Aspect, models.PROTECT, related_name="wishes")
    language = models.CharField(max_length=10)
    wisher = models.ForeignKey(Person, models.PROTECT, related_name="wishes")
    wished_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    votes = models.PositiveIntegerField(default=0)
    waits_since = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    became = models.CharField(max_length=60, default="", blank=True)
    reworded = models.PositiveSmallIntegerField(default=0)
    same_as = models.ForeignKey("self", models.PROTECT, null=True, related_name="wished_before_as")
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    hidden_why = models.CharField(max_length=500, default="", blank=True)

    class Meta:
        ordering = ["-wished_at", "-pk"]
        indexes = [
            models.Index(fields=["-wished_at", "-id"], name="wish_newest"),
            models.Index(fields=["-votes", "-id"], name="wish_most_wanted"),
            models.Index(fields=["aspect", "due_at"], name="wish_waiting", condition=Q(waits_since__isnull=False)),
            models.Index(fields=["became"], name="wish_that_became", condition=~Q(became="")),
        ]
        constraints = [
            models.CheckConstraint(name="wish_waits_until", condition=Q(waits_since=None, due_at=None) | Q(waits_since__isnull=False, due_at__isnull=False)),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("wishes:wish", args=[self.pk])

    @property
    def ref(self) -> str:
        """Its name as a thing."""
        return f"wish:{self.pk}"


class Wording(models.Model):
    """How a wish was put before its wisher put it in other words. It stays to be seen: people were behind these."""

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="wordings")
    title = models.CharField(max_length=LONGEST_TITLE)
    text = models.TextField(default="", blank=True)
    until = models.DateTimeField()

    class Meta:
        ordering = ["-until", "-pk"]

    def __str__(self) -> str:
        return self.title


class Support(models.Model):
    """Somebody would like it too. It stays with the wish it was given to, also when that is the same as another."""

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="supports")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wish", "person"], name="one_support_each")]

    def __str__(self) -> str:
        return f"{self.person_id} wants {self.wish_id}"


class Step(models.Model):
    """What happened to a wish, as its page tells: an answer, what it became, what came of that. `thing` is what it became."""

    class Kind(models.TextChoices):
        WILL_DO = "will_do", _("It will be done")
        NOT_NOW = "not_now", _("Not now")
        DONE = "done", _("It is there")
        TAKEN = "taken", _("It is taken over, to be worked out")
        ACCEPTED = "accepted", _("It goes on")
        DECLINED = "declined", _("It does not go on")
        JOINED = "joined", _("It goes on in something else")
        EFFECT = "effect", _("It takes effect")
        FAILED = "failed", _("It was to go on, and could not")
        FINISHED = "finished", _("It is finished")

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind)
    thing = models.CharField(max_length=60, default="", blank=True)
    text = models.TextField(default="", blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.wish_id}: {self.kind}"

    @property
    def said(self) -> str:
        """What happened, in the words of what it became where that has any."""
        step = _OF_WHAT_IT_BECAME.get(self.kind)
        words = becoming.said(self.thing, step) if step is not None else ""
        return words or str(self.get_kind_display())


_OF_WHAT_IT_BECAME: Final[Mapping[str, Turn | Begun]] = {
    Step.Kind.TAKEN: "begun",
    Step.Kind.ACCEPTED: "accepted",
    Step.Kind.DECLINED: "declined",
    Step.Kind.JOINED: "joined",
    Step.Kind.EFFECT: "in_effect",
    Step.Kind.FAILED: "failed",
    Step.Kind.FINISHED: "done",
}


class WishWord(models.Model):
    """A word of a wish without its ending (base/likeness.py): near-equal ones are found by them."""

    wish = models.ForeignKey(Wish, models.CASCADE, related_name="words")
    stem = models.CharField(max_length=40)

    class Meta:
        indexes = [models.Index(fields=["stem", "wish"], name="wish_word_lookup")]
        constraints = [models.UniqueConstraint(fields=["wish", "stem"], name="wish_word_once")]

    def __str__(self) -> str:
        return self.stem
