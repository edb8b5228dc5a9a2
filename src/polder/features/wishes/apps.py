from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from polder.base.navigation import WORK, Entry, registry


class WishesConfig(AppConfig):
    name = "polder.features.wishes"
    label = "wishes"
    verbose_name = _("Wishes")

    def ready(self) -> None:
        from polder.features.wishes import (
            leaving,
            reactions,  # noqa: F401  # reactions register themselves
            talking,
            telling,
        )

        telling.register()
        talking.register()
        leaving.register()
        registry.register(Entry("wishes", _("Wishes"), "sparkles", "wishes:index", WORK, 37))
