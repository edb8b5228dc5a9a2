from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from polder.base.navigation import GOVERNANCE, Entry, registry


class BodiesConfig(AppConfig):
    name = "polder.features.bodies"
    label = "bodies"
    verbose_name = _("Bodies")

    def ready(self) -> None:
        from polder.capabilities.publishing import tree
        from polder.features.bodies import (
            asked,
            dates,
            in_spaces,
            missing,
            origins,
            panels,
            reactions,  # noqa: F401  # reactions register themselves
            rehearsing,
            serving,
            telling,
            trails,
        )
        from polder.features.bodies.operations import ending
        from polder.ground.organisation.panels import entrances

        rehearsing.register()
        telling.register()
        tree.call("minutes", _("Minutes"))
        panels.register()
        dates.register()
        missing.register()
        origins.register()
        serving.register()
        trails.register()
        in_spaces.register()
        ending.register()
        asked.register()
        entrances["body"] = "bodies:kinds"
        for entry in (
            Entry("decisions", _("Decisions"), "decide", "bodies:decisions", GOVERNANCE, 62),
            Entry("budget", _("Budget"), "euro", "bodies:budget", GOVERNANCE, 64),
        ):
            registry.register(entry)
