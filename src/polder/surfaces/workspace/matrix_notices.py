"""What people are told of the matrix: a change to decide on, what became of one's own, a load over it."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.notifications import notices
from polder.capabilities.notifications.models import Notice
from polder.capabilities.notifications.notices import Kind, Words
from polder.governance import drafts
from polder.governance.models import ChangeSet
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to
from polder.ground.organisation.models import Person

ASKED, SETTLED, LOADED = "change_set", "change_set_settled", "organisation_loaded"


def register() -> None:
    """Called once, in `ready()`."""
    notices.register_kind(
        Kind(
            ASKED,
            label=gettext_lazy("You are asked to decide on a change to the matrix"),
            task=True,
            rhythms={"mail": "once"},
        )
    )
    notices.register_kind(
        Kind(
            SETTLED,
            label=gettext_lazy("A change to the matrix that you proposed is decided"),
            say=_say_settled,
            rhythms={"mail": "once"},
        )
    )
    notices.register_kind(
        Kind(
            LOADED,
            label=gettext_lazy("A file is loaded over the matrix that you guard"),
            say=_say_loaded,
            rhythms={"mail": "once"},
            urgent=True,
        )
    )


@reacts_to("change_set.proposed")
def ask_those_who_decide(event: Event) -> None:
    """A few who could apply it; it stands in the inbox of all of them."""
    change_set = _change_set(event)
    if change_set is None or change_set.state != ChangeSet.State.PROPOSED:
        return
    people = [person for person in drafts.who_could_apply(change_set, event.at) if person.pk != change_set.author_id]
    notices.tell(people, ASKED, thing=event.thing, event_at=event.at, key=str(event.number))


@reacts_to("change_set.applied", "change_set.planned", "change_set.rejected", "change_set.failed")
def tell_its_author(event: Event) -> None:
    """What became of it, unless the author did it."""
    change_set = _change_set(event)
    if change_set is None or change_set.author_id in {None, event.actor}:
        return
    state = event.kind.partition(".")[2]
    notices.tell(
        [change_set.author_id], SETTLED, thing=event.thing, event_at=event.at, key=str(event.number), data={"as": state}
    )  # fmt: skip


@reacts_to("organisation.loaded")
def tell_of_loading(event: Event) -> None:
    """Loading over a matrix that is in force leaves the trace of break-glass: the guardian's chair is told."""
    data = json.loads(event.data)
    counted = {name: sum(data[name].values()) for name in ("added", "changed", "removed") if name in data}
    notices.tell(
        data.get("told", ()), LOADED, thing=event.thing, event_at=event.at, key=str(event.number), data=counted
    )  # fmt: skip


def _change_set(event: Event) -> ChangeSet | None:
    return ChangeSet.objects.filter(pk=int(event.thing.partition(":")[2])).first()


def _say_settled(person: Person, told: Sequence[Notice], _at: datetime) -> Mapping[int, Words]:
    """One query."""
    numbers = {notice.pk: int(notice.thing.partition(":")[2]) for notice in told}
    found = ChangeSet.objects.filter(author=person).select_related("decided_by").in_bulk(set(numbers.values()))
    said = {}
    for notice in told:
        change_set = found.get(numbers[notice.pk])
        if change_set is None:
            continue
        sentence = {
            "applied": _("Your change is in force: %(title)s"),
            "planned": _("Your change is planned: %(title)s"),
            "rejected": _("Your change was not accepted: %(title)s"),
            "failed": _("Your change no longer fitted and was not applied: %(title)s"),
        }.get(str(notice.data.get("as")), _("Your change is decided: %(title)s"))
        detail = change_set.trouble or (str(change_set.decided_by) if change_set.decided_by else "")
        said[notice.pk] = Words(sentence % {"title": change_set.title}, change_set.get_absolute_url(), detail)
    return said


def _say_loaded(_person: Person, told: Sequence[Notice], _at: datetime) -> Mapping[int, Words]:
    """No query."""
    return {
        notice.pk: Words(
            _("The organisation and its matrix were loaded anew"),
            reverse("governance:history"),
            _(
                "%(added)s things were added, %(changed)s changed and %(removed)s removed. Every change is in the ledger."
            )
            % {name: notice.data.get(name, 0) for name in ("added", "changed", "removed")},
        )
        for notice in told
    }
