from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from polder.base.navigation import WORK, Entry, registry


class SpacesConfig(AppConfig):
    name = "polder.capabilities.spaces"
    label = "spaces"
    verbose_name = _("Spaces")

    def ready(self) -> None:
        from polder.capabilities.spaces import on_parties, talking, telling

        talking.register()
        telling.register()
        on_parties.register()
        registry.register(Entry("spaces", _("Spaces"), "panels-top-left", "spaces:index", WORK, 45))
