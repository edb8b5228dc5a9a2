from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    name = "polder.surfaces.workspace"
    label = "workspace"
    verbose_name = _("Workspace")

    def ready(self) -> None:
        from polder.base import navigation
        from polder.surfaces.workspace import broken_glass, matrix_inbox, matrix_notices

        broken_glass.register()
        matrix_inbox.register()
        matrix_notices.register()
        navigation.registry.register(
            navigation.Entry(
                key="home", label=_("Home"), icon="home", url_name="workspace:home", order=1, phone=True, letter="h"
            )
        )
