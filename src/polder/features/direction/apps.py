from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from polder.base.navigation import GOVERNANCE, Entry, registry


class DirectionConfig(AppConfig):
    name = "polder.features.direction"
    label = "direction"
    verbose_name = _("Direction")

    def ready(self) -> None:
        from polder.features.direction import (
            dates,
            leaving,
            reactions,  # noqa: F401  # reactions register themselves
            telling,
        )

        telling.register()
        dates.register()
        leaving.register()
        registry.register(Entry("direction", _("Direction"), "compass", "direction:index", GOVERNANCE, 58))
