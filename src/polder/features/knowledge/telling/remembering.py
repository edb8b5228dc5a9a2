"""The words by which articles are found follow what was published."""

from polder.features.knowledge.models import Article
from polder.features.knowledge.operations.common import remember_article
from polder.ground.ledger.models import Event
from polder.ground.ledger.reactions import reacts_to


@reacts_to("page.published")
def remember(event: Event) -> None:
    """Of an article; other pages are no knowledge."""
    article = Article.objects.filter(pk=int(event.thing.partition(":")[2])).first()
    if article is not None:
        remember_article(article)
