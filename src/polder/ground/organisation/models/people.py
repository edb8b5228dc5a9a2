from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from polder.base.validity import Valid
from polder.ground.organisation.models.fields import key_field


class People(BaseUserManager["Person"]):
    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(key=username)

    def active(self, at: datetime) -> models.QuerySet["Person"]:
        """Those who count at `at` (G1)."""
        return self.filter(active_at(at))


def active_at(at: datetime, prefix: str = "") -> Q:
    """Condition for people who count at `at` (G1); `prefix` reaches through relations."""
    begins, ends = f"{prefix}active_from", f"{prefix}left_on"
    return (Q(**{f"{begins}__isnull": True}) | Q(**{f"{begins}__lte": at})) & (
        Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": at})
    )


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody who works here or is a guest, and the user model.

    `is_superuser` is no column: nobody has powers from outside the matrix (G15). `is_active` is a column only because
    libraries filter by it; who counts is `active_from` and `left_on` (G1), asked at sign-in and at every request.
    """

    class Kind(models.TextChoices):
        EMPLOYEE = "employee", _("Employee")
        GUEST = "guest", _("Guest")

    is_superuser = False  # removes the column that PermissionsMixin brings
    is_active = models.BooleanField(default=True)

    key = key_field()
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"), null=True, blank=True)
    number = models.CharField(_("personnel number"), max_length=40, null=True, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.EMPLOYEE)
    sponsor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="guests", verbose_name=_("sponsor")
    )
    unit = models.ForeignKey(
        "organisation.Unit", models.PROTECT, null=True, blank=True, related_name="people", verbose_name=_("unit")
    )
    active_from = models.DateTimeField(_("active from"), null=True, blank=True)
    left_on = models.DateTimeField(_("leaves on"), null=True, blank=True)
    location = models.CharField(_("location"), max_length=200, null=True, blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)
    operator = models.BooleanField(_("operator"), default=False)  # G15: runs the installation, holds no power by it
    language = models.CharField(_("language of the screens"), max_length=10, default="", blank=True)
    theme = models.CharField(_("light or dark"), max_length=10, default="", blank=True)

    USERNAME_FIELD = "key"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[People] = People()

    class Meta:
        ordering = ["name", "key"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_once",
                violation_error_message=_("Somebody else has this e-mail address."),
            ),
            models.UniqueConstraint(
                Lower("number"),
                name="person_number_once",
                violation_error_message=_("Somebody else has this personnel number."),
            ),
            models.CheckConstraint(
                name="person_leaves_after_arriving",
                condition=Q(active_from=None) | Q(left_on=None) | Q(left_on__gt=F("active_from")),
                violation_error_message=_("Somebody leaves after they arrive."),
            ),
            models.CheckConstraint(
                name="guest_has_sponsor_and_end",
                condition=~Q(kind="guest") | Q(sponsor__isnull=False, left_on__isnull=False),
                violation_error_message=_("A guest has a sponsor and an end date."),
            ),
        ]
        indexes = [models.Index(fields=["left_on"], name="person_by_leaving")]

    def __str__(self) -> str:
        return self.name

    @property
    def named_only(self) -> bool:
        """Is there for them only what names them (P10)?"""
        return self.kind == self.Kind.GUEST

    def get_full_name(self) -> str:
        return self.name

    def counts(self, at: datetime) -> bool:
        """G1: `active_from <= at < left_on`."""
        return (self.active_from is None or self.active_from <= at) and (self.left_on is None or at < self.left_on)

    def clean(self) -> None:
        """`AbstractBaseUser.clean` would rewrite the key; there is nothing to normalise."""

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("organisation:person", args=[self.key])

    def has_module_perms(self, app_label: str) -> bool:
        """Rights come from the matrix alone; Django's permissions say nothing here."""
        return False


class Deputyship(Valid):
    """`by` stands in for `acting_for` (G10)."""

    acting_for = models.ForeignKey(Person, models.PROTECT, related_name="deputies")
    by = models.ForeignKey(Person, models.PROTECT, related_name="deputises_for")

    class Meta(Valid.Meta):
        constraints = [
            *Valid.Meta.constraints,
            models.CheckConstraint(
                name="nobody_is_their_own_deputy",
                condition=~Q(acting_for=F("by")),
                violation_error_message=_("Nobody is their own deputy."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by} for {self.acting_for}"
