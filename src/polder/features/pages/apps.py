from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from polder.base.navigation import WORK, Entry, registry


class PagesConfig(AppConfig):
    name = "polder.features.pages"
    label = "pages"
    verbose_name = "Pages"

    def ready(self) -> None:
        from polder.capabilities.publishing import tree
        from polder.features.pages import rehearsing

        rehearsing.register()
        tree.call("pages", _("Pages"))
        registry.register(
            Entry(key="pages", label=_("Pages"), icon="book-open", url_name="pages_index", group=WORK, order=30)
        )
