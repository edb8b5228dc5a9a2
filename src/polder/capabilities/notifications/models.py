"""What people were told, how they want to be told, and the mail that is on its way."""

from datetime import time

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from polder.ground.organisation.models import Person


class Channel(models.TextChoices):
    WEB = "web", _("Here")
    MAIL = "mail", _("By mail")
    PUSH = "push", _("On my device")


class Rhythm(models.TextChoices):
    ONCE = "once", _("At once")
    DAILY = "daily", _("Every morning")
    WEEKLY = "weekly", _("Once a week")
    NEVER = "never", _("Not")


class Notice(models.Model):
    """`person` was told something of `kind` about `thing` ("page:4"). One row for each person, kind, thing and `key`.

    `shown_at` is from when it stands on the page of notices (None: never, its task stands in the inbox), `mail_due` and
    `push_due` when it leaves by that road (None: it does not, or it has). `data` holds facts by number or key; the
    words are made when they are shown, in the reader's language.
    """

    # No index of its own: the one of `notice_once` begins with it. Ten thousand rows at once pay for each.
    person = models.ForeignKey(Person, models.CASCADE, related_name="notices", db_index=False)
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=80)
    thing = models.CharField(max_length=60)
    at = models.DateTimeField()
    data = models.JSONField(default=dict, blank=True)
    shown_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    mail_due = models.DateTimeField(null=True)
    mail_held = models.BooleanField(default=False)  # goes together with what else is due then: a digest
    push_due = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "thing", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["person", "shown_at"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["mail_due"], name="notice_by_mail", condition=Q(mail_due__isnull=False)),
            models.Index(fields=["push_due"], name="notice_by_push", condition=Q(push_due__isnull=False)),
            models.Index(fields=["thing", "kind"], name="notice_by_thing"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.thing} for {self.person_id}"


class Preference(models.Model):
    """How a person wants to be told of a kind by one channel, where that is not as the kind has it by itself."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="preferences")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=4, choices=Channel)
    rhythm = models.CharField(max_length=6, choices=Rhythm)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "channel"], name="preference_once")]
        indexes = [models.Index(fields=["kind", "channel"], name="preference_by_kind")]

    def __str__(self) -> str:
        return f"{self.kind} by {self.channel}: {self.rhythm}"


class Hours(models.Model):
    """When a person is told: where their day is, when it begins, and when nothing may come in.

    `zone` is empty for the organisation's. Quiet from `quiet_from` until `quiet_until`, local, over midnight when the
    second is the earlier; both or neither. Away are the days from `away_from` up to and including `away_until`.
    """

    person = models.OneToOneField(Person, models.CASCADE, related_name="hours", primary_key=True)
    zone = models.CharField(max_length=60, default="", blank=True)
    morning = models.TimeField(default=time(8))
    weekday = models.PositiveSmallIntegerField(default=0)  # of what comes once a week; Monday is 0
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    quiet_weekend = models.BooleanField(default=False)
    away_from = models.DateField(null=True, blank=True)
    away_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hours_away_both_in_order",
                condition=Q(away_from=None, away_until=None) | Q(away_from__lte=F("away_until")),
            ),
            models.CheckConstraint(name="hours_weekday", condition=Q(weekday__gte=0, weekday__lte=6)),
            models.CheckConstraint(
                name="hours_quiet_both_or_neither",
                condition=Q(quiet_from=None, quiet_until=None) | Q(quiet_from__isnull=False, quiet_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"hours of {self.person_id}"


class PushSubscription(models.Model):
    """A device that wants to be told. `endpoint` is an address that somebody gave us: it is not to be trusted."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="devices")
    endpoint = models.URLField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=60)
    device = models.CharField(max_length=120, default="", blank=True)
    made_at = models.DateTimeField()
    failed = models.PositiveIntegerField(default=0)  # times in a row

    def __str__(self) -> str:
        return self.device or self.endpoint


class MailOut(models.Model):
    """A mail, from its making until it has left. Its words are emptied then; what ties a thread together stays."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waits")
        SENT = "sent", _("Sent")
        REFUSED = "refused", _("Refused")

    person = models.ForeignKey(Person, models.CASCADE, related_name="mails")
    address = models.EmailField()
    thing = models.CharField(max_length=60, default="", blank=True)  # "" for a digest
    message_id = models.CharField(max_length=200, unique=True)
    in_reply_to = models.CharField(max_length=200, default="", blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField(default="", blank=True)
    html = models.TextField(default="", blank=True)
    calendar = models.TextField(default="", blank=True)  # an invitation, with its METHOD
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    due = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    claimed_by = models.CharField(max_length=80, default="", blank=True)
    claimed_until = models.DateTimeField(null=True)
    trouble = models.TextField(default="", blank=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["due"], name="mail_waiting", condition=Q(state="waiting")),
            models.Index(fields=["person", "thing"], name="mail_thread"),
            models.Index(fields=["state", "-settled_at"], name="mail_settled"),
        ]

    def __str__(self) -> str:
        return self.subject


class Outage(models.Model):
    """A server of others that does not answer: since when, and when we try again. No row while all is well."""

    name = models.CharField(max_length=200, primary_key=True)  # "mail", or the host of a push service
    since = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    next_at = models.DateTimeField()
    trouble = models.TextField()

    def __str__(self) -> str:
        return f"{self.name} since {self.since}"
