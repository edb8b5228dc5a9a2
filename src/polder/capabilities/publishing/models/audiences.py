"""For whom a thing is (P10): one row per distinct set, so that lists filter with `audience_id IN (...)`."""

import hashlib
import json
from collections.abc import Iterable

from django.db import models

from polder.ground.organisation.models import Party


class Audience(models.Model):
    """A set of parties, places and languages. Everyone is not an audience: a thing for everyone has none."""

    digest = models.CharField(max_length=64, unique=True, editable=False)
    parties = models.ManyToManyField(Party, through="AudienceParty", related_name="audiences")

    def __str__(self) -> str:
        return ", ".join(sorted(self.parties.values_list("ref", flat=True)))


class AudienceParty(models.Model):
    """One party of an audience."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="members")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["audience", "party"], name="one_party_once_in_an_audience")]

    def __str__(self) -> str:
        return f"{self.audience_id}: {self.party_id}"


class AudiencePlace(models.Model):
    """A place of an audience: everybody who works there, as `Person.location` has it."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="places")
    place = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "audience"], name="one_place_once_in_an_audience")]

    def __str__(self) -> str:
        return f"{self.audience_id}: {self.place}"


class AudienceLanguage(models.Model):
    """A language of an audience: everybody who speaks it, as `Person.languages` has it."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, related_name="languages")
    language = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["language", "audience"], name="one_language_once_in_an_audience")
        ]

    def __str__(self) -> str:
        return f"{self.audience_id}: {self.language}"


def digest_of(refs: Iterable[str], places: Iterable[str] = (), languages: Iterable[str] = ()) -> str:
    """What tells two sets apart, whatever their order: of parties (`unit:hr`, `role:editor`), places and languages."""
    lines = sorted(set(refs))
    lines += [f"place {json.dumps(place)}" for place in sorted(set(places))]
    lines += [f"language {json.dumps(language)}" for language in sorted(set(languages))]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
