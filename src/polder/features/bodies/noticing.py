"""Notices of bodies in words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from polder.base.words import say_moment
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.capabilities.publishing import readings
from polder.features.bodies import queries
from polder.features.bodies.models import Proposal
from polder.ground.organisation.models import Person


def failed(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """Three queries. Who may not see the proposal any more is not told."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    seen = queries.decisions_visible_to(person, at)
    found = seen.select_related("proposal").in_bulk(set(numbers.values()))
    return {
        notice: Words(
            _("“%(title)s” no longer fitted, and nothing of it was applied") % {"title": decision.proposal.title},
            decision.proposal.get_absolute_url(), decision.trouble,
        )
        for notice, number in numbers.items()
        if (decision := found.get(number)) is not None
    }  # fmt: skip


def of_meetings(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """Two queries. Who has no seat there any more is not told."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    found = queries.meetings_visible_to(person, at).select_related("body").in_bulk(set(numbers.values()))
    calendar = readings.calendar()
    said = {}
    for notice in told:
        meeting = found.get(numbers[notice.pk])
        if meeting is not None:
            sentence = {
                "meeting": _("%(body)s meets %(when)s"),
                "meeting_moved": _("%(body)s was moved to %(when)s"),
                "meeting_cancelled": _("The meeting of %(body)s, %(when)s, was called off"),
            }[notice.kind]
            when = say_moment(meeting.begins_at, calendar.zone, calendar.today(at))
            said[notice.pk] = Words(
                sentence % {"body": meeting.body.name, "when": when}, meeting.get_absolute_url(), meeting.place
            )
    return said


def decided(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """What was decided, and how much it changed. Three queries."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    seen = queries.decisions_visible_to(person, at).select_related("proposal__body").in_bulk(set(numbers.values()))
    return {
        notice: Words(
            _("%(body)s decided: %(title)s") % {"body": decision.proposal.body.name, "title": decision.proposal.title},
            decision.proposal.get_absolute_url(), _changes(len(decision.done)),
        )
        for notice, number in numbers.items()
        if (decision := seen.get(number)) is not None
    }  # fmt: skip


def released(_person: Person, told: Sequence[Notice], _at: datetime) -> Mapping[int, Words]:
    """Under the title that it had while they were asked. One query."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    there = set(Proposal.objects.filter(pk__in=set(numbers.values())).values_list("pk", flat=True))
    return {
        notice.pk: Words(
            _("You are no longer asked about “%(title)s”") % {"title": title}
            if (title := notice.data.get("title"))
            else _("You are no longer asked about a proposal"),
            "", _("The matrix has changed: others are asked now."),
        )
        for notice in told
        if numbers[notice.pk] in there
    }  # fmt: skip


def answered(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """Two queries."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    found = queries.proposals_visible_to(person, at).in_bulk(set(numbers.values()))
    return {
        notice: Words(
            _("Your objection to “%(title)s” is answered") % {"title": proposal.title}, proposal.get_absolute_url()
        )
        for notice, number in numbers.items()
        if (proposal := found.get(number)) is not None
    }


def _changes(count: int) -> str:
    if not count:
        return _("It is in effect.")
    return ngettext(
        "It is in effect, and changed %(count)s thing.", "It is in effect, and changed %(count)s things.", count
    ) % {"count": count}
