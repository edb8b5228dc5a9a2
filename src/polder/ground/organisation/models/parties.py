from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Party(models.Model):
    """Who can hold a letter: one row for each person, unit, role and body, made with it and gone with it.

    One column of numbers to join on, whatever the kind. `ref` is the written form, `unit:it`.
    """

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        UNIT = "unit", _("Unit")
        ROLE = "role", _("Role")
        BODY = "body", _("Body")

    ref = models.CharField(max_length=110, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    person = models.OneToOneField("organisation.Person", models.CASCADE, null=True, related_name="party")
    unit = models.OneToOneField("organisation.Unit", models.CASCADE, null=True, related_name="party")
    role = models.OneToOneField("organisation.Role", models.CASCADE, null=True, related_name="party")
    body = models.OneToOneField("organisation.Body", models.CASCADE, null=True, related_name="party")

    class Meta:
        verbose_name_plural = "parties"
        constraints = [
            models.CheckConstraint(
                name="party_is_what_its_kind_says",
                condition=Q(kind="person", person__isnull=False, unit=None, role=None, body=None)
                | Q(kind="unit", person=None, unit__isnull=False, role=None, body=None)
                | Q(kind="role", person=None, unit=None, role__isnull=False, body=None)
                | Q(kind="body", person=None, unit=None, role=None, body__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def thing(self) -> models.Model:
        """The person, unit, role or body itself."""
        thing: models.Model = getattr(self, self.kind)
        return thing

    @property
    def name(self) -> str:
        """Its name, as people know it."""
        return str(self.thing)
