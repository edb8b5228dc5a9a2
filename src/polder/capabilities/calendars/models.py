"""Secret addresses at which a calendar program reads somebody's year without signing in."""

from django.db import models

from polder.ground.organisation.models import Body, Person


class Feed(models.Model):
    """One link of one person: to all that is theirs, or to one body. Only a digest of its secret is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="feeds")
    body = models.ForeignKey(Body, models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.body_id or 'all'}"
