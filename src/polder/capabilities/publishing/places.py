"""The places where people work and the languages they speak, as the organisation has them: what audiences may name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.utils.translation import get_language_info

from polder.governance import store
from polder.ground.organisation.models import Person
from polder.ground.organisation.models.people import active_at


@dataclass(frozen=True, slots=True)
class Known:
    """In the order in which people look for them."""

    places: tuple[str, ...]
    languages: tuple[str, ...]


_LASTS: Final = 3600  # seconds: people arrive and leave by time alone
_kept: dict[str, tuple[object, Known]] = {}


def known(at: datetime) -> Known:
    """Of everybody active who is no guest; kept until the organisation changes. One query, or three."""
    state = store.version(), store.generation(), int(at.timestamp()) // _LASTS
    name = str(connection.settings_dict["NAME"])
    kept = _kept.get(name)
    if kept is None or kept[0] != state:
        there = Person.objects.filter(active_at(at)).exclude(kind=Person.Kind.GUEST).order_by()
        places = there.exclude(location=None).values_list("location", flat=True).distinct()
        spoken = there.exclude(languages=[]).values_list("languages", flat=True).distinct()
        found = Known(
            _sorted({place for place in places if place}), _sorted({each for some in spoken for each in some if each})
        )
        kept = _kept[name] = state, found
    return kept[1]


def language_name(language: str) -> str:
    """“Nederlands” for `nl`; what is no code is a name already."""
    try:
        return str(get_language_info(language)["name_local"]).capitalize()
    except KeyError:
        return language


def _sorted(names: set[str]) -> tuple[str, ...]:
    return tuple(sorted(names, key=lambda name: (name.casefold(), name)))
