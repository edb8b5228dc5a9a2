"""Files of a space, and those in its bin."""

from datetime import datetime

from django.db.models import QuerySet

from polder.capabilities.spaces import membership
from polder.capabilities.spaces.models import File, Space
from polder.ground.organisation.models import Person


def visible_to(person: Person, at: datetime) -> QuerySet[File]:
    """In spaces that the person may see, those in the bin too."""
    return File.objects.filter(space__in=membership.visible_to(person, at).values("pk"))


def of_space(space: Space, words: str = "") -> QuerySet[File]:
    """The newest change first; with all of the words in title or name."""
    rows = File.objects.filter(space=space, binned_at=None)
    for word in words.split()[:8]:
        rows = rows.filter(title__icontains=word) | rows.filter(current__name__icontains=word)
    return rows.select_related("current__by").order_by("-changed_at", "-pk")


def in_bin(space: Space) -> QuerySet[File]:
    """What was thrown away, the latest first."""
    rows = File.objects.filter(space=space, binned_at__isnull=False)
    return rows.select_related("binned_by", "current").order_by("-binned_at", "pk")
