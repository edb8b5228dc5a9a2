from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from polder.base.navigation import GOVERNANCE, Entry, registry


class ProjectsConfig(AppConfig):
    name = "polder.features.projects"
    label = "projects"
    verbose_name = _("Projects")

    def ready(self) -> None:
        from polder.features.projects import (
            bodies_decide,
            dates,
            missing,
            origins,
            panels,
            queries,
            reactions,  # noqa: F401  # reactions register themselves
            serving,
            telling,
        )
        from polder.ground.organisation.queries import closed

        telling.register()
        closed.register(queries.hidden_teams)
        bodies_decide.register()
        panels.register()
        dates.register()
        missing.register()
        origins.register()
        serving.register()
        registry.register(Entry("projects", _("Projects"), "waypoints", "projects:index", GOVERNANCE, 66))
