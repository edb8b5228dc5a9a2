"""Every read of news: what readers get (reading), and urgent messages (broadcasts)."""

from polder.features.news.queries.broadcasts import (
    aspects_below_mine,
    broadcasts,
    channels_with_urgent,
    line_above,
    waiting_for,
)
from polder.features.news.queries.reading import channels, feed, highlights, tile

__all__ = [
    "aspects_below_mine", "broadcasts", "channels", "channels_with_urgent", "feed", "highlights", "line_above", "tile",
    "waiting_for",
]  # fmt: skip
