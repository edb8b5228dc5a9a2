"""Who may read what (P10): sets of parties, places and languages, and the conditions that trim every list in SQL."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, StrIndex

from polder.base.validity import valid_at
from polder.capabilities.publishing.models import (
    Audience,
    AudienceLanguage,
    AudienceParty,
    AudiencePlace,
    Duty,
    Page,
)
from polder.capabilities.publishing.models.audiences import digest_of
from polder.governance import mandate
from polder.governance.models import Membership
from polder.ground.organisation.models import Party, Person
from polder.ground.organisation.models.people import active_at


@dataclass(frozen=True, slots=True)
class Aim:
    """For whom something is meant to be: whoever belongs to any of these. Nobody named is everyone."""

    parties: tuple[Party, ...] = ()
    places: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.parties or self.places or self.languages)


def audience_of(
    parties: Collection[Party], places: Collection[str] = (), languages: Collection[str] = ()
) -> Audience | None:
    """The one row for this set; None, which is everyone, when it is empty."""
    if not (parties or places or languages):
        return None
    digest = digest_of((party.ref for party in parties), places, languages)
    audience, made = Audience.objects.get_or_create(digest=digest)
    if made:
        AudienceParty.objects.bulk_create([AudienceParty(audience=audience, party=party) for party in set(parties)])
        AudiencePlace.objects.bulk_create([AudiencePlace(audience=audience, place=place) for place in set(places)])
        AudienceLanguage.objects.bulk_create(
            [AudienceLanguage(audience=audience, language=language) for language in set(languages)]
        )
    return audience


def aim_of(audience: Audience | None) -> Aim:
    """Who is named in it. Three queries."""
    if audience is None:
        return Aim()
    return Aim(
        tuple(audience.parties.select_related("unit", "role", "body", "person").order_by("ref")),
        tuple(audience.places.order_by("place").values_list("place", flat=True)),
        tuple(audience.languages.order_by("language").values_list("language", flat=True)),
    )


def audiences_with(person: Person, at: datetime) -> QuerySet[AudienceParty]:
    """Audiences to which the person belongs, for `audience__in=`: through any party (G3, advisors too), and, who is no
    guest, by where they work and what they speak."""
    mine = Membership.objects.filter(valid_at(at), person=person, asked=True).values("party")
    return audiences_naming(mine, person)


def audiences_naming(parties: Any, reader: Person) -> QuerySet[AudienceParty]:
    """The same for parties that are known already, or imagined; of the reader only kind, place and languages are asked."""
    named = AudienceParty.objects.filter(party__in=parties).values("audience")
    if reader.kind == Person.Kind.GUEST:  # only where they are named by person, role or body
        return named  # type: ignore[return-value]
    more: list[QuerySet[Any, Any]] = []
    if reader.location:
        more.append(AudiencePlace.objects.filter(place=reader.location).values("audience"))
    if reader.languages:
        more.append(AudienceLanguage.objects.filter(language__in=reader.languages).values("audience"))
    return named.union(*more, all=True) if more else named  # type: ignore[return-value]


def within_audience(person: Person, at: datetime, *, audience: str = "audience") -> Q:
    """A condition for things whose `audience` (the path to it) takes the person in. Nobody inactive reads anything."""
    if not person.counts(at):
        return Q(pk__in=[])
    return open_to(audiences_with(person, at), person, audience=audience)


def open_to(found: QuerySet[AudienceParty], reader: Person, *, audience: str = "audience") -> Q:
    """A condition for things with one of these audiences, or, for who is no guest, with none."""
    named = Q(**{f"{audience}__in": found})
    if reader.kind == Person.Kind.GUEST:
        return named
    return named | Q(**{f"{audience}__isnull": True})


def asked_to_read(person: Person, at: datetime) -> Q:
    """A condition for must-reads that ask the person: in their audience, and in that of the page, where it has one (P10)."""
    if not person.counts(at):
        return Q(pk__in=[])
    mine = audiences_with(person, at)
    return open_to(mine, person) & (Q(page__audience__isnull=True) | Q(page__audience__in=mine))


def readable(person: Person, at: datetime) -> Q:
    """A condition for pages that the person may read now: published, not hidden (P9), not in the bin, and for them.

    Whoever holds `view_draft` on its aspect may read it too, whoever it is for.
    """
    for_them = within_audience(person, at) | mandate.things_where(person, "view_draft", at=at)
    if person.kind == Person.Kind.GUEST:  # who is asked by name to read what is for everyone may read it
        for_them |= Q(pk__in=Duty.objects.filter(asked_to_read(person, at)).values("page"))
    return open_at(at) & for_them


def open_at(at: datetime, page: str = "") -> Q:
    """A condition for pages that readers see at this moment, whoever they are. `page` is the path to it (`page__`)."""
    shown = Q(**{f"{page}live": True, f"{page}binned_at__isnull": True})
    shown &= Q(**{f"{page}hidden_until__isnull": True}) | Q(**{f"{page}hidden_until__lte": at})
    return shown & (Q(**{f"{page}expires_at__isnull": True}) | Q(**{f"{page}expires_at__gt": at}))


def readers(page: Page, at: datetime) -> QuerySet[Person]:
    """Everybody active for whom the page is (P10), without those who may read it by `view_draft` alone."""
    return readers_of(page.audience, at)


def readers_of(audience: Audience | None, at: datetime) -> QuerySet[Person]:
    """Everybody active in the audience; every active employee when there is none."""
    if audience is None:
        return readers_of_aim(Aim(), at)
    spoken = audience.languages.values_list("language", flat=True)
    return _readers(audience.members.values("party"), audience.places.values("place"), spoken, at)


def readers_of_aim(aim: Aim, at: datetime) -> QuerySet[Person]:
    """The same for what is no audience yet: who would it be for?"""
    if not aim:
        return Person.objects.filter(active_at(at)).exclude(kind=Person.Kind.GUEST)
    return _readers([party.pk for party in aim.parties], aim.places, aim.languages, at)


def _readers(parties: Any, places: Any, languages: Iterable[str], at: datetime) -> QuerySet[Person]:
    there = Q(location__in=places)
    for language in languages:
        there |= Q(pk__in=speaking(language).values("pk"))
    return Person.objects.filter(active_at(at)).filter(Q(_belong(parties, at)) | (~Q(kind=Person.Kind.GUEST) & there))


def _belong(parties: Any, at: datetime) -> Exists:
    return Exists(Membership.objects.filter(valid_at(at), person=OuterRef("pk"), asked=True, party__in=parties))


def speaking(language: str) -> QuerySet[Person]:
    """Everybody who speaks it. The list is JSON, of which databases ask different questions: it is read as text."""
    written = json.dumps(language, ensure_ascii=connection.vendor != "postgresql")
    spoken = StrIndex(Cast("languages", TextField()), Value(written))
    return Person.objects.annotate(spoken=spoken).filter(spoken__gt=0)
