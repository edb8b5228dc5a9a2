from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from polder.base.navigation import WORK, Entry, registry


class KnowledgeConfig(AppConfig):
    name = "polder.features.knowledge"
    label = "knowledge"
    verbose_name = "Knowledge"

    def ready(self) -> None:
        from polder.capabilities.publishing import tree
        from polder.features.knowledge import telling

        telling.register()
        tree.call("knowledge", _("Knowledge"))
        registry.register(
            Entry(
                key="knowledge",
                label=_("Knowledge"),
                icon="lightbulb",
                url_name="knowledge:index",
                group=WORK,
                order=35,
            )
        )
