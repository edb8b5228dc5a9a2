"""For whom a thing is (P10): one row per distinct set of parties, so that lists filter with `audience_id IN (...)`."""

import hashlib
from collections.abc import Iterable

from django.db import models

from polder.ground.organisation.models import Party


class Audience(models.Model):
    """A set of parties. Everyone is not an audience: a thing for everyone has none."""

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


def digest_of(refs: Iterable[str]) -> str:
    """What tells two sets of parties (`unit:hr`, `role:editor`) apart, whatever their order."""
    return hashlib.sha256("\n".join(sorted(set(refs))).encode()).hexdigest()
