from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from polder.base.validity import Valid
from polder.ground.organisation.models.fields import key_field


class Role(models.Model):
    """Something one or more people do, apart from who they are; every active holder acts for it (G8)."""

    key = key_field()
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        ordering = ["name", "key"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation:role", args=[self.key])


class Holding(Valid):
    """A person holds a role for a time."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="holdings")
    person = models.ForeignKey("organisation.Person", models.PROTECT, related_name="holdings")

    class Meta(Valid.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"
