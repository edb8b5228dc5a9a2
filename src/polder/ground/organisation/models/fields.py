"""Keys as governance.md section 11 writes them."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

KEY_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"


def key_field() -> "models.CharField[str, str]":
    """A slug that names one thing of its kind; stable in files, never shown where a name can be."""
    return models.CharField(
        _("key"),
        max_length=100,
        unique=True,
        validators=[RegexValidator(rf"\A{KEY_PATTERN}\Z", _("Use lower-case letters, digits and single hyphens."))],
    )
