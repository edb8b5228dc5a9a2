from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BodiesConfig(AppConfig):
    name = "polder.features.bodies"
    label = "bodies"
    verbose_name = _("Bodies")

    def ready(self) -> None:
        from polder.features.bodies import panels, rehearsing, telling

        rehearsing.register()
        telling.register()
        panels.register()
