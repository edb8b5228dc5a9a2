"""News: channels, their items, urgent messages, newsletters."""

from polder.features.news.models.broadcasts import Broadcast, PutAway
from polder.features.news.models.channels import Channel
from polder.features.news.models.items import NewsItem
from polder.features.news.models.newsletters import Issue, IssueItem, Newsletter, Reader

__all__ = ["Broadcast", "Channel", "Issue", "IssueItem", "NewsItem", "Newsletter", "PutAway", "Reader"]
