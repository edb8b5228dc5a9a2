"""Who may read what (P10): sets of parties, and the conditions that trim every list in SQL."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from polder.base.validity import valid_at
from polder.capabilities.publishing.models import Audience, AudienceParty, Page
from polder.capabilities.publishing.models.audiences import digest_of
from polder.governance import mandate
from polder.governance.models import Membership
from polder.ground.organisation.models import Party, Person
from polder.ground.organisation.models.people import active_at


def audience_of(parties: Collection[Party]) -> Audience | None:
    """The one row for this set of parties; None, which is everyone, when there are none."""
    if not parties:
        return None
    audience, made = Audience.objects.get_or_create(digest=digest_of(party.ref for party in parties))
    if made:
        AudienceParty.objects.bulk_create([AudienceParty(audience=audience, party=party) for party in set(parties)])
    return audience


def audiences_with(person: Person, at: datetime) -> QuerySet[AudienceParty]:
    """Audiences to which the person belongs through any party (G3, advisors too): for `audience__in=`."""
    mine = Membership.objects.filter(valid_at(at), person=person, asked=True).values("party")
    return AudienceParty.objects.filter(party__in=mine).values("audience")  # type: ignore[return-value]


def within_audience(person: Person, at: datetime, *, audience: str = "audience") -> Q:
    """A condition for things whose `audience` (the path to it) takes the person in. Nobody inactive reads anything."""
    if not person.counts(at):
        return Q(pk__in=[])
    named = Q(**{f"{audience}__in": audiences_with(person, at)})
    if person.kind == Person.Kind.GUEST:  # only where they are named
        return named
    return named | Q(**{f"{audience}__isnull": True})


def readable(person: Person, at: datetime) -> Q:
    """A condition for pages that the person may read now: published, not hidden (P9), not in the bin, and for them.

    Whoever holds `view_draft` on its aspect may read it too, whoever it is for.
    """
    for_them = within_audience(person, at) | mandate.things_where(person, "view_draft", at=at)
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
        return readers_of_parties((), at)
    return _within(audience.members.values("party"), at)


def readers_of_parties(parties: Collection[Party], at: datetime) -> QuerySet[Person]:
    """The same for parties that are no audience yet: who would it be for?"""
    if not parties:
        return Person.objects.filter(active_at(at)).exclude(kind=Person.Kind.GUEST)
    return _within([party.pk for party in parties], at)


def _within(parties: Any, at: datetime) -> QuerySet[Person]:
    inside = Membership.objects.filter(valid_at(at), person=OuterRef("pk"), asked=True, party__in=parties)
    return Person.objects.filter(active_at(at)).filter(Exists(inside))
