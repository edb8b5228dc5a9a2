from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from polder.base import tiles
from polder.base.frame import frame
from polder.base.navigation import WORK, Entry, registry


class NewsConfig(AppConfig):
    name = "polder.features.news"
    label = "news"
    verbose_name = "News"

    def ready(self) -> None:
        from polder.capabilities.publishing import tree
        from polder.features.news import following, queries, standing, telling  # noqa: F401  # rounds register themselves

        telling.register()
        tree.call("news", _("News"))
        frame.above.insert(0, standing.banner)
        registry.register(
            Entry(
                key="news",
                label=_("News"),
                icon="newspaper",
                url_name="news:index",
                group=WORK,
                order=10,
                phone=True,
                letter="n",
            )
        )
        tiles.register(tiles.Tile(key="news", template="news/_tile.html", context=queries.tile, order=30))
