"""Who is asked, and who is told, when something happened to a wish."""

import json
from collections.abc import Iterable
from datetime import datetime

from polder.capabilities.notifications import notices
from polder.capabilities.publishing import readings
from polder.capabilities.publishing.route import people
from polder.features.wishes import queries
from polder.features.wishes.models import Support, Wish
from polder.governance.facts import AspectKey
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to
from polder.ground.organisation.models import Person


@reacts_to("wish.made", "wish.moved", "wish.parted", "wish.put_back", "wish.turned")
def ask_those_who_keep_it(event: Event) -> None:
    """When it waits since then: who does the work on its aspect, and their deputies (G10)."""
    wish = _of(event)
    if wish is None or wish.waits_since is None or wish.waits_since != event.at:
        return
    reading, key = readings.around(wish.aspect), AspectKey(wish.aspect.key)
    keys = people.reviewers(reading, key, event.at, a_too=False)
    _ask(wish, keys | people.standing_in(reading, key, event.at, letter="R"), event.at.isoformat(), event.at)


@reacts_to("wish.answered", "wish.taken_over", "wish.turned")
def tell_those_behind_it(event: Event) -> None:
    """The wisher, and everybody who would like it too."""
    wish = _of(event)
    if wish is not None:
        step = json.loads(event.data).get("step")
        _tell(queries.people_behind(wish) - {event.actor}, "wish_step", wish, event, step=step)


@reacts_to("wish.reworded")
def tell_of_other_words(event: Event) -> None:
    """Those behind it: they were behind other words."""
    wish = _of(event)
    if wish is not None:
        _tell(queries.people_behind(wish) - {event.actor}, "wish_reworded", wish, event)


@reacts_to("wish.moved", "wish.taken_down")
def tell_the_wisher(event: Event) -> None:
    """That it went elsewhere, or why it is not shown."""
    wish = _of(event)
    if wish is not None:
        kind = "wish_moved" if event.kind == "wish.moved" else "wish_taken_down"
        _tell({wish.wisher_id} - {event.actor}, kind, wish, event)


@reacts_to("wish.merged")
def tell_that_it_goes_on_elsewhere(event: Event) -> None:
    """Those behind the one that was merged: they are behind the other now."""
    wish = _of(event)
    if wish is not None:
        behind = {wish.wisher_id, *Support.objects.filter(wish=wish).values_list("person", flat=True)}
        _tell(behind - {event.actor}, "wish_merged", wish, event)


def remind(at: datetime) -> None:
    """Who answers for the aspect of what is late is asked too, once, and so are their deputies."""
    late = Wish.objects.filter(waits_since__isnull=False, due_at__lte=at).select_related("aspect")
    for wish in late.order_by("due_at", "pk")[:500]:
        reading, key = readings.around(wish.aspect), AspectKey(wish.aspect.key)
        keys = people.acting(reading, key, at) | people.standing_in(reading, key, at, letter="A")
        _ask(wish, keys, f"late:{wish.due_at}", at)


def _of(event: Event) -> Wish | None:
    return Wish.objects.select_related("aspect").filter(pk=event.thing.partition(":")[2]).first()


def _ask(wish: Wish, keys: Iterable[str], key: str, at: datetime) -> None:
    asked = Person.objects.filter(key__in=keys).exclude(pk=wish.wisher_id)
    notices.tell(asked, "wish", thing=wish.ref, event_at=at, key=key)


def _tell(numbers: Iterable[int | None], kind: str, wish: Wish, event: Event, **data: object) -> None:
    told = sorted(number for number in numbers if number is not None)
    notices.tell(told, kind, thing=wish.ref, event_at=event.at, key=str(event.number), data=data)
