from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from polder.base import tiles
from polder.base.navigation import WORK, Entry, registry


class NewsConfig(AppConfig):
    name = "polder.features.news"
    label = "news"
    verbose_name = "News"

    def ready(self) -> None:
        from polder.features.news import queries
        from polder.ground.ledger import subjects, words

        subjects.register("channel", subjects.of_model("news.Channel"), gone=_("a channel that was removed"))
        words.register("channel.opened", _("%(who)s opened the channel %(thing)s."))
        words.register("channel.changed", _("%(who)s changed what readers may do in %(thing)s."))
        words.register("page.highlighted", _("%(who)s chose how long %(thing)s stands above the other news."))
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
