"""The matrix around an aspect, as the rules of publishing read it; kept until the matrix changes."""

from collections.abc import Collection
from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection

from polder.capabilities.publishing.route.clocks import Calendar
from polder.governance import store, store_around
from polder.governance.models import Aspect
from polder.governance.resolution import Reading
from polder.governance.store import DEFAULT_ZONE
from polder.ground.ledger import acts, once
from polder.ground.organisation.models import Organisation

_MOST = 200  # readings kept; at demo size one is some ten kilobytes
_kept: dict[tuple[str, int, tuple[int, str], int, frozenset[int]], Reading] = {}


def around(aspect: Aspect, also: Collection[int] = (), version: tuple[int, str] | None = None) -> Reading:
    """Line, letters at every moment, and everybody behind them. Some fifteen queries, one when it is known.

    `also` are numbers of parties without a letter here whose people are wanted as well. Whoever asks about many
    aspects gives the `version` of the matrix that they read before, and pays for it once.
    """
    if acts.is_alone():  # rows may be ahead of the version here
        return Reading(store_around.facts_around(aspect.pk, 0, letters="RACI", also=also))
    version = version or store.version()
    key = (str(connection.settings_dict["NAME"]), store.generation(), version, aspect.pk, frozenset(also))
    found = _kept.get(key)
    if found is None:
        found = Reading(store_around.facts_around(aspect.pk, 0, letters="RACI", also=also))
        if version[0] and version == store.version():  # nobody changed anything while it was read
            if len(_kept) >= _MOST:
                _kept.clear()
            _kept[key] = found
    return found


def calendar() -> Calendar:
    """Zone and holidays of the organisation. One query."""
    return once.once("calendar", make=_calendar)


def _calendar() -> Calendar:
    organisation = Organisation.objects.values_list("zone", "holidays").first()
    if organisation is None:
        return Calendar(ZoneInfo(DEFAULT_ZONE))
    zone, holidays = organisation
    return Calendar(ZoneInfo(zone), frozenset(date.fromisoformat(day) for day in holidays))
