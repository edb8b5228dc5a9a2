"""The design system and everything else that knows nothing of the domain."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BaseConfig(AppConfig):
    name = "polder.base"
    label = "base"
    verbose_name = _("Design system")

    def ready(self) -> None:
        from polder.base import checks  # noqa: F401  (registers the system checks; needs the app registry)
