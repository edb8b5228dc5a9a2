"""Choosing for whom a page is and who must read it: units, roles and bodies, places, languages, and people by name.

People are too many to list: one is added by name at a time, and stands in the list once they are chosen.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polder.capabilities.publishing import opened, places
from polder.capabilities.publishing.audiences import Aim, aim_of
from polder.capabilities.publishing.errors import Invalid
from polder.capabilities.publishing.models import Duty, Page
from polder.ground.organisation.forms.fields import AsksAbout, PersonField
from polder.ground.organisation.models import Party, Person

_PLACE, _LANGUAGE = "place:", "language:"


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list. `gone`: a place or language that nobody has any more."""

    value: str
    name: str
    chosen: bool
    gone: bool = False


class Somebody(AsksAbout):
    """Who is added by name. Guests too: what is for everybody is not for them (P10)."""

    person = PersonField(
        label=gettext_lazy("And somebody by name"), required=False,
        help_text=gettext_lazy("One at a time. Guests read only what names them, by name, role or body."),
    )  # fmt: skip

    def __init__(self, *args: Any, ids: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.auto_id = f"{ids}-%s"  # several stand on one page


def context(page: Page, by: Person, at: datetime) -> dict[str, Any]:
    """What `publishing/_manage.html` takes: all that can be chosen, by kind, and for whom the page is. Six queries."""
    duty = Duty.objects.filter(page=page).select_related("audience").first()
    aim = aim_of(page.audience)
    listed = list(choices(aim, at))
    must = list(choices(aim_of(duty.audience), at)) if duty else listed
    return {
        "must_be_read": duty is not None,
        "opened": {"aim": opened.aim(page), "stay": opened.stay(page), "require": opened.duty(duty)},
        "aim_choices": listed,
        "must_choices": must,
        "aimed": list(_in_words(listed, aim)),
        "aim_somebody": Somebody(asker=by, at=at, ids="aim"),
        "must_somebody": Somebody(asker=by, at=at, ids="must"),
    }


def choices(aim: Aim, at: datetime) -> Iterator[tuple[str, list[Choice]]]:
    """Every unit, role, body, place and language under what they are, with those of `aim` chosen. Two queries."""
    refs = {party.ref for party in aim.parties}
    for label, rows in groups():
        yield label, [Choice(row.ref, row.name, row.ref in refs) for row in rows]
    people = [party for party in aim.parties if party.kind == Party.Kind.PERSON]
    if people:
        yield _("People"), [Choice(party.ref, party.name, True) for party in people]
    there = places.known(at)
    yield _("Places"), _named(_PLACE, there.places, aim.places, str)
    yield _("Languages"), _named(_LANGUAGE, there.languages, aim.languages, places.language_name)


def _named(prefix: str, there: tuple[str, ...], chosen: tuple[str, ...], say: Any) -> list[Choice]:
    gone = [name for name in chosen if name not in there]
    return [
        Choice(f"{prefix}{name}", say(name), name in chosen, name in gone) for name in sorted({*there, *gone}, key=say)
    ]


def _in_words(listed: Iterable[tuple[str, list[Choice]]], aim: Aim) -> Iterator[str]:
    for _label, some in listed:
        for choice in some:
            if choice.chosen and choice.gone:
                yield _("%(name)s (nobody any more)") % {"name": choice.name}
            elif choice.chosen:
                yield choice.name


def groups() -> list[tuple[str, list[Party]]]:
    """Every unit, role and body by name, under what they are. One query."""
    kinds = {Party.Kind.UNIT: _("Units"), Party.Kind.ROLE: _("Roles"), Party.Kind.BODY: _("Bodies")}
    rows = list(Party.objects.filter(kind__in=kinds).select_related("unit", "role", "body"))
    return [
        (label, sorted((row for row in rows if row.kind == kind), key=lambda row: row.name))
        for kind, label in kinds.items()
    ]


def offered(aim: Aim, at: datetime) -> list[tuple[str, list[tuple[str, str]]]]:
    """The same for the field of a form. Two queries."""
    return [(label, [(one.value, one.name) for one in some]) for label, some in choices(aim, at) if some]


def values_of(aim: Aim) -> list[str]:
    """Which of these are chosen."""
    places_, languages = (f"{_PLACE}{place}" for place in aim.places), (f"{_LANGUAGE}{one}" for one in aim.languages)
    return [*(party.ref for party in aim.parties), *places_, *languages]


def names_of(aim: Aim) -> list[str]:
    """Who is named in it, as its reader calls them; nobody is everyone."""
    return [*(party.name for party in aim.parties), *aim.places, *map(places.language_name, aim.languages)]


def aim_chosen(given: QueryDict, name: str, at: datetime, was: Aim, *, by: Person | None = None) -> Aim:
    """Who was chosen, places and languages too, and who was added by name where `by` asks.

    Raises Invalid for a party, place or language that is not there any more, unless it `was` chosen, and for a name that
    is nobody's whom `by` knows.
    """
    values = set(given.getlist(name)) - {""}
    known = places.known(at)
    there = _chosen_of(_PLACE, values), _chosen_of(_LANGUAGE, values)
    refs = {value for value in values if not value.startswith((_PLACE, _LANGUAGE))}
    if by is not None and (somebody := _somebody(given, by, at)) is not None:
        refs.add(somebody.party.ref)
    parties = tuple(Party.objects.filter(ref__in=refs).order_by("ref"))
    if len(parties) != len(refs):
        raise Invalid(_("Somebody you chose is not there any more. Choose anew."))
    for place in there[0]:
        if place not in known.places and place not in was.places:
            raise Invalid(_("Nobody works at “%(place)s” any more. Choose anew.") % {"place": place})
    for language in there[1]:
        if language not in known.languages and language not in was.languages:
            name = places.language_name(language)
            raise Invalid(_("Nobody speaks “%(language)s” any more. Choose anew.") % {"language": name})
    return Aim(parties, *there)


def _somebody(given: QueryDict, by: Person, at: datetime) -> Person | None:
    form = Somebody(given, asker=by, at=at)
    if not form.is_valid():
        raise Invalid(" ".join(str(error) for error in form.errors["person"]))
    found: Person | None = form.cleaned_data["person"]
    return found


def _chosen_of(prefix: str, values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(value.removeprefix(prefix) for value in values if value.startswith(prefix)))
