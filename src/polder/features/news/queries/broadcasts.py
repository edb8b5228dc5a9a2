"""Urgent messages as a person may see them: those for them once sent, and all of an aspect whose drafts they may see."""

from datetime import datetime

from django.db.models import Q, QuerySet

from polder.capabilities.publishing.audiences import within_audience
from polder.features.news.models import Broadcast, Channel
from polder.governance import mandate
from polder.governance.models import Aspect
from polder.ground.organisation.models import Person

_OPEN = 20  # proposed and not sent: more at once is no hurry any more


def broadcasts(person: Person, at: datetime) -> QuerySet[Broadcast]:
    """Newest first, with who wrote and sent them."""
    sent = Q(sent_at__isnull=False) & within_audience(person, at)
    mine = sent | mandate.things_where(person, "view_draft", at=at)
    rows = Broadcast.objects.filter(mine).select_related(
        "channel__aspect", "aspect", "proposed_by", "sent_by", "ended_by"
    )
    return rows.order_by("-proposed_at", "-pk")


def channels_with_urgent(person: Person, at: datetime) -> list[Channel]:
    """Channels in which the person may write urgent messages."""
    may = mandate.things_where(person, "edit", at=at, aspect="urgent_under")
    return list(Channel.objects.filter(may).select_related("aspect", "urgent_under"))


def line_above(aspect: Aspect) -> list[Aspect]:
    """The aspects above this one, the nearest first (G5). One query."""
    numbers = [int(number) for number in aspect.path.split("/") if number.isdecimal() and int(number) != aspect.pk]
    found = Aspect.objects.in_bulk(numbers)
    return [found[number] for number in reversed(numbers) if number in found]


def aspects_below_mine(person: Person, at: datetime) -> QuerySet[Aspect]:
    """Aspects whose A the person sets (G13): all below those where they have `assign`."""
    mine = Aspect.objects.filter(mandate.things_where(person, "assign", at=at, aspect="pk"))
    tops: list[str] = []
    for path in mine.order_by("path").values_list("path", flat=True):
        if not any(path.startswith(top) for top in tops):
            tops.append(path)
    below = Q(pk__in=[])
    for top in tops:
        below |= Q(path__startswith=top) & ~Q(path=top)
    return Aspect.objects.filter(below).order_by("name")


def waiting_for(person: Person, at: datetime) -> list[Broadcast]:
    """What waits for the person as the second pair of eyes. One query, and two for each that waits for anybody."""
    rows = Broadcast.objects.filter(sent_at=None, withdrawn_at=None, ends_at__gt=at)
    waits = rows.select_related("aspect", "proposed_by").order_by("proposed_at")[:_OPEN]
    return [
        row for row in waits if mandate.may(person, "publish", row.aspect, at=at, authors=[row.proposed_by]).allowed
    ]
