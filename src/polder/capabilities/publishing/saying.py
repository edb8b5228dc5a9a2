"""Notices of publishing in words: of a page nothing that the reader may not see at the moment of reading (P10)."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Words
from polder.capabilities.publishing.audiences import readable, within_audience
from polder.capabilities.publishing.models import Page
from polder.governance import mandate
from polder.ground.organisation.models import Person


def must_read(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """How near its last day is."""
    found = _pages(told, readable(person, at))
    late, soon = _("“%(page)s” should have been read by now"), _("“%(page)s” is to be read within two days")
    return {
        notice.pk: Words((late if notice.data.get("stage") == "late" else soon) % {"page": page.title}, page.url or "")
        for notice in told
        if (page := found.get(_number(notice))) is not None
    }


def of_the_team(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """For a head who may read it too."""
    found = _pages(told, readable(person, at))
    return {
        notice.pk: Words(
            _("Some of your people have not read “%(page)s”") % {"page": page.title},
            reverse("publishing:compliance", args=[page.pk]),
        )
        for notice in told
        if (page := found.get(_number(notice))) is not None
    }


def published(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """While they may read it."""
    found = _pages(told, readable(person, at))
    return {
        notice.pk: Words(_("%(page)s was published") % {"page": page.title}, page.url or "")
        for notice in told
        if (page := found.get(_number(notice))) is not None
    }


def withdrawn(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """Under the title that it had while they were asked; where none was kept, that of what they may read now, or none."""
    there = _pages(told, Q())
    open_to = _pages([notice for notice in told if not notice.data.get("title")], readable(person, at))
    said = {}
    for notice in told:
        if (number := _number(notice)) not in there:
            continue
        title = notice.data.get("title") or (open_to[number].title if number in open_to else "")
        said[notice.pk] = Words(
            _("You are no longer asked about %(page)s") % {"page": title}
            if title
            else _("You are no longer asked about a page"),
            "",
            _("Whoever asked for your advice has withdrawn that.")
            if notice.data.get("why") == "no_longer"
            else _("The matrix has changed: others are asked now."),
        )
    return said


def hidden(person: Person, told: Sequence[Notice], at: datetime) -> Mapping[int, Words]:
    """With the way to it and the reason for who sees drafts there; by its name alone for who would read it."""
    drafts = set(_pages(told, mandate.things_where(person, "view_draft", at=at)))
    theirs = within_audience(person, at) & Q(live=True, binned_at=None)
    found = _pages(told, theirs | Q(pk__in=drafts))
    said = {}
    for notice in told:
        page = found.get(_number(notice))
        if page is not None:
            sentence = _("%(page)s was hidden from readers for a day") % {"page": page.title}
            kept = page.pk in drafts and page.binned_at is None
            address = reverse("publishing:route", args=[page.pk]) if kept else ""
            said[notice.pk] = Words(sentence, address, page.hidden_because if kept else "")
    return said


def _pages(told: Sequence[Notice], seen: Q) -> dict[int, Page]:
    return Page.objects.filter(seen, pk__in=[_number(notice) for notice in told]).in_bulk()


def _number(notice: Notice) -> int:
    return int(notice.thing.partition(":")[2])
