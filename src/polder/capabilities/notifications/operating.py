"""What operators must know of mail: that it does not leave, and a task until it does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from polder.base.words import say_moment
from polder.capabilities.notifications import outages, sending, tasks
from polder.capabilities.notifications.models import MailOut, Outage
from polder.capabilities.notifications.tasks import Task
from polder.ground.organisation.models import Person

PATIENCE: Final = timedelta(minutes=10)  # a server that restarts is nobody's task
LISTED: Final = 50


@dataclass(frozen=True, slots=True)
class Standing:
    """How mail stands: since when the server is silent, what waits since when, what was refused, what left today."""

    outage: Outage | None
    waiting: int
    oldest: datetime | None
    refused: list[MailOut]
    sent_today: int
    services: list[Outage]  # push services that are silent


def standing(at: datetime) -> Standing:
    """Five queries."""
    waits = sending.waiting().order_by().aggregate(number=Count("pk"), oldest=Min("made_at"))
    refused = MailOut.objects.filter(state=MailOut.State.REFUSED).select_related("person").order_by("-settled_at")
    sent = MailOut.objects.filter(state=MailOut.State.SENT, settled_at__gt=at - timedelta(days=1))
    return Standing(
        outage=outages.of(sending.SERVER),
        waiting=waits["number"],
        oldest=waits["oldest"],
        refused=list(refused[:LISTED]),
        sent_today=sent.count(),
        services=list(Outage.objects.filter(name__startswith="push:").order_by("since")),
    )


def tasks_for(person: Person, at: datetime) -> Iterator[Task]:
    """For operators, while the mail server is silent longer than a restart takes. One query for them, none for others."""
    outage = outages.of(sending.SERVER) if person.operator else None
    if outage is None or at - outage.since < PATIENCE:
        return
    number = sending.waiting().count()
    since = say_moment(outage.since, timezone.get_current_timezone(), timezone.localtime(at).date())
    yield Task(
        kind="mail_server",
        thing="mail:server",
        title=_("The mail server does not answer"),
        detail=ngettext(
            "Since %(since)s; %(n)d mail waits. Nothing is lost.",
            "Since %(since)s; %(n)d mails wait. Nothing is lost.",
            number,
        )
        % {"since": since, "n": number},
        address=reverse("notifications:post"),
        verb=_("Look"),
        severity="high",
        since=outage.since,
    )


def register() -> None:
    """Called once, in `ready()`."""
    tasks.register("operating", tasks.Source({"mail_server": gettext_lazy("Operate")}, tasks_for))
