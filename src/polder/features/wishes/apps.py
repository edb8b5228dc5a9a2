from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from polder.base.navigation import WORK, Entry, registry


class WishesConfig(AppConfig):
    name = "polder.features.wishes"
    label = "wishes"
    verbose_name = _("Wishes")

    def ready(self) -> None:
        from polder.features.wishes import (
            reactions,  # noqa: F401  # reactions register themselves
            telling,
        )

        telling.register()
        registry.register(Entry("wishes", _("Wishes"), "sparkles", "wishes:index", WORK, 37))
