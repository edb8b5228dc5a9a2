"""A file with all its versions, each kept as it came."""

from uuid import uuid4

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.capabilities.spaces.models.spaces import Space
from polder.ground.organisation.models import Person


def place(_version: "Version | None", name: str) -> str:
    """A name that nobody can guess or choose, in a folder that no address leads to."""
    return f"spaces/{uuid4().hex}.{name.rpartition('.')[2].lower()}"


class File(models.Model):
    """What is kept under one name. `current` is the newest version; in the bin it is there for nobody but who restores it."""

    space = models.ForeignKey(Space, models.PROTECT, related_name="files")
    title = models.CharField(_("title"), max_length=100)
    current = models.ForeignKey("spaces.Version", models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField()
    binned_at = models.DateTimeField(null=True, db_index=True)
    binned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    once = models.CharField(max_length=36, null=True, unique=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["space", "-changed_at"], name="file_by_space")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("spaces:file", args=[self.pk])


class Version(models.Model):
    """As it was handed in, or brought back from version `restores`, with which it then shares what is stored."""

    file = models.ForeignKey(File, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    stored = models.FileField(upload_to=place)
    name = models.CharField(max_length=110)
    size = models.PositiveBigIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    restores = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="one_version_of_a_number")]

    def __str__(self) -> str:
        return f"{self.name} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("spaces:file_version", args=[self.file_id, self.number])
