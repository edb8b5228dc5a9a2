"""The ledger's tables. Events are append-only: the database refuses UPDATE and DELETE (guards in apps.py)."""

from django.db import models
from django.db.models import Q


class Head(models.Model):
    """The one row that every writer locks last before commit: the number and digest of the newest event.

    It also shows a tail that was cut off. `matrix` is the number of the newest event that may have changed who holds
    what: readers key their caches by it.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, default="")
    matrix = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="ledger_has_one_head", condition=Q(id=1))]

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


class Event(models.Model):
    """One act, as it was (L1). Internal keys and facts, never names or texts.

    `actor` and `acting_for` are numbers of people; `aspect` of an aspect; `thing` is `kind:number`. `mandate` and
    `data` are canonical JSON, exactly the text that was hashed. `digest` chains it to the event before it.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor = models.BigIntegerField(null=True)
    acting_for = models.BigIntegerField(null=True)
    thing = models.CharField(max_length=60)
    aspect = models.BigIntegerField(null=True)
    mandate = models.TextField(default="{}")
    data = models.TextField(default="{}")
    about = models.TextField(default="[]")
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["kind", "number"], name="ledger_event_by_kind")]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.thing}"


class Mention(models.Model):
    """Event `event` is on the timeline of `subject` (`aspect:12`, `person:7`, `body:3`). Follows from `Event.about`."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="mentions")
    subject = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject", "event"], name="ledger_mention_once")]

    def __str__(self) -> str:
        return f"{self.subject} in {self.event_id}"


class Delivery(models.Model):
    """One event waits for one reaction (L2). Written with the event; done in the reaction's own transaction."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="deliveries")
    reaction = models.CharField(max_length=200)
    due = models.DateTimeField()
    claimed_by = models.CharField(max_length=80, default="", blank=True)
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    trouble = models.TextField(default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "reaction"], name="ledger_delivery_once")]
        indexes = [models.Index(fields=["event", "due"], name="ledger_delivery_open", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"{self.reaction} of {self.event_id}"


class Round(models.Model):
    """Something a worker looks at again and again (rounds.py), and when next. Claimed by comparing `due`."""

    name = models.CharField(max_length=200, primary_key=True)
    due = models.DateTimeField()
    trouble = models.TextField(default="", blank=True)

    def __str__(self) -> str:
        return f"{self.name} at {self.due}"


class Worker(models.Model):
    """A process that delivers and makes rounds; `seen_at` is its heartbeat. Gone when it ends in order."""

    name = models.CharField(max_length=80, primary_key=True)  # machine and process
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
